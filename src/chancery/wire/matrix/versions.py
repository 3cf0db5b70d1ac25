# SPDX-License-Identifier: EUPL-1.2
"""Room versions as parameters: what differs between them, named by what it does."""

from collections.abc import Mapping
from dataclasses import dataclass

from chancery.wire.matrix.errors import UnsupportedRoomVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomVersion:
    """The switches of one room version; the number beside each says which version brought it."""

    identifier: str
    knocking: bool = True  # 7
    restricted_joins: bool = True  # 8
    keeps_authorising_user: bool = True  # 9: redaction keeps join_authorised_via_users_server
    knock_restricted: bool = True  # 10
    integer_levels: bool = True  # 10: power levels must be integers; before, texts such as "50" count as well
    redaction_11: bool = True  # 11: create is kept whole, `redacts` lies in content, more members survive
    creator_is_sender: bool = True  # 11: no `creator` in the create event's content
    create_is_room_id: bool = True  # 12: the room's id is the create event's hash
    creators_above_all: bool = True  # 12: creators have infinite power


def _version(identifier: int) -> RoomVersion:
    return RoomVersion(
        identifier=str(identifier),
        knocking=identifier >= 7,
        restricted_joins=identifier >= 8,
        keeps_authorising_user=identifier >= 9,
        knock_restricted=identifier >= 10,
        integer_levels=identifier >= 10,
        redaction_11=identifier >= 11,
        creator_is_sender=identifier >= 11,
        create_is_room_id=identifier >= 12,
        creators_above_all=identifier >= 12,
    )


ROOM_VERSIONS: Mapping[str, RoomVersion] = {str(number): _version(number) for number in range(6, 13)}


def room_version(identifier: str) -> RoomVersion:
    """Return a version by its name; raises UnsupportedRoomVersion."""
    version = ROOM_VERSIONS.get(identifier)
    if version is None:
        raise UnsupportedRoomVersion(f"room version {identifier!r} is not supported")
    return version
