# SPDX-License-Identifier: EUPL-1.2
"""Sync tokens: what the server wrote it reads back, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.modules.sync.errors import UnknownToken
from chancery.modules.sync.rules.tokens import SyncToken, parse_token
from chancery.wire.matrix.tokens import parse_timeline_token

places = st.integers(0, 10**15)


@given(places, places, st.none() | places)
def test_a_token_survives_the_way_to_the_client_and_back(position: int, typing: int, queue: int | None):
    token = SyncToken(position, typing, None if queue is None else min(queue, position))
    assert parse_token(str(token)) == token


@given(places, places)
def test_a_token_is_a_place_in_the_timeline_too(position: int, typing: int):
    assert parse_timeline_token(str(SyncToken(position, typing))) == position


@pytest.mark.parametrize(
    "text", ["s", "5", "s-1", "s1.5", "s1_", "s1_2_3_4", "s" + "9" * 17, "t1", "s1 ", "s١"]
)
def test_what_the_server_never_wrote_is_refused(text: str):
    with pytest.raises(UnknownToken) as refused:
        parse_token(text)
    assert refused.value.matrix_errcode == "M_INVALID_PARAM"


def test_a_to_device_place_ahead_of_the_position_is_refused():
    with pytest.raises(UnknownToken):
        parse_token("s5_0_6")


def test_without_a_cut_queue_to_device_messages_go_on_from_the_position():
    assert parse_token("s7_1").to_device_since == 7
    assert parse_token("s7_1_3").to_device_since == 3
