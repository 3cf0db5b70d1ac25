# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL and NATS of one measurement: in a folder of their own, durable, on a socket and a loopback port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.peers import free_port

_SECONDS = 30.0


class Backends:
    """Both servers, started; stopped and removed at the end of the `with` block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "backends"
        self._folder.mkdir()
        self._bin = max(Path("/usr/lib/postgresql").glob("*/bin"))
        self._user = "postgres" if os.geteuid() == 0 else None
        self._pg_port, self._nats_port = free_port(), free_port()
        self._processes: list[subprocess.Popen[bytes]] = []

    @property
    def nats_url(self) -> str:
        return f"nats://127.0.0.1:{self._nats_port}"

    @property
    def pids(self) -> list[int]:
        """The main processes: PostgreSQL's, then NATS'."""
        return [process.pid for process in self._processes]

    def database_url(self, name: str) -> str:
        """Return the address of a fresh database."""
        host = ["-h", str(self._folder), "-p", str(self._pg_port), "-U", "postgres"]
        subprocess.run([self._bin / "createdb", *host, name], check=True)
        return f"postgresql://postgres@/{name}?host={self._folder}&port={self._pg_port}"

    def __enter__(self) -> Self:
        if self._user:
            for folder in (self._folder, *self._folder.parents):
                if folder == Path("/tmp"):  # the parents that we made, up to the system's
                    break
                folder.chmod(0o755)
            shutil.chown(self._folder, self._user, self._user)
        init = [self._bin / "initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        subprocess.run(
            init, cwd=self._folder, user=self._user, group=self._user, check=True, stdout=subprocess.DEVNULL
        )
        options = ("-c", "listen_addresses=", "-c", f"unix_socket_directories={self._folder}")
        postgres = [self._bin / "postgres", "-D", "data", "-p", str(self._pg_port), *options]
        self._start(postgres, self._user)
        self._start(["nats-server", "-a", "127.0.0.1", "-p", str(self._nats_port)], None)
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(_SECONDS)

    def _start(self, command: list[str | Path], user: str | None) -> None:
        with (self._folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=self._folder, user=user, group=user, stdout=log, stderr=log
            )
        self._processes.append(process)

    def _wait(self) -> None:
        deadline = time.monotonic() + _SECONDS
        ready = [self._bin / "pg_isready", "-q", "-h", str(self._folder), "-p", str(self._pg_port)]
        while subprocess.run(ready, check=False).returncode or not self._nats_answers():
            if time.monotonic() > deadline:
                raise RuntimeError((self._folder / "log").read_text())
            time.sleep(0.05)

    def _nats_answers(self) -> bool:
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self._nats_port)) == 0
