# SPDX-License-Identifier: EUPL-1.2
"""Rendezvous sessions: opened by anybody within limits, read and written by whoever knows the address."""

import secrets
from collections import OrderedDict, deque
from dataclasses import replace

from chancery.kit.clock import Clock
from chancery.modules.rendezvous.errors import RendezvousMoved, RendezvousNotFound, TooManyRendezvous
from chancery.modules.rendezvous.model import Session
from chancery.modules.rendezvous.store import RendezvousStore
from chancery.platform.db.port import Database, Write, WriteConflict

LIFE_MS = 120_000
MOST_OPEN = 2_000
WINDOW_MS = 60_000
PER_WINDOW = 20
"""Sessions that one address may open in a minute; an office may share one address."""
_ADDRESSES = 10_000


class RendezvousService:
    """Keeps sessions in the database, so that the two devices may reach different processes."""

    def __init__(
        self, database: Database, store: RendezvousStore, clock: Clock, *, has_limits: bool = True
    ) -> None:
        self._db = database
        self._store = store
        self._clock = clock
        self._has_limits = has_limits
        self._opened: OrderedDict[str, deque[int]] = OrderedDict()

    async def open(self, address: str, content_type: str, payload: bytes) -> Session:
        """Open a session; raises TooManyRendezvous."""
        now = self._clock()
        if self._has_limits:
            await self._admit(address, now)
        session = Session(secrets.token_urlsafe(24), 1, content_type, payload, now, now + LIFE_MS)
        write = Write()
        self._store.insert(write, session)
        await self._db.commit(write)
        return session

    async def access(self, session_id: str) -> Session:
        """Return a session; raises RendezvousNotFound."""
        session = await self._store.find(session_id, now=self._clock())
        if session is None:
            raise RendezvousNotFound("there is no such rendezvous")
        return session

    async def put(self, session_id: str, etag: str | None, content_type: str, payload: bytes) -> Session:
        """Replace what lies there; raises RendezvousMoved unless `etag` is the newest."""
        session = await self.access(session_id)
        if etag != session.etag:
            raise RendezvousMoved("the other device wrote first", headers={"ETag": session.etag})
        after = replace(
            session,
            version=session.version + 1,
            content_type=content_type,
            payload=payload,
            modified_ts=self._clock(),
        )
        write = Write()
        self._store.replace(write, after)
        try:
            await self._db.commit(write)
        except WriteConflict as error:
            raise RendezvousMoved("the other device wrote first") from error
        return after

    async def delete(self, session_id: str) -> None:
        """Close a session; raises RendezvousNotFound."""
        await self.access(session_id)
        write = Write()
        self._store.delete(write, session_id)
        await self._db.commit(write)

    async def count_open(self) -> int:
        return await self._store.count(now=self._clock())

    async def forget_expired(self) -> None:
        """Delete sessions whose time is over."""
        write = Write()
        self._store.delete_expired(write, now=self._clock())
        await self._db.commit(write)

    async def _admit(self, address: str, now: int) -> None:
        self._count(address, now)
        if await self._store.count(now=now) >= MOST_OPEN:
            raise TooManyRendezvous("too many sign-ins are under way", retry_after_ms=WINDOW_MS)

    def _count(self, address: str, now: int) -> None:
        times = self._opened.setdefault(address, deque())
        self._opened.move_to_end(address)
        while times and times[0] <= now - WINDOW_MS:
            times.popleft()
        if len(times) >= PER_WINDOW:
            wait = times[0] + WINDOW_MS - now
            raise TooManyRendezvous("too many sign-ins from this address", retry_after_ms=wait)
        times.append(now)
        while len(self._opened) > _ADDRESSES:
            self._opened.popitem(last=False)
