# SPDX-License-Identifier: EUPL-1.2
"""The tokens of pages, and the bounds of a request."""

import pytest

from chancery.kit.errors import BadRequest
from chancery.modules.search.rules.request import EventContext, PageToken, RoomEvents, parse_page_token
from chancery.wire.matrix.filters import EventFilter


@pytest.mark.parametrize(
    "token",
    [
        PageToken("recent", 17),
        PageToken("rank", 0, "room_id", "!a b:x"),
        PageToken("rank", 3, "sender", "@anna:ministry.example"),
    ],
)
def test_a_token_comes_back_as_it_was(token: PageToken) -> None:
    assert parse_page_token(token.encode(), token.order) == token


def test_no_token_is_the_first_page() -> None:
    assert parse_page_token(None, "rank") is None


@pytest.mark.parametrize("text", ["x", "cmFuaw", PageToken("recent", 1).encode()])
def test_foreign_tokens_are_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        parse_page_token(text, "rank")


def test_sizes_are_bounded() -> None:
    context = EventContext(before_limit=-1, after_limit=10_000)
    assert (context.before, context.after) == (0, 50)
    limits = (None, -1, 10_000)
    wanted = [RoomEvents("x", filter=EventFilter(limit=limit)).limit for limit in limits]
    assert wanted == [10, 1, 100]
