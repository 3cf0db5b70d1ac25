# SPDX-License-Identifier: EUPL-1.2
"""The server as third-party suites start it: from environment variables alone, also over TLS."""

import datetime as dt
import hmac
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

V3 = "/_matrix/client/v3"
SUITE = {
    "CHANCERY_SERVER__BIND": "127.0.0.1",
    "CHANCERY_SERVER__PORT": "0",
    "CHANCERY_SERVER__NAME": "localhost:8448",
    "CHANCERY_ANTIVIRUS__CLAMD": "",
    "CHANCERY_TESTING__OPEN_REGISTRATION": "true",
    "CHANCERY_TESTING__GUESTS": "true",
    "CHANCERY_TESTING__NO_LIMITS": "true",
    "CHANCERY_TESTING__WEAK_PASSWORDS": "true",
    "CHANCERY_TESTING__QUERY_TOKENS": "true",
    "CHANCERY_TESTING__LOOPBACK_OUTGOING": "true",
    "CHANCERY_TESTING__LOOSE_AVATARS": "true",
    "CHANCERY_TESTING__REGISTRATION_SECRET": "reg_secret",
}


def _environment(folder: Path, **more: str) -> dict[str, str]:
    path = {"PATH": os.environ.get("PATH", ""), "CHANCERY_STORAGE__DATA": str(folder / "data")}
    return {**path, **SUITE, **more}


@contextmanager
def _started(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """Run `chancery serve` with nothing but an environment; yields the address that it prints."""
    command = [str(Path(sys.executable).parent / "chancery"), "serve"]
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line.startswith("Chancery is ready at "), line
        yield line.removeprefix("Chancery is ready at ").strip()
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for localhost that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    dated = builder.not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
    made = dated.add_extension(names, critical=False).sign(key, hashes.SHA256())
    certificate, key_file = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, key_file


def _play(client: httpx.Client) -> None:
    """Register in both ways, and use the tokens as suites do."""
    body = {"username": "karl", "password": "s3kr1t", "auth": {"type": "m.login.dummy"}}
    karl = client.post(f"{V3}/register", json=body).json()
    assert karl["user_id"] == "@karl:localhost:8448"
    token = {"access_token": karl["access_token"]}
    room = client.post(f"{V3}/createRoom", params=token, json={"preset": "public_chat"}).json()["room_id"]
    assert room in client.get(f"{V3}/sync", params=token).json()["rooms"]["join"]
    avatar = {"avatar_url": "https://a.example/picture"}
    assert (
        client.put(f"{V3}/profile/{karl['user_id']}/avatar_url", params=token, json=avatar).status_code == 200
    )
    guest = client.post(f"{V3}/register", params={"kind": "guest"}, json={}).json()
    assert client.get(f"{V3}/account/whoami", params={"access_token": guest["access_token"]}).json()[
        "is_guest"
    ]
    secret = "/_synapse/admin/v1/register"
    nonce = client.get(secret).json()["nonce"]
    mac = hmac.new(b"reg_secret", f"{nonce}\0vera\0s3kr1t\0admin".encode(), "sha1").hexdigest()
    wish = {"nonce": nonce, "username": "vera", "password": "s3kr1t", "admin": True, "mac": mac}
    vera = client.post(secret, json=wish).json()
    headers = {"authorization": f"Bearer {vera['access_token']}"}
    assert client.get(f"{V3}/admin/whois/{karl['user_id']}", headers=headers).status_code == 200


def test_environment_variables_are_enough(tmp_path: Path) -> None:
    with _started(tmp_path, _environment(tmp_path)) as url, httpx.Client(base_url=url) as client:
        assert url.startswith("http://127.0.0.1:")
        _play(client)


def test_the_server_speaks_tls_itself(tmp_path: Path) -> None:
    certificate, key = _certificate(tmp_path)
    environment = _environment(
        tmp_path, CHANCERY_SERVER__TLS_CERTIFICATE=str(certificate), CHANCERY_SERVER__TLS_KEY=str(key)
    )
    with _started(tmp_path, environment) as url:
        assert url.startswith("https://127.0.0.1:")
        trusted = ssl.create_default_context(cafile=str(certificate))
        with httpx.Client(base_url=url.replace("127.0.0.1", "localhost"), verify=trusted) as client:
            _play(client)
            found = client.get("/.well-known/matrix/client").json()["m.homeserver"]["base_url"]
            assert found == url.replace("127.0.0.1", "localhost")
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{url}/health")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"CHANCERY_SERVER__BIND": "0.0.0.0"}, "[testing] is for this machine alone"),
        ({"CHANCERY_SERVER__PUBLIC_URL": "https://chancery.example"}, "[testing] is for this machine alone"),
        ({"CHANCERY_SERVER__TLS_CERTIFICATE": "no.pem"}, "server.tls_key"),
        (
            {"CHANCERY_SERVER__TLS_CERTIFICATE": "no.pem", "CHANCERY_SERVER__TLS_KEY": "no.pem"},
            "cannot use its certificate",
        ),
    ],
)
def test_what_cannot_be_stops_the_start_with_a_reason(
    tmp_path: Path, more: dict[str, str], words: str
) -> None:
    command = [str(Path(sys.executable).parent / "chancery"), "serve"]
    environment = _environment(tmp_path, **more)
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert ended.returncode == 1
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_option_does_not_open_the_door_either(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).parent / "chancery"), "serve", "--host", "0.0.0.0"]
    ended = subprocess.run(
        command,
        cwd=tmp_path,
        env=_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert "[testing] is for this machine alone" in ended.stderr
