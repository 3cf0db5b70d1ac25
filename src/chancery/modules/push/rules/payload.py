# SPDX-License-Identifier: EUPL-1.2
"""Pure: the notification that a gateway gets, and the smaller one that goes to a browser."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from chancery.modules.push.model import Action, Pusher
from chancery.wire.webpush.encryption import MAX_PLAIN

MAX_CONTENT = 16_384


@dataclass(frozen=True, slots=True)
class Notice:
    """One event to tell a person of. `encrypted` says that the room is: then nothing but ids may leave."""

    position: int
    room_id: str
    event: Mapping[str, Any]
    actions: Sequence[Action]
    encrypted: bool
    origin_server_ts: int
    names: Mapping[str, str | None]


def notification(pusher: Pusher, notice: Notice | None, unread: int) -> dict[str, Any]:
    """Return the `notification` of the push gateway API; without a notice it only tells the count."""
    device = {
        "app_id": pusher.app_id,
        "pushkey": pusher.pushkey,
        "pushkey_ts": pusher.created_at // 1000,
        "data": {name: value for name, value in pusher.body.data.items() if name != "url"},
    }
    counts = {"unread": unread} if unread else {}
    if notice is None:
        return {"prio": "low", "counts": counts, "devices": [device]}
    device["tweaks"] = tweaks(notice.actions)
    body: dict[str, Any] = {"event_id": notice.event["event_id"], "room_id": notice.room_id}
    if not notice.encrypted and not pusher.wants_ids_only:
        body |= _content(pusher, notice)
    return {**body, "prio": _priority(notice), "counts": counts, "devices": [device]}


def _content(pusher: Pusher, notice: Notice) -> dict[str, Any]:
    event = notice.event
    body: dict[str, Any] = {"type": event["type"], "sender": event["sender"]}
    body |= {name: value for name, value in notice.names.items() if value}
    if len(msgspec.json.encode(event["content"])) <= MAX_CONTENT:
        body["content"] = event["content"]
    if event["type"] == "m.room.member":
        body["user_is_target"] = event.get("state_key") == pusher.user_id
    return body


def tweaks(actions: Sequence[Action]) -> dict[str, Any]:
    """Return the tweaks of a rule's actions; a highlight without a value is true."""
    found = [action for action in actions if isinstance(action, dict)]
    return {str(tweak["set_tweak"]): tweak.get("value", True) for tweak in found}


def _priority(notice: Notice) -> str:
    # Of an encrypted message nobody here knows how urgent it is.
    return "high" if notice.encrypted or tweaks(notice.actions) else "low"


def for_browser(notification: Mapping[str, Any]) -> bytes:
    """Return what a browser's service worker gets: the notification flat, without devices; ids alone when it is long."""
    (device,) = notification["devices"]
    defaults = device.get("data", {}).get("default_payload", {})
    flat = {name: value for name, value in notification.items() if name != "devices"}
    whole = msgspec.json.encode({**(defaults if isinstance(defaults, dict) else {}), **flat})
    if len(whole) <= MAX_PLAIN:
        return whole
    short = {name: flat[name] for name in ("event_id", "room_id", "prio", "counts") if name in flat}
    return msgspec.json.encode(short)
