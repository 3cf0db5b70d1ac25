# SPDX-License-Identifier: EUPL-1.2
"""The ClamAV engine: streams contents to clamd and takes anything but a clear answer for "not scanned"."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from chancery.modules.antivirus.contract import EngineUnavailable, Finding, Reason, VerdictState
from chancery.wire import clamd

log = logging.getLogger(__name__)

DEBIAN_SOCKET = Path("/run/clamav/clamd.ctl")
_ANSWER_SECONDS = 30.0
_LEAST_BYTES_PER_SECOND = 1024 * 1024

_ENCRYPTED = "Heuristics.Encrypted."
_GAVE_UP = "Heuristics.Limits.Exceeded"
"""What clamd reports when it stopped looking (AlertExceedsMax): no virus, and not clean either."""

# A zip with one encrypted member of one byte, made for this purpose.
_ENCRYPTED_ZIP: Final = bytes.fromhex(
    "504b03041400010000000000210043beb7e80d0000000100000001000000610a8c13957b8cf6484cb1f00332"
    "504b010214001400010000000000210043beb7e80d0000000100000001000000000000000000000000000000000061"
    "504b050600000000010001002f0000002c0000000000"
)


class ClamdAddress:
    """Where clamd listens: `unix:/path` or `tcp:host:port`; raises ValueError for anything else."""

    def __init__(self, text: str) -> None:
        kind, _, rest = text.partition(":")
        host, _, port = rest.rpartition(":")
        self.path: Path | None = None
        self.host, self.port = "", 0
        if kind == "unix" and rest.startswith("/"):
            self.path = Path(rest)
        elif kind == "tcp" and host and port.isdigit():
            self.host, self.port = host.strip("[]"), int(port)
        else:
            raise ValueError(
                f"antivirus.clamd must be auto, empty, unix:/path or tcp:host:port, not {text!r}"
            )

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a connection; raises OSError."""
        if self.path is not None:
            return await asyncio.open_unix_connection(self.path)
        return await asyncio.open_connection(self.host, self.port)


class ClamdEngine:
    """Judges by ClamAV's signatures.

    With `optional` an absent socket means that ClamAV is not installed and is not asked; a socket that is there, or
    that was configured, must answer.
    """

    name = "clamd"

    def __init__(self, address: ClamdAddress, *, optional: bool = False) -> None:
        self._address = address
        self._optional = optional
        self._vouches: tuple[str, bool] | None = None

    def is_present(self) -> bool:
        """See `Engine.is_present`."""
        return not self._optional or self._address.path is None or self._address.path.exists()

    async def signatures(self) -> str:
        """See `Engine.signatures`."""
        try:
            async with asyncio.timeout(_ANSWER_SECONDS), self._connection() as (reader, writer):
                writer.write(clamd.VERSION)
                return clamd.parse_version(await reader.read(clamd.REPLY_MOST))
        except (OSError, ValueError, TimeoutError) as error:
            raise EngineUnavailable(f"clamd does not answer: {error or 'too slow'}") from error

    async def scan(self, content: bytes) -> Finding:
        """See `Engine.scan`."""
        try:
            vouches = await self._reports_encryption()
            reply = await self._ask(content)
        except TimeoutError:
            return _unscanned(Reason.TIMEOUT)
        except (OSError, EngineUnavailable) as error:
            log.warning("clamd does not answer: %s", error)
            return _unscanned(Reason.ENGINE_UNAVAILABLE)
        return _finding(reply, vouches=vouches)

    async def _reports_encryption(self) -> bool:
        """Whether this clamd reports containers that it cannot open (AlertEncrypted), asked once per version."""
        version = await self.signatures()
        if self._vouches is None or self._vouches[0] != version:
            reply = await self._ask(_ENCRYPTED_ZIP)
            self._vouches = (version, reply.detail.startswith(_ENCRYPTED))
        return self._vouches[1]

    async def _ask(self, content: bytes) -> clamd.Reply:
        async with asyncio.timeout(_ANSWER_SECONDS + len(content) / _LEAST_BYTES_PER_SECOND):
            async with self._connection() as (reader, writer):
                # clamd says that a stream is too large while we still send; the broken pipe must not hide its word.
                with contextlib.suppress(ConnectionError):
                    await _send(writer, content)
                return clamd.parse_scan(await reader.read(clamd.REPLY_MOST))

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await self._address.connect()
        try:
            yield reader, writer
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


async def _send(writer: asyncio.StreamWriter, content: bytes) -> None:
    writer.write(clamd.INSTREAM)
    for frame in clamd.stream_frames(content):
        writer.write(frame)
        await writer.drain()


def _finding(reply: clamd.Reply, *, vouches: bool) -> Finding:
    if reply.outcome is clamd.Outcome.CLEAN:
        return Finding(VerdictState.CLEAN, vouches=vouches)
    if reply.outcome is clamd.Outcome.TOO_LARGE:
        return _unscanned(Reason.TOO_LARGE)
    if reply.outcome is clamd.Outcome.FAILED:
        log.warning("clamd could not scan: %s", reply.detail[:200])
        return _unscanned(Reason.ENGINE_UNAVAILABLE)
    if reply.detail.startswith(_ENCRYPTED):
        return _unscanned(Reason.ENCRYPTED)
    if reply.detail.startswith(_GAVE_UP):
        return _unscanned(Reason.TOO_COMPLEX)
    return Finding(VerdictState.INFECTED, signature=reply.detail)


def _unscanned(reason: Reason) -> Finding:
    return Finding(VerdictState.UNSCANNED, reason=reason)
