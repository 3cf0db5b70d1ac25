# SPDX-License-Identifier: EUPL-1.2
"""Hosts of a small network on this machine: network namespaces with one cable each to PostgreSQL, NATS and the clients."""

import contextlib
import os
import secrets
import subprocess
from collections.abc import Iterator

import pytest

from support.network import changing_network

CABLES = ("clients", "postgres", "nats")
SERVICES = {"postgres": "10.213.0.1", "nats": "10.213.0.2"}
"""Where the two services listen: addresses of this machine's own loopback, which the hosts reach by their cables."""


class Host:
    """A network namespace; each of its cables has a network of its own and can be pulled."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._tag = f"{secrets.token_hex(2)}{number}"
        self.namespace = f"chancery-{self._tag}"
        ip("netns", "add", self.namespace)
        self.run_inside("link", "set", "lo", "up")
        for index, cable in enumerate(CABLES):
            here, there = self._here(cable), f"{cable[:2]}{self._tag}in"
            ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", self.namespace)
            ip("address", "add", f"{self._network(index)}.1/30", "dev", here)
            ip("link", "set", here, "up")
            self.run_inside("address", "add", f"{self._network(index)}.2/30", "dev", there)
            self.run_inside("link", "set", there, "up")
            if cable in SERVICES:
                self.run_inside("route", "add", SERVICES[cable], "via", f"{self._network(index)}.1")

    @property
    def address(self) -> str:
        """Where clients reach the host."""
        return f"{self._network(CABLES.index('clients'))}.2"

    def pull(self, *cables: str) -> None:
        """Cut the host off without a word to anybody."""
        for cable in cables:
            ip("link", "set", self._here(cable), "down")

    def plug(self, *cables: str) -> None:
        """Put the cables back."""
        for cable in cables:
            ip("link", "set", self._here(cable), "up")

    def run_inside(self, *words: str) -> None:
        """Run `ip` inside the namespace."""
        ip("-n", self.namespace, *words)

    def remove(self) -> None:
        """Take the host down; its cables go with it."""
        with contextlib.suppress(subprocess.CalledProcessError):
            ip("netns", "delete", self.namespace)

    def _here(self, cable: str) -> str:
        return f"{cable[:2]}{self._tag}"

    def _network(self, index: int) -> str:
        return f"10.213.{self.number * len(CABLES) + index}"


def ip(*words: str) -> None:
    """Run `ip`."""
    subprocess.run(["ip", *words], check=True, capture_output=True)


@pytest.fixture
def hosts() -> Iterator[tuple[Host, Host]]:
    """Two hosts; the test is left out where network namespaces are not permitted."""
    if os.geteuid() != 0:
        pytest.skip("network namespaces need root")
    made: list[Host] = []
    with changing_network(), contextlib.ExitStack() as stack:
        try:
            for address in SERVICES.values():
                ip("address", "add", f"{address}/32", "dev", "lo")
                stack.callback(_remove_address, address)
            for number in (1, 2):
                made.append(Host(number))
                stack.callback(made[-1].remove)
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.skip(f"network namespaces are not permitted here: {error}")
        yield made[0], made[1]


def _remove_address(address: str) -> None:
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        ip("address", "delete", f"{address}/32", "dev", "lo")
