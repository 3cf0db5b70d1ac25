# SPDX-License-Identifier: EUPL-1.2
"""The network of this machine: browsers need it to stay as it is, tests of cables change it; never both at once.

A browser ends every request under way (`ERR_NETWORK_CHANGED`) when an address of the machine comes or goes.
"""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOCK = Path(tempfile.gettempdir()) / "chancery-tests-network.lock"


@contextmanager
def steady_network() -> Iterator[None]:
    """Keep every process of tests from changing the network; any number may at once."""
    with _locked(fcntl.LOCK_SH):
        yield


@contextmanager
def changing_network() -> Iterator[None]:
    """Wait until no browser runs, and let none start."""
    with _locked(fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(how: int) -> Iterator[None]:
    with _LOCK.open("a") as lock:
        fcntl.flock(lock, how)
        yield
