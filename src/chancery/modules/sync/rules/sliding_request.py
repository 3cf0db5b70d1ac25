# SPDX-License-Identifier: EUPL-1.2
"""The body of a simplified sliding sync request (MSC4186), as clients of the field send it."""

from typing import Annotated

import msgspec

from chancery.kit.errors import BadRequest

MAX_LISTS = 100
MAX_SUBSCRIPTIONS = 500
MAX_TIMELINE = 200

Text = Annotated[str, msgspec.Meta(max_length=255)]
Index = Annotated[int, msgspec.Meta(ge=0)]
Pair = tuple[Text, Text]


class RoomConfig(msgspec.Struct):
    """What is wanted of a room that a list or a subscription takes in."""

    required_state: Annotated[list[Pair], msgspec.Meta(max_length=200)] = []
    timeline_limit: Index = 10


class ListFilters(msgspec.Struct):
    """Which rooms a list is made of; None means "either"."""

    is_dm: bool | None = None
    is_encrypted: bool | None = None
    is_invite: bool | None = None
    room_types: list[str | None] | None = None
    not_room_types: list[str | None] = []
    spaces: list[str] | None = None
    tags: list[str] | None = None
    not_tags: list[str] = []
    room_name_like: str | None = None


class ListConfig(RoomConfig):
    """A list: filtered rooms, newest activity first, seen through ranges of it (inclusive; none: the whole)."""

    ranges: Annotated[list[tuple[Index, Index]], msgspec.Meta(max_length=20)] | None = None
    filters: ListFilters | None = None
    slow_get_all_rooms: bool = False


class ScopedExtension(msgspec.Struct):
    """An extension that may be narrowed to some lists and subscribed rooms; None or `*` is all of them."""

    enabled: bool = False
    lists: list[str] | None = None
    rooms: list[str] | None = None


class ToDeviceExtension(msgspec.Struct):
    """To-device messages after `since`, the `next_batch` of the answer before."""

    enabled: bool = False
    limit: Annotated[int, msgspec.Meta(ge=1)] = 100
    since: str | None = None


class StickyExtension(msgspec.Struct):
    """Sticky events (MSC4354) after `since`, the `next_batch` of the answer before."""

    enabled: bool = False
    limit: Annotated[int, msgspec.Meta(ge=1)] = 100
    since: str | None = None


class PlainExtension(msgspec.Struct):
    """An extension that is on or off."""

    enabled: bool = False


class Extensions(msgspec.Struct):
    """What a client wants besides rooms; one that is left out stays as the connection last had it."""

    to_device: ToDeviceExtension | None = None
    e2ee: PlainExtension | None = None
    account_data: ScopedExtension | None = None
    receipts: ScopedExtension | None = None
    typing: ScopedExtension | None = None
    sticky_events: StickyExtension | None = msgspec.field(
        default=None, name="org.matrix.msc4354.sticky_events"
    )


class SlidingRequest(msgspec.Struct):
    """The whole body. Lists left out and subscriptions not named stay as the connection last had them."""

    conn_id: Text = ""
    lists: dict[str, ListConfig] | None = None
    room_subscriptions: dict[str, RoomConfig] = {}
    unsubscribe_rooms: list[str] = []
    extensions: Extensions = msgspec.field(default_factory=Extensions)
    txn_id: Text | None = None


def check_request(request: SlidingRequest) -> None:
    """Raise BadRequest when the request asks for more than is served."""
    lists = request.lists or {}
    if len(lists) > MAX_LISTS or any(len(name) > 64 for name in lists):
        raise BadRequest(f"a connection has at most {MAX_LISTS} lists, with names of at most 64 characters")
    if len(request.room_subscriptions) > MAX_SUBSCRIPTIONS:
        raise BadRequest(f"a connection subscribes to at most {MAX_SUBSCRIPTIONS} rooms")
    for config in lists.values():
        if any(first > last for first, last in config.ranges or ()):
            raise BadRequest("a range ends before it begins")
