# SPDX-License-Identifier: EUPL-1.2
"""Loopback ports for servers that tests start, which nobody else takes between the choice and the start."""

import itertools
import os
import socket

_FIRST, _WIDTH = 20_000, 2_500
"""Below the range from which the kernel gives ports to outgoing connections; each worker of a run has its own part."""
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4
_offers = itertools.count(os.getpid() * 37)


def free_port(address: str = "127.0.0.1") -> int:
    """Return a port that nobody listens on."""
    for offer in itertools.islice(_offers, _WIDTH):
        port = _FIRST + _worker * _WIDTH + offer % _WIDTH
        with socket.socket() as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                sock.bind((address, port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"no port is free on {address}")
