# SPDX-License-Identifier: EUPL-1.2
"""The two servers under measurement: made, configured alike, started and stopped by us."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from chancery.app.load.processes import cpu_seconds, resident_megabytes

ROOT = Path(__file__).resolve().parent.parent
SYNAPSE_VERSION = "1.163.2"
SYNAPSE = ROOT / ".tools" / f"synapse-{SYNAPSE_VERSION}"
PASSWORD = "a long bench password"
START_SECONDS = 60.0


class Peer(Protocol):
    """A started Matrix server with people on it."""

    name: str
    url: str
    pid: int

    def start(self) -> float:
        """Start the server and return the seconds until it answered its first request."""

    def stop(self) -> None:
        """Stop the server and wait for its end."""

    async def create_people(self, names: list[str]) -> None:
        """Create logins with the common password."""


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class _Server:
    """What both peers share: one child process on a loopback port."""

    name = ""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / self.name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        # Without compiled files each start compiles everything anew, which no installation does.
        return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> float:
        started = time.monotonic()
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command(), cwd=self.folder, env=self.environment(), stdout=log, stderr=log
            )
        while not self._answers():
            if time.monotonic() - started > START_SECONDS or self._process.poll() is not None:
                raise RuntimeError(f"{self.name} did not start:\n{(self.folder / 'log').read_text()[-4000:]}")
            time.sleep(0.005)
        return time.monotonic() - started

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/_matrix/client/versions", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def cpu(self) -> float:
        return cpu_seconds(self.pid)

    def memory(self) -> float:
        return resident_megabytes(self.pid)


class Chancery(_Server):
    """Chancery as it is delivered, on SQLite with `synchronous=FULL`; only password hashing is made cheap."""

    name = "chancery"

    def command(self) -> list[str]:
        return [str(Path(sys.executable).parent / "chancery"), "serve"]

    def environment(self) -> dict[str, str]:
        return {
            **super().environment(),
            "CHANCERY_SERVER__NAME": "bench.example",
            "CHANCERY_SERVER__PORT": str(self.port),
            "CHANCERY_STORAGE__DATA": str(self.folder / "data"),
            "CHANCERY_ACCOUNTS__ARGON2_MEMORY_KIB": "8",
            "CHANCERY_ACCOUNTS__ARGON2_PASSES": "1",
            "CHANCERY_ACCOUNTS__LOGIN_ATTEMPTS": "0",
            "CHANCERY_LOG__LEVEL": "warning",
            # Comings and goings would answer the polls whose wakes are measured; the peer has presence off, too.
            "CHANCERY_PRESENCE__ENABLED": "false",
        }

    def prepare(self) -> None:
        """Make an empty agency with its administrator."""
        command = [*self.command()[:1], "init", "--agency", "Bench", "--admin", "admin", "--password-stdin"]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment(),
            input=PASSWORD.encode(),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode())

    async def create_people(self, names: list[str]) -> None:
        token = await asyncio.to_thread(self._admin_token)
        (unit,) = (await asyncio.to_thread(self._call, "GET", "/api/v1/org/units", token, None))["units"]
        post = {"unit_id": unit["id"], "title": "Official"}
        post_id = (await asyncio.to_thread(self._call, "POST", "/api/v1/org/posts", token, post))["id"]
        for name in names:
            body = {"user_name": name, "name": name, "password": PASSWORD, "post_id": post_id}
            await asyncio.to_thread(self._call, "POST", "/api/v1/org/people", token, body)

    def _admin_token(self) -> str:
        login = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": "admin"},
            "password": PASSWORD,
        }
        return str(self._call("POST", "/_matrix/client/v3/login", None, login)["access_token"])

    def _call(self, method: str, path: str, token: str | None, body: object) -> Any:
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        try:
            with urlopen(Request(self.url + path, data=data, headers=headers, method=method)) as answer:
                return json.loads(answer.read() or b"{}")
        except HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.read()!r}") from error


SYNAPSE_CONFIG = """
server_name: bench.example
pid_file: {folder}/pid
listeners:
  - port: {port}
    bind_addresses: ["127.0.0.1"]
    type: http
    resources: [{{names: [client]}}]
database: {{name: sqlite3, args: {{database: {folder}/homeserver.db}}}}
log_config: {folder}/log.yaml
media_store_path: {folder}/media
registration_shared_secret: bench
report_stats: false
macaroon_secret_key: bench
form_secret: bench
signing_key_path: {folder}/signing.key
trusted_key_servers: []
presence: {{enabled: false}}
bcrypt_rounds: 4
max_upload_size: 100M
"""
LIMITS = ("rc_message", "rc_registration", "rc_admin_redaction", "rc_joins_per_room", "rc_room_creation")
UNLIMITED = "{per_second: 100000, burst_count: 100000}"


class Synapse(_Server):
    """Synapse from its package, in an environment of its own, on SQLite, without rate limits and presence."""

    name = "synapse"

    def command(self) -> list[str]:
        return [
            str(SYNAPSE / "bin/python"),
            "-m",
            "synapse.app.homeserver",
            "-c",
            str(self.folder / "config.yaml"),
        ]

    def prepare(self) -> None:
        """Install Synapse at first use and write its configuration."""
        install_synapse()
        text = SYNAPSE_CONFIG.format(folder=self.folder, port=self.port)
        text += "".join(f"{limit}: {UNLIMITED}\n" for limit in LIMITS)
        text += f"rc_login: {{address: {UNLIMITED}, account: {UNLIMITED}, failed_attempts: {UNLIMITED}}}\n"
        text += f"rc_joins: {{local: {UNLIMITED}, remote: {UNLIMITED}}}\n"
        text += f"rc_invites: {{per_room: {UNLIMITED}, per_user: {UNLIMITED}, per_issuer: {UNLIMITED}}}\n"
        (self.folder / "config.yaml").write_text(text)
        (self.folder / "log.yaml").write_text("version: 1\nroot: {level: ERROR}\n")
        subprocess.run([*self.command(), "--generate-keys"], check=True, capture_output=True)

    async def create_people(self, names: list[str]) -> None:
        for name in names:
            await asyncio.to_thread(self._register, name)

    def _register(self, name: str) -> None:
        path = f"{self.url}/_synapse/admin/v1/register"
        with urlopen(path) as answer:
            nonce = json.loads(answer.read())["nonce"]
        parts = (nonce, name, PASSWORD, "notadmin")
        mac = hmac.new(b"bench", "\0".join(parts).encode(), hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": PASSWORD, "admin": False, "mac": mac}
        with urlopen(Request(path, data=json.dumps(body).encode(), method="POST")) as answer:
            answer.read()


def install_synapse() -> None:
    """Install the pinned Synapse into an environment of its own."""
    if (SYNAPSE / "bin/python").exists():
        return
    print(f"· Installing Synapse {SYNAPSE_VERSION} beside (once)", flush=True)
    subprocess.run([sys.executable, "-m", "venv", SYNAPSE], check=True)
    subprocess.run(
        [SYNAPSE / "bin/pip", "install", "--quiet", f"matrix-synapse=={SYNAPSE_VERSION}"], check=True
    )
