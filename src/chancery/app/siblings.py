# SPDX-License-Identifier: EUPL-1.2
"""The numbers of all workers of one server, whichever of them is asked: each tells its own on a socket in a folder."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from chancery.app.worker import Worker

logger = logging.getLogger("chancery.siblings")

_SECONDS = 2.0

Snapshot = Callable[[], bytes]


class Siblings:
    """Answers for the group; a lone process (`worker` is None) is a group without names."""

    def __init__(self, worker: Worker | None, snapshot: Snapshot) -> None:
        self._worker = worker
        self._snapshot = snapshot

    @asynccontextmanager
    async def telling(self) -> AsyncIterator[None]:
        """Tell siblings this process's numbers when they ask."""
        if self._worker is None:
            yield
            return
        path = _socket_of(self._worker, self._worker.number)
        path.unlink(missing_ok=True)  # of the process that had this number before
        server = await asyncio.start_unix_server(self._tell, path)
        try:
            yield
        finally:
            server.close()

    async def snapshots(self) -> Mapping[str, bytes]:
        """Return the numbers of every worker that answers, by its number."""
        worker = self._worker
        if worker is None:
            return {"": self._snapshot()}
        numbers = range(1, worker.count + 1)
        told = await asyncio.gather(*[self._ask(worker, number) for number in numbers])
        return {str(number): data for number, data in zip(numbers, told, strict=True) if data}

    async def _ask(self, worker: Worker, number: int) -> bytes:
        if number == worker.number:
            return self._snapshot()
        try:
            async with asyncio.timeout(_SECONDS):
                reader, writer = await asyncio.open_unix_connection(_socket_of(worker, number))
                try:
                    return await reader.read()
                finally:
                    writer.close()
        except (OSError, TimeoutError) as error:
            logger.warning("a worker does not tell its numbers", extra={"number": number, "why": repr(error)})
            return b""

    async def _tell(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(self._snapshot())
        writer.close()


def _socket_of(worker: Worker, number: int) -> Path:
    return worker.folder / f"{number}.sock"
