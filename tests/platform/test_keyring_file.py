# SPDX-License-Identifier: EUPL-1.2
"""The keyring in files: what it wraps opens only unchanged, and only for who may read the keys."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from chancery.platform.keyring import selftest
from chancery.platform.keyring.file import FileKeyring
from chancery.platform.keyring.port import Keyring, KeyringError

KEY = bytes(range(32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_wrapped_key_opens_in_a_later_process(folder: Path) -> None:
    wrapped = FileKeyring.open(folder).wrap(KEY, b"context")
    later: Keyring = FileKeyring.open(folder)
    assert later.unwrap(wrapped, b"context") == KEY
    assert KEY not in wrapped


def test_same_key_never_wraps_to_the_same_bytes(folder: Path) -> None:
    keyring = FileKeyring.open(folder)
    assert keyring.wrap(KEY, b"") != keyring.wrap(KEY, b"")


def test_changed_context_is_refused(folder: Path) -> None:
    keyring = FileKeyring.open(folder)
    with pytest.raises(KeyringError, match="context was changed"):
        keyring.unwrap(keyring.wrap(KEY, b"one"), b"two")


def test_every_changed_or_missing_byte_of_a_wrapped_key_is_refused(folder: Path) -> None:
    keyring = FileKeyring.open(folder)
    wrapped = keyring.wrap(KEY, b"context")
    for index in range(len(wrapped)):
        changed = bytearray(wrapped)
        changed[index] ^= 1
        with pytest.raises(KeyringError):
            keyring.unwrap(bytes(changed), b"context")
        with pytest.raises(KeyringError):
            keyring.unwrap(wrapped[:index], b"context")


def test_rotation_wraps_under_the_new_key_and_still_opens_the_old(folder: Path) -> None:
    keyring = FileKeyring.open(folder)
    old = keyring.wrap(KEY, b"context")
    keyring.rotate()
    new = keyring.rewrap(old, b"context")
    assert new[2:10] != old[2:10]
    reopened = FileKeyring.open(folder)
    assert reopened.unwrap(old, b"context") == reopened.unwrap(new, b"context") == KEY
    assert reopened.wrap(KEY, b"context")[2:10] == new[2:10]


def test_running_process_opens_what_another_wrapped_after_a_rotation(folder: Path) -> None:
    running, other = FileKeyring.open(folder), FileKeyring.open(folder)
    other.rotate()
    assert running.unwrap(other.wrap(KEY, b""), b"") == KEY


def test_key_of_another_installation_is_refused(folder: Path, tmp_path: Path) -> None:
    wrapped = FileKeyring.open(tmp_path / "elsewhere").wrap(KEY, b"")
    with pytest.raises(KeyringError, match="no key-encryption key"):
        FileKeyring.open(folder).unwrap(wrapped, b"")


def test_signature_verifies_under_the_public_key_and_only_for_its_message(folder: Path) -> None:
    keyring = FileKeyring.open(folder)
    signature = keyring.sign("audit", b"message")
    public = Ed25519PublicKey.from_public_bytes(FileKeyring.open(folder).public_key("audit"))
    public.verify(signature, b"message")
    with pytest.raises(InvalidSignature):
        public.verify(signature, b"massage")


def test_each_name_has_its_own_signing_key(folder: Path) -> None:
    keyring = FileKeyring.open(folder)
    assert keyring.public_key("audit") != keyring.public_key("server")


@pytest.mark.parametrize("name", ["", "../audit", "a/b", "A", "a.b", "x" * 65, "a\n"])
def test_signing_key_name_that_is_no_plain_word_is_refused(folder: Path, name: str) -> None:
    keyring = FileKeyring.open(folder)
    with pytest.raises(KeyringError, match="is no name"):
        keyring.sign(name, b"")


def test_keys_and_folder_are_closed_to_other_users(folder: Path) -> None:
    FileKeyring.open(folder).sign("audit", b"")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = list(folder.iterdir())
    assert len(files) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_key_file_that_others_may_read_stops_the_start_with_the_remedy(folder: Path) -> None:
    FileKeyring.open(folder)
    (path,) = folder.iterdir()
    path.chmod(0o640)
    with pytest.raises(KeyringError, match="chmod 600"):
        FileKeyring.open(folder)


def test_key_folder_that_others_may_enter_stops_the_start(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    with pytest.raises(KeyringError, match="chmod 700"):
        FileKeyring.open(folder)


def test_key_file_behind_a_symbolic_link_is_refused(folder: Path, tmp_path: Path) -> None:
    FileKeyring.open(folder)
    (path,) = folder.iterdir()
    path.rename(tmp_path / "moved")
    path.symlink_to(tmp_path / "moved")
    with pytest.raises(KeyringError, match="cannot be read"):
        FileKeyring.open(folder)


def test_broken_key_file_stops_the_start_without_quoting_it(folder: Path) -> None:
    FileKeyring.open(folder)
    (path,) = folder.iterdir()
    path.write_bytes(b'{"id": "secret words"')
    with pytest.raises(KeyringError, match="not what this server wrote") as caught:
        FileKeyring.open(folder)
    assert "secret words" not in str(caught.value)


def test_processes_that_start_at_once_agree_on_one_key(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from chancery.platform.keyring.file import FileKeyring;"
        f"k = FileKeyring.open(Path({str(folder)!r})); sys.stdout.write(k.wrap(bytes(32), b'').hex()[4:20])"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    ids = {process.communicate()[0] for process in running}
    assert len(ids) == 1
    assert len(list(folder.iterdir())) == 1


def test_failed_known_answer_test_stops_the_start(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "_GCM_SEALED", bytes(76))
    with pytest.raises(KeyringError, match="known-answer test of AES-256-GCM"):
        FileKeyring.open(folder)


def test_p256_key_signs_for_whoever_knows_the_point(folder: Path) -> None:
    keyring: Keyring = FileKeyring.open(folder)
    raw = keyring.sign_p256("vapid", b"message")
    assert len(raw) == 64
    point = keyring.public_key_p256("vapid")
    assert len(point) == 65
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    signature = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public.verify(signature, b"message", ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        public.verify(signature, b"changed", ec.ECDSA(hashes.SHA256()))


def test_p256_key_stays_the_same_and_apart_from_other_names(folder: Path) -> None:
    first = FileKeyring.open(folder).public_key_p256("vapid")
    later = FileKeyring.open(folder)
    assert later.public_key_p256("vapid") == first
    assert later.public_key_p256("other") != first
    with pytest.raises(KeyringError):
        later.public_key_p256("../vapid")
