# SPDX-License-Identifier: EUPL-1.2
"""Sending messages and redactions, each once per transaction id. This is the hot path."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from sys import intern
from typing import Any

from chancery.kit.errors import BadJson, ChanceryError
from chancery.kit.ids import EventId, RoomId
from chancery.modules.rooms.model import Draft
from chancery.modules.rooms.rules.succession import check_tombstone
from chancery.modules.rooms.service.append import Abandoned, Appender, Rider
from chancery.modules.rooms.service.redact import Redactor
from chancery.modules.rooms.service.relations import Relations
from chancery.modules.rooms.service.transactions import Key, Transactions
from chancery.platform.http.request import Caller

Content = Mapping[str, Any]


class Sender:
    """Appends what people write."""

    def __init__(
        self, *, appender: Appender, redactor: Redactor, relations: Relations, transactions: Transactions
    ) -> None:
        self._appender = appender
        self._relations = relations
        self._redactor = redactor
        self._transactions = transactions

    async def send_message(
        self,
        actor: Caller,
        room_id: RoomId,
        kind: str,
        content: Content,
        *,
        txn_id: str | None = None,
        origin_server_ts: int | None = None,
        sticky_ms: int | None = None,
        rider: Rider | None = None,
    ) -> EventId:
        """Append a message event; a repeated transaction of the same device returns the first event's id."""
        if kind == "m.room.redaction":
            return await self._redact_by_content(actor, room_id, content, txn_id, rider)
        check_tombstone(room_id, kind, content)
        draft = Draft(
            kind, actor.user_id, content, None, origin_server_ts, actor.device_id, txn_id, sticky_ms
        )

        async def run() -> EventId:
            if kind == "m.reaction":
                await self._relations.check_annotation(room_id, actor.user_id, content)
            return await self._appender.append(room_id, draft, rider=rider)

        if txn_id is None:
            return await run()
        # A hundred thousand keys share their rooms and types.
        return await self._once((actor.user_id, actor.device_id, intern(room_id), intern(kind), txn_id), run)

    async def redact(
        self,
        actor: Caller,
        room_id: RoomId,
        target: str,
        content: Content,
        *,
        txn_id: str | None,
        rider: Rider | None = None,
    ) -> EventId:
        """Remove an event's content; a repeated transaction returns the first redaction's id."""

        async def run() -> EventId:
            redaction = await self._redactor.prepare(actor, room_id, target)
            draft = Draft(
                "m.room.redaction",
                actor.user_id,
                {**content, "redacts": target},
                device_id=actor.device_id,
                txn_id=txn_id,
            )
            return await self._appender.append(room_id, draft, also=redaction.apply, rider=rider)

        if txn_id is None:
            return await run()
        key = (actor.user_id, actor.device_id, room_id, f"m.room.redaction {target}", txn_id)
        return await self._once(key, run)

    async def _redact_by_content(
        self, actor: Caller, room_id: RoomId, content: Content, txn_id: str | None, rider: Rider | None
    ) -> EventId:
        target = content.get("redacts")
        if not isinstance(target, str):
            raise BadJson("redacts: the id of the event to redact is missing")
        return await self.redact(actor, room_id, target, content, txn_id=txn_id, rider=rider)

    async def _once(self, key: Key, run: Callable[[], Awaitable[EventId]]) -> EventId:
        transactions = self._transactions
        if not transactions.ready:
            await transactions.load()
        known = transactions.find(key)
        if known is None:
            transactions.start(key)
            try:
                return await run()
            except Abandoned:
                # Its commit settles the transaction; a repetition waits for that.
                raise
            except BaseException as error:
                done = None
                try:
                    done = await self._made_elsewhere(key, error)
                finally:
                    # Whatever happens here, nobody may wait for this attempt for ever.
                    if done is None:
                        transactions.fail(key, error)
                if done is not None:
                    return done
                raise
        if isinstance(known, asyncio.Future):
            return await asyncio.shield(known)
        return known

    async def _made_elsewhere(self, key: Key, error: BaseException) -> EventId | None:
        """Another process may have taken the first request, and the room may refuse what it allowed then."""
        if not isinstance(error, ChanceryError):
            return None
        try:
            return await self._transactions.find_shared(key)
        except ChanceryError:
            return None  # the database is away; the repetition asks it
