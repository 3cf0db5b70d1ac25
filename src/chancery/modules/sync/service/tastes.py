# SPDX-License-Identifier: EUPL-1.2
"""Reads a person's tastes out of their account data and keeps them with the channel."""

from collections.abc import Sequence

import msgspec

from chancery.kit.ids import RoomId, UserId
from chancery.modules.accounts.contract import AccountDatum, Accounts
from chancery.modules.sync.model import TASTE_TYPES, Tastes
from chancery.modules.sync.service.channels import Channel


class TasteReader:
    """Loads tastes once; a change of the account data drops them from the channel."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def load(self, channel: Channel) -> Tastes:
        """Return the person's tastes as they are now."""
        while channel.tastes is None:
            before = channel.account_data
            data = await self._accounts.account_data(channel.user_id)
            if before == channel.account_data:
                channel.tastes = read_tastes(data)
        return channel.tastes


def read_tastes(data: Sequence[AccountDatum]) -> Tastes:
    """Return the tastes that the data tell; what has another shape than the specification's is passed over."""
    direct: set[RoomId] = set()
    tags: dict[RoomId, frozenset[str]] = {}
    ignored: frozenset[UserId] = frozenset()
    for datum in data:
        if datum.type not in TASTE_TYPES:
            continue
        content = msgspec.json.decode(datum.content)
        if datum.type == "m.direct" and datum.room_id is None:
            direct.update(_rooms(content))
        elif datum.type == "m.tag" and datum.room_id is not None:
            tags[datum.room_id] = frozenset(_keys(content, "tags"))
        elif datum.type == "m.ignored_user_list" and datum.room_id is None:
            ignored = frozenset(UserId(user) for user in _keys(content, "ignored_users"))
    return Tastes(frozenset(direct), tags, ignored)


def _rooms(content: object) -> list[RoomId]:
    lists = content.values() if isinstance(content, dict) else ()
    return [
        RoomId(room) for rooms in lists if isinstance(rooms, list) for room in rooms if isinstance(room, str)
    ]


def _keys(content: object, member: str) -> list[str]:
    value = content.get(member) if isinstance(content, dict) else None
    return list(value) if isinstance(value, dict) else []
