# SPDX-License-Identifier: EUPL-1.2
"""Sending events."""

from modules.rooms.conftest import House
from support.people import Person


async def test_a_sent_message_is_read_by_the_other_member(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    await anna.send(room, "good morning")
    assert await boris.texts(room) == ["good morning"]
