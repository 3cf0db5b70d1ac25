# SPDX-License-Identifier: EUPL-1.2
"""Pure parts of delivery: waits, and what a notification holds."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.kit.ids import DeviceId, UserId
from chancery.modules.push.model import Pusher, PusherBody
from chancery.modules.push.rules.backoff import LONGEST_MS, delay_ms
from chancery.modules.push.rules.payload import Notice, for_browser, notification, tweaks
from chancery.modules.push.rules.pushers import has_valid_keys
from chancery.wire.webpush.encryption import MAX_PLAIN

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


def pusher(**data: Any) -> Pusher:
    body = PusherBody("App", "Phone", "en", {"url": "https://gateway.example/", **data})
    return Pusher("p1", UserId("@a:x"), DeviceId("D"), "app", "key", "http", body, True, True, 5_000, 0, 0, 0)


def notice(content: Any, *, encrypted: bool = False, kind: str = "m.room.message") -> Notice:
    event = {"event_id": "$1", "type": kind, "sender": "@b:x", "content": content}
    return Notice(1, "!room", event, ["notify"], encrypted, 1, {"room_name": "Secret name"})


@pytest.mark.parametrize(
    ("failures", "asked", "wait"),
    [(1, 0, 1_000), (2, 0, 2_000), (3, 0, 4_000), (1, 60_000, 60_000), (40, 0, LONGEST_MS)],
)
def test_waits_double_up_to_an_hour(failures: int, asked: int, wait: int) -> None:
    assert delay_ms(failures, asked) == wait


@given(content=st.dictionaries(st.text(max_size=10), JSON, max_size=5))
def test_nothing_of_an_encrypted_room_leaves_but_ids(content: dict[str, Any]) -> None:
    sent = notification(pusher(), notice(content, encrypted=True), 3)
    assert set(sent) == {"event_id", "room_id", "prio", "counts", "devices"}
    assert "Secret name" not in msgspec.json.encode(sent).decode()


@given(content=st.dictionaries(st.text(max_size=10), JSON, max_size=5), padding=st.integers(0, 6_000))
def test_a_browser_always_gets_a_message_that_fits(content: dict[str, Any], padding: int) -> None:
    sent = notification(pusher(default_payload={"a": 1}), notice({**content, "body": "x" * padding}), 1)
    message = for_browser(sent)
    assert len(message) <= MAX_PLAIN
    assert msgspec.json.decode(message)["event_id"] == "$1"


def test_counts_of_zero_are_left_out_and_tweaks_default_to_true() -> None:
    assert notification(pusher(), None, 0)["counts"] == {}
    assert tweaks(["notify", {"set_tweak": "highlight"}, {"set_tweak": "sound", "value": "x"}]) == {
        "highlight": True,
        "sound": "x",
    }


@pytest.mark.parametrize(("key", "auth"), [("", ""), ("AA", "AA"), ("*" * 87, "A" * 22)])
def test_subscription_keys_have_a_form(key: str, auth: str) -> None:
    assert not has_valid_keys(key, auth)
