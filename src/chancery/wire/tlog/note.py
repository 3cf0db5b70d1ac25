# SPDX-License-Identifier: EUPL-1.2
"""C2SP signed-note with Ed25519 keys, and the tlog-checkpoint text inside it."""

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

_ED25519 = b"\x01"
_KEY_ID_BYTES = 4
_SIGNATURE_BYTES = 64
_SEPARATOR = "\n\n\N{EM DASH} "


class MalformedNote(ValueError):
    """The bytes are no signed note or no checkpoint."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the key's name, its four-byte id and the signature."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: its name (origin), the number of entries and the root over them."""

    origin: str
    size: int
    root: bytes

    def render(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{_encode(self.root)}\n"


def key_id(name: str, public_key: bytes) -> bytes:
    """Return the id of an Ed25519 key under a name."""
    return sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:_KEY_ID_BYTES]


def verifier_key(name: str, public_key: bytes) -> str:
    """Return the one-line form in which the public key is handed to verifiers."""
    return f"{name}+{key_id(name, public_key).hex()}+{_encode(_ED25519 + public_key)}"


def parse_verifier_key(text: str) -> tuple[str, bytes]:
    """Return name and public key of a verifier key; raises MalformedNote."""
    name, _, rest = text.strip().partition("+")
    identifier, _, encoded = rest.partition("+")
    key = _decode(encoded)
    if not name or key[:1] != _ED25519 or key_id(name, key[1:]).hex() != identifier:
        raise MalformedNote("not an Ed25519 verifier key")
    return name, key[1:]


def render_note(text: str, signatures: list[Signature]) -> str:
    """Return a signed note; `text` must end with a newline."""
    lines = [f"\N{EM DASH} {line.name} {_encode(line.key_id + line.signature)}\n" for line in signatures]
    return text + "\n" + "".join(lines)


def parse_note(note: str) -> tuple[str, list[Signature]]:
    """Return the text and its signatures, unverified; raises MalformedNote."""
    text, separator, block = note.rpartition(_SEPARATOR)
    if not separator or not note.endswith("\n"):
        raise MalformedNote("the note has no signatures")
    lines = ("\N{EM DASH} " + block).removesuffix("\n").split("\n")
    return text + "\n", [_parse_signature(line) for line in lines]


def _parse_signature(line: str) -> Signature:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\N{EM DASH}" or not parts[1] or "+" in parts[1]:
        raise MalformedNote("a signature line must be a dash, a key name and base64")
    raw = _decode(parts[2])
    if len(raw) <= _KEY_ID_BYTES:
        raise MalformedNote("a signature is too short")
    return Signature(parts[1], raw[:_KEY_ID_BYTES], raw[_KEY_ID_BYTES:])


def open_note(note: str, name: str, public_key: bytes) -> str:
    """Return the text of a note that the named key signed; raises MalformedNote otherwise.

    Lines of unknown keys are ignored, as signed-note demands: that is how further algorithms join later.
    """
    text, signatures = parse_note(note)
    wanted = key_id(name, public_key)
    ours = [line for line in signatures if line.name == name and line.key_id == wanted]
    if not ours:
        raise MalformedNote(f"the note carries no signature of {name}")
    for line in ours:
        _verify(text, line.signature, public_key)
    return text


def _verify(text: str, signature: bytes, public_key: bytes) -> None:
    if len(signature) != _SIGNATURE_BYTES:
        raise MalformedNote("an Ed25519 signature has 64 bytes")
    try:
        VerifyKey(public_key).verify(text.encode(), signature)
    except BadSignatureError as error:
        raise MalformedNote("the signature does not match the note") from error


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint that a note's text states; raises MalformedNote."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0]:
        raise MalformedNote("a checkpoint has an origin, a size and a root")
    if not lines[1].isascii() or not lines[1].isdigit() or (len(lines[1]) > 1 and lines[1][0] == "0"):
        raise MalformedNote("a checkpoint's size is a decimal number")
    return Checkpoint(lines[0], int(lines[1]), _decode(lines[2]))


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _decode(text: str) -> bytes:
    try:
        raw = base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedNote("not base64") from error
    # A second spelling of the same bytes (stray bits in the last character) would be a malleable note.
    if _encode(raw) != text:
        raise MalformedNote("not canonical base64")
    return raw
