# SPDX-License-Identifier: EUPL-1.2
"""What sync reads of push rules: the contract, put together from the services."""

from chancery.kit.ids import RoomId, UserId
from chancery.modules.push.contract import UnreadCounts
from chancery.modules.push.service.rulesets import RulesetService
from chancery.modules.push.service.unread import UnreadService
from chancery.platform.db.port import Database


class Reader:
    """Implements `contract.PushReader`."""

    def __init__(self, database: Database, rulesets: RulesetService, unread: UnreadService) -> None:
        self._db = database
        self._rulesets = rulesets
        self._unread = unread

    async def unread_counts(self, user_id: UserId, room_id: RoomId) -> UnreadCounts:
        return await self._unread.counts(user_id, room_id, upto=self._db.position)

    async def rules(self, user_id: UserId) -> bytes:
        return await self._rulesets.content(user_id)
