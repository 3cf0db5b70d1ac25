# SPDX-License-Identifier: EUPL-1.2
"""Bounds of a sliding sync request."""

import pytest

from chancery.kit.errors import BadRequest
from chancery.modules.sync.rules.sliding_request import ListConfig, RoomConfig, SlidingRequest, check_request


@pytest.mark.parametrize(
    "request_",
    [
        SlidingRequest(lists={str(n): ListConfig() for n in range(101)}),
        SlidingRequest(lists={"x" * 65: ListConfig()}),
        SlidingRequest(lists={"a": ListConfig(ranges=[(5, 4)])}),
        SlidingRequest(room_subscriptions={f"!{n}": RoomConfig() for n in range(501)}),
    ],
)
def test_more_than_is_served_is_refused(request_: SlidingRequest):
    with pytest.raises(BadRequest):
        check_request(request_)


def test_an_ordinary_request_passes():
    check_request(SlidingRequest(lists={"all": ListConfig(ranges=[(0, 19)])}))
