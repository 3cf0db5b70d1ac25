# SPDX-License-Identifier: EUPL-1.2
"""The bus between processes: NATS core, one message per turn of the committing process.

NATS core delivers at most once. That is enough: positions are gapless, so the database adapter sees what is
missing, and the message count of each process shows lost facts that have no position.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from chancery.platform.bus.local import LocalBus
from chancery.platform.bus.port import Batch, BusUnavailable, Fact
from chancery.platform.bus.wire import batches_of, decode, encode

log = logging.getLogger(__name__)

_SECONDS = 5.0
_PING_SECONDS = 3
"""A cable that was pulled is noticed after three of these; until then batches are waited for in vain."""
_QUEUE_LIMIT = 10_000
_BATCHES_PER_MESSAGE = 500


class NatsBus(LocalBus):
    """Delivers facts in this process as `LocalBus` does, and exchanges batches with the others."""

    patience = 0.25

    def __init__(self, url: str, subject: str = "chancery.facts") -> None:
        super().__init__()
        self._url = url
        self._subject = subject
        self._client = Client()
        self._writer = secrets.token_hex(8)
        self._sequence = 0
        self._heard: dict[str, int] = {}
        self._outgoing: list[Batch] = []
        self._ready = asyncio.Event()
        self._closing = False
        self._sender: asyncio.Task[None] | None = None
        self._batch_handler: Callable[[Batch], None] = self._deliver_batch

    def publish(self, facts: Sequence[Fact]) -> None:
        """Tell facts that no write carries, here and to the others."""
        self.broadcast(Batch(0, 0, facts))
        self.deliver(facts)

    @property
    def is_connected(self) -> bool:
        """Whether the server was there a moment ago."""
        return self._client.is_connected

    def broadcast(self, batch: Batch) -> None:
        """Queue a batch for the other processes; when the server is away too long, they see a gap."""
        if len(self._outgoing) >= _QUEUE_LIMIT:
            self._lose_outgoing("too many batches are waiting")
        self._outgoing.append(batch)
        self._ready.set()

    def on_batch(self, handler: Callable[[Batch], None]) -> None:
        """Give other processes' batches to the database adapter, which puts them in order with its own."""
        self._batch_handler = handler

    async def start(self) -> None:
        """Connect and listen; do this before the database is opened, so that no batch falls between."""
        try:
            async with asyncio.timeout(_SECONDS):
                await self._connect()
        except Exception as error:
            await self._disconnect()
            place = urlsplit(self._url).hostname
            raise BusUnavailable(f"The NATS server at {place} does not answer.") from error
        self._sender = asyncio.get_running_loop().create_task(self._send(), name="nats-sender")

    async def close(self) -> None:
        """Send what is queued, then disconnect."""
        if self._sender is None:
            return
        self._closing = True
        self._ready.set()
        await asyncio.wait([self._sender], timeout=_SECONDS)
        self._sender.cancel()
        await self._disconnect()

    async def _connect(self) -> None:
        await self._client.connect(
            self._url,
            name=f"chancery {self._writer}",
            no_echo=True,
            connect_timeout=2,
            reconnect_time_wait=1,
            max_reconnect_attempts=-1,
            ping_interval=_PING_SECONDS,
            max_outstanding_pings=2,
            error_cb=self._log_error,
            disconnected_cb=self._log_disconnect,
            reconnected_cb=self._after_reconnect,
        )
        await self._client.subscribe(self._subject, cb=self._receive)
        # The library's PING overtakes commands that wait to be written. The first answer shows that the subscription
        # was written meanwhile, the second one that the server has read it.
        await self._client.flush(timeout=2)
        await self._client.flush(timeout=2)

    async def _disconnect(self) -> None:
        leave = self._client.drain if self._client.is_connected else self._client.close
        try:
            async with asyncio.timeout(_SECONDS):
                await leave()
        except Exception as error:  # noqa: BLE001  # a wake that is lost costs latency only; the link must go on
            # Also the client's own close fails when the server went away first.
            log.info("leaving the NATS server: %s", error or type(error).__name__)

    async def _send(self) -> None:
        while not self._closing:
            await self._ready.wait()
            self._ready.clear()
            while self._outgoing:
                await self._send_one()

    async def _send_one(self) -> None:
        batches = self._outgoing[:_BATCHES_PER_MESSAGE]
        del self._outgoing[:_BATCHES_PER_MESSAGE]
        # Counted even when it fails: the hole in the count tells the others that they missed something.
        self._sequence += 1
        try:
            data = encode(self._writer, self._sequence, batches)
            async with asyncio.timeout(_SECONDS):
                await self._client.publish(self._subject, data)
        except Exception as error:  # noqa: BLE001  # a wake that is lost costs latency only; the link must go on
            log.warning("%d batches were not told: %s", len(batches), error or type(error).__name__)

    def _lose_outgoing(self, reason: str) -> None:
        log.warning("%d batches were not told: %s", len(self._outgoing), reason)
        self._outgoing.clear()
        self._sequence += 1

    async def _receive(self, message: Msg) -> None:
        try:
            received = decode(message.data)
            batches = batches_of(received)
        except msgspec.MsgspecError as error:
            log.warning("a message on %s is not ours: %s", self._subject, error)
            return
        if received.writer == self._writer:
            return
        missed = received.sequence != self._heard.get(received.writer, 0) + 1
        self._heard[received.writer] = received.sequence
        if missed:
            self.report_gap(0, 0)
        for batch in batches:
            self._batch_handler(batch)

    def _deliver_batch(self, batch: Batch) -> None:
        self.deliver(batch.facts)

    async def _log_error(self, error: Exception) -> None:
        if isinstance(error, (NatsError, OSError)):
            log.info("NATS: %s", error or type(error).__name__)
        else:
            log.error("what another process told was not taken in", exc_info=error)

    async def _log_disconnect(self) -> None:
        if not self._closing:
            log.warning("the NATS server is gone; other processes' facts come late until it is back")

    async def _after_reconnect(self) -> None:
        log.info("the NATS server is back")
        self.report_gap(0, 0)
