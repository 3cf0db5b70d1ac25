# SPDX-License-Identifier: EUPL-1.2
"""Follows the stream of events and keeps the index; a cursor in the database makes it complete after any crash."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from chancery.kit.ids import EventId
from chancery.modules.rooms.contract import RoomArchive, RoomEvent, RoomReader
from chancery.modules.search.model import REDACTION, TEXT_MEMBERS, Document
from chancery.modules.search.rules.request import decode_content
from chancery.modules.search.rules.words import document, edited, text_of
from chancery.modules.search.store import SearchStore
from chancery.platform.db.port import Database, Write, WriteConflict

log = logging.getLogger(__name__)

KINDS = frozenset({*TEXT_MEMBERS, REDACTION})
_BLOCK = 200
_CALM_SECONDS = 2.0
_RETRY_SECONDS = 10.0
_PATIENCE_SECONDS = 3.0

Changes = dict[int, Document | None]
"""What becomes of the events at some positions: their new form, or None when nothing of them can be found."""


class Indexer:
    """Fills the index from committed events.

    Events are read as they stand now, so what is done twice or late comes out the same. Several processes may follow
    the stream: each block moves the cursor from where it was read, and only one of them can.
    """

    def __init__(
        self, *, database: Database, store: SearchStore, archive: RoomArchive, reader: RoomReader
    ) -> None:
        self._database = database
        self._store = store
        self._archive = archive
        self._reader = reader
        self._position = 0
        self._lock = asyncio.Lock()
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._catching_up: asyncio.Task[None] | None = None

    @property
    def position(self) -> int:
        """The position up to which the index is known to be complete."""
        return self._position

    def wake(self) -> None:
        """Note that there is something to index; it is done soon, or as soon as somebody searches."""
        self._news.set()

    async def start(self) -> None:
        """Begin, first with what was sent while no server ran."""
        self.wake()
        self._task = asyncio.create_task(self._follow(), name="search index")

    async def stop(self) -> None:
        """Stop where it stands; the cursor knows."""
        for task in (self._task, self._catching_up):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    async def catch_up(self) -> None:
        """Return when everything that is committed by now can be found."""
        upto = self._database.position
        async with self._lock:
            while self._position < upto:
                await self._index_block(upto)
                await asyncio.sleep(0)

    async def nearly_catch_up(self) -> None:
        """Catch up, but let nobody wait long for it: after a first start there may be years to read."""
        if self._position >= self._database.position:
            return
        if self._catching_up is None or self._catching_up.done():
            self._catching_up = asyncio.create_task(self.catch_up())
        await asyncio.wait([self._catching_up], timeout=_PATIENCE_SECONDS)

    async def _follow(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self.catch_up()
            except Exception:
                log.exception("the search index must wait")
                self.wake()
                await asyncio.sleep(_RETRY_SECONDS)
            # Many messages cost the index one commit.
            await asyncio.sleep(_CALM_SECONDS)

    async def _index_block(self, upto: int) -> None:
        cursor = await self._store.cursor()
        # Where there was nothing to index, only the position in memory has moved.
        start = max(cursor, self._position)
        events = await self._archive.list_events(KINDS, after=start, limit=_BLOCK)
        if not events:
            self._position = max(start, upto)
            return
        last = events[-1].position
        end = last if len(events) == _BLOCK else max(upto, last)
        write = Write()
        self._store.advance(write, past=cursor, to=end)
        changes = await self._changes(events)
        # What lies behind the cursor was never in the index.
        self._store.remove(write, [position for position in changes if position <= cursor])
        self._store.add(write, [found for found in changes.values() if found is not None])
        try:
            await self._database.commit(write)
        except WriteConflict:
            # Another process has indexed the same block.
            return
        self._position = end

    async def _changes(self, events: Sequence[RoomEvent]) -> Changes:
        changes: Changes = {}
        for event in events:
            if event.type == REDACTION:
                await self._note_redaction(event, changes)
                continue
            content = decode_content(event.body)
            target = edited(content) if event.type == "m.room.message" else None
            if target is None:
                # Edits stand further on in the stream.
                changes[event.position] = _document(event, event.event_id, content)
            else:
                await self._note_changed(target, changes)
        return changes

    async def _note_redaction(self, redaction: RoomEvent, changes: Changes) -> None:
        target = decode_content(redaction.body).get("redacts")
        if not isinstance(target, str):
            return
        await self._note_changed(target, changes)
        # An edit loses its relation with its content; the index remembers whose text it was.
        position = await self._store.find_shown(target)
        for event in await self._archive.events_at([position] if position is not None else []):
            changes[event.position] = await self._current(event)

    async def _note_changed(self, event_id: str, changes: Changes) -> None:
        event = await self._reader.event(EventId(event_id))
        if event is not None and event.type in TEXT_MEMBERS:
            changes[event.position] = await self._current(event)

    async def _current(self, event: RoomEvent) -> Document | None:
        """Return what can be found of an event now: the text of its newest edit, or its own."""
        content = decode_content(event.body)
        if edited(content) is not None:
            return None
        # A redacted event has no content that an edit could replace.
        edit = await self._archive.newest_edit(event) if content and event.state_key is None else None
        replacement = decode_content(edit.body).get("m.new_content") if edit is not None else None
        if edit is not None and isinstance(replacement, dict):
            return _document(event, edit.event_id, replacement)
        return _document(event, event.event_id, content)


def _document(event: RoomEvent, shown: str, content: Mapping[str, Any]) -> Document | None:
    return document(
        position=event.position,
        room_id=event.room_id,
        sender=event.sender,
        kind=event.type,
        sent_at=event.origin_server_ts,
        shown=shown,
        text=text_of(event.type, content),
    )
