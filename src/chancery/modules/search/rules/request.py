# SPDX-License-Identifier: EUPL-1.2
"""The body of `POST /search` and the tokens of its pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec

from chancery.kit.errors import BadRequest
from chancery.kit.paging import decode_cursor, encode_cursor
from chancery.modules.search.model import TEXT_MEMBERS, Order
from chancery.wire.matrix.filters import EventFilter

MAX_PAGE = 100
DEFAULT_PAGE = 10
MAX_CONTEXT = 50

GroupKey = Literal["room_id", "sender"]
Milliseconds = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]


class EventContext(msgspec.Struct, frozen=True):
    """How much of its surroundings comes with each result."""

    before_limit: int = 5
    after_limit: int = 5
    include_profile: bool = False

    @property
    def before(self) -> int:
        return max(0, min(self.before_limit, MAX_CONTEXT))

    @property
    def after(self) -> int:
        return max(0, min(self.after_limit, MAX_CONTEXT))


class Group(msgspec.Struct, frozen=True):
    """By what the results of a page are put together."""

    key: GroupKey


class Groupings(msgspec.Struct, frozen=True):
    """The wanted groupings."""

    group_by: list[Group] = []


class RoomEvents(msgspec.Struct, frozen=True):
    """A search in the events of rooms; `since` and `until` are an extension of ours, in milliseconds, both included."""

    search_term: str
    keys: list[Literal["content.body", "content.name", "content.topic"]] | None = None
    filter: EventFilter = EventFilter()
    order_by: Order = "rank"
    event_context: EventContext | None = None
    include_state: bool = False
    groupings: Groupings = Groupings()
    since: Milliseconds | None = msgspec.field(default=None, name="org.chancery.since")
    until: Milliseconds | None = msgspec.field(default=None, name="org.chancery.until")

    @property
    def limit(self) -> int:
        """How many results a page has."""
        wanted = self.filter.limit
        return DEFAULT_PAGE if wanted is None else max(1, min(wanted, MAX_PAGE))

    @property
    def types(self) -> Sequence[str]:
        """The event types in which to look."""
        return [kind for kind, key in TEXT_MEMBERS.items() if self.keys is None or key in self.keys]


class Categories(msgspec.Struct, frozen=True):
    """What to search in; events of rooms are all there is."""

    room_events: RoomEvents | None = None


class SearchBody(msgspec.Struct, frozen=True):
    """The body of `POST /search`."""

    search_categories: Categories


@dataclass(frozen=True, slots=True)
class PageToken:
    """Where a page begins: behind `at` results by rank, or before the position `at`; perhaps of one group only."""

    order: Order
    at: int
    group: GroupKey | None = None
    value: str = ""

    def encode(self) -> str:
        """Return the token as clients hold it."""
        return encode_cursor(f"{self.order} {self.at} {self.group or '-'} {self.value}")


_TOKEN = re.compile(r"(rank|recent) ([0-9]{1,18}) (-|room_id|sender) (.*)", re.DOTALL)


def parse_page_token(text: str | None, order: Order) -> PageToken | None:
    """Return the place of a page, None for the first one; raises BadRequest."""
    decoded = decode_cursor(text)
    if decoded is None:
        return None
    match = _TOKEN.fullmatch(decoded)
    if match is None or match[1] != order:
        raise BadRequest("next_batch is not a token of this search")
    group: GroupKey | None = None
    if match[3] == "room_id":
        group = "room_id"
    elif match[3] == "sender":
        group = "sender"
    return PageToken(order, int(match[2]), group, match[4])


class _Body(msgspec.Struct):
    content: dict[str, Any]


_body_decoder = msgspec.json.Decoder(_Body)


def decode_content(body: bytes) -> dict[str, Any]:
    """Return the content inside an event's client form."""
    return _body_decoder.decode(body).content
