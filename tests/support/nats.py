# SPDX-License-Identifier: EUPL-1.2
"""Fixture: a NATS server of this test run alone, on a free loopback port."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from typing import BinaryIO

import pytest

from support.ports import free_port

_START_SECONDS = 10


class NatsServer:
    """A nats-server process that a test may stop and start again on the same port."""

    def __init__(self, binary: str, address: str = "127.0.0.1") -> None:
        self._binary = binary
        self._address = address
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._log: BinaryIO | None = None
        self.start()

    @property
    def url(self) -> str:
        """The address that clients connect to."""
        return f"nats://{self._address}:{self.port}"

    def start(self) -> None:
        """Start the server and wait until it accepts connections."""
        self._log = tempfile.TemporaryFile("a+b")  # noqa: SIM115  # closed by `stop`
        self._process = subprocess.Popen(
            [self._binary, "-a", self._address, "-p", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=self._log,
        )
        deadline = time.monotonic() + _START_SECONDS
        while not self._is_ready():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError(f"nats-server did not start on port {self.port}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End the server's process."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_START_SECONDS)
            self._process = None
        if self._log is not None:
            self._log.close()

    def _is_ready(self) -> bool:
        # By its own word: a connection alone might be answered by somebody else on this port.
        assert self._log is not None
        self._log.seek(0)
        return b"Server is ready" in self._log.read()


@pytest.fixture(scope="session")
def nats_binary() -> str:
    """The program; what needs it is left out where it is not installed."""
    binary = shutil.which("nats-server", path="/usr/sbin:/usr/local/bin:/usr/bin")
    if binary is None:
        pytest.skip("nats-server is not installed (Debian: nats-server); its half of the suite is left out")
    return binary


@pytest.fixture
def nats_server(nats_binary: str) -> Iterator[NatsServer]:
    """A running NATS server."""
    server = NatsServer(nats_binary)
    yield server
    server.stop()
