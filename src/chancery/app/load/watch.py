# SPDX-License-Identifier: EUPL-1.2
"""What the server uses while it is under load: read from the kernel when it is ours, else from its metrics page."""

import re
from dataclasses import dataclass
from typing import Protocol

from chancery.app.load.http import Address, Connection, ConnectionLost, head
from chancery.app.load.processes import cpu_seconds, resident_megabytes

_CPU = re.compile(rb"^process_cpu_seconds_total (\S+)", re.MULTILINE)
_MEMORY = re.compile(rb"^process_resident_memory_bytes (\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Usage:
    """CPU seconds since the start of the server and memory in MB; None where nobody can tell."""

    cpu_seconds: float | None
    memory_mb: float | None


class Watch(Protocol):
    """Reads a server's usage."""

    async def read(self) -> Usage:
        """Return the usage now."""


class ProcessWatch:
    """Reads the usage of a process tree of this machine."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    async def read(self) -> Usage:
        """Return the usage now."""
        return Usage(cpu_seconds(self._pid), resident_megabytes(self._pid))


class MetricsWatch:
    """Reads the usage from `GET /metrics`, which the server shows to its own machine unless it is told otherwise."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._connection = Connection(address)

    async def read(self) -> Usage:
        """Return the usage now, with None for what is not shown to us."""
        try:
            _, text = await self._connection.request(head("GET", "/metrics", self._address.host), b"", 5)
        except ConnectionLost:
            return Usage(None, None)
        cpu, memory = _CPU.search(text), _MEMORY.search(text)
        return Usage(float(cpu[1]) if cpu else None, float(memory[1]) / 1e6 if memory else None)
