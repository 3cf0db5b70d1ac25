# SPDX-License-Identifier: EUPL-1.2
"""The door `Rooms`, put together from the services."""

from collections.abc import Mapping
from typing import Any

from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.rooms.service.create import RoomCreator
from chancery.modules.rooms.service.membership import MembershipService
from chancery.modules.rooms.service.receipts import READ, ReceiptService
from chancery.modules.rooms.service.send import Sender
from chancery.modules.rooms.service.state import StateService
from chancery.platform.http.request import Caller


class StoredRooms:
    """Rooms as other modules use them."""

    def __init__(
        self,
        *,
        creator: RoomCreator,
        sender: Sender,
        state: StateService,
        membership: MembershipService,
        receipts: ReceiptService,
    ) -> None:
        self._creator = creator
        self._sender = sender
        self._state = state
        self._membership = membership
        self._receipts = receipts

    async def create_room(self, actor: Caller, options: Mapping[str, Any]) -> RoomId:
        return await self._creator.create_room(actor, options)

    async def send_event(
        self,
        actor: Caller,
        room_id: RoomId,
        kind: str,
        content: Mapping[str, Any],
        *,
        txn_id: str | None = None,
        state_key: str | None = None,
        origin_server_ts: int | None = None,
    ) -> EventId:
        if state_key is not None:
            return await self._state.send_state(
                actor, room_id, kind, state_key, content, origin_server_ts=origin_server_ts
            )
        return await self._sender.send_message(
            actor, room_id, kind, content, txn_id=txn_id, origin_server_ts=origin_server_ts
        )

    async def join(self, actor: Caller, room_id: RoomId) -> None:
        await self._membership.join(actor, room_id)

    async def invite(self, actor: Caller, room_id: RoomId, user_id: UserId) -> None:
        await self._membership.invite(actor, room_id, user_id)

    async def mark_read(self, actor: Caller, room_id: RoomId, event_id: EventId) -> None:
        await self._receipts.set_receipt(actor, room_id, READ, event_id)
