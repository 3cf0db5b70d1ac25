# SPDX-License-Identifier: EUPL-1.2
"""Reads a person's places in rooms together with a position that covers them."""

from collections.abc import Callable

from chancery.kit.ids import RoomId, UserId
from chancery.modules.rooms.contract import Membership, RoomReader


async def current_places(
    rooms: RoomReader, user_id: UserId, position: Callable[[], int]
) -> tuple[dict[RoomId, Membership], int]:
    """Return the person's places and the position up to which an answer may look.

    A place that is newer than the position would be missed now and again later, so the two are read until they fit.
    """
    while True:
        upto = position()
        places = dict(await rooms.memberships(user_id))
        if upto == position() or all(place.position <= upto for place in places.values()):
            return places, upto
