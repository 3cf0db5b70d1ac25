# SPDX-License-Identifier: EUPL-1.2
"""Fixtures: a clamd of this test run alone, with one hand-made signature, on a socket in a temporary folder."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.samples import EICAR

_START_SECONDS = 60
STREAM_LIMIT = 2 * 1024 * 1024


class ClamdServer:
    """A clamd process that a test may stop and start again on the same socket."""

    def __init__(self, binary: str, folder: Path, *extra: str) -> None:
        self._binary = binary
        self.folder = folder
        self.socket = folder / "clamd.ctl"
        database = folder / "database"
        database.mkdir(mode=0o755)
        (database / "local.ndb").write_text(f"Local.Eicar.Test:0:*:{EICAR.hex()}\n")
        lines = [
            f"LocalSocket {self.socket}",
            f"DatabaseDirectory {database}",
            "Foreground yes",
            f"StreamMaxLength {STREAM_LIMIT}",
            *extra,
        ]
        (folder / "clamd.conf").write_text("\n".join(lines) + "\n")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The address as the settings want it."""
        return f"unix:{self.socket}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._binary, "--config-file", str(self.folder / "clamd.conf")], stdout=log, stderr=log
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it and wait until it is gone."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(_START_SECONDS)
            self._process = None

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(os.fspath(self.socket))
            except OSError:
                return False
            probe.sendall(b"zPING\x00")
            return probe.recv(16) == b"PONG\x00"


def _run(*extra: str) -> Iterator[ClamdServer]:
    binary = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if binary is None:
        pytest.skip("clamd is not installed (Debian: clamav-daemon); the tests against it are left out")
    # A short path of its own: socket addresses may have 107 bytes only.
    folder = Path(tempfile.mkdtemp(prefix="chancery-clamd-"))
    server = ClamdServer(binary, folder, *extra)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def clamd() -> Iterator[ClamdServer]:
    """A clamd that reports encrypted archives."""
    yield from _run("AlertEncrypted yes")


@pytest.fixture(scope="session")
def lax_clamd() -> Iterator[ClamdServer]:
    """A clamd as Debian configures it: encrypted archives pass for clean."""
    yield from _run()
