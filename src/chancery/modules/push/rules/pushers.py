# SPDX-License-Identifier: EUPL-1.2
"""Pure checks of a pusher that a client wants to set."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from chancery.modules.push.errors import PusherRejected
from chancery.modules.push.model import NewPusher, PusherBody, PusherKind
from chancery.wire.webpush.encryption import AUTH_BYTES, KEY_BYTES, from_base64url

MAX_APP_ID = 64
MAX_PUSHKEY = 512
MAX_NAME = 255
MAX_URL = 2_048
NOTIFY_PATH = "/_matrix/push/v1/notify"
KINDS: Mapping[str, PusherKind] = {
    "http": "http",
    # MSC4174, under its present and its coming name.
    "org.matrix.msc4174.webpush": "webpush",
    "webpush": "webpush",
}


def checked_identity(body: Mapping[str, Any]) -> tuple[str, str]:
    """Return app_id and pushkey; raises PusherRejected."""
    app_id, pushkey = _text(body, "app_id", MAX_APP_ID), _text(body, "pushkey", MAX_PUSHKEY)
    if not app_id or not pushkey:
        raise PusherRejected("app_id and pushkey must not be empty")
    return app_id, pushkey


def checked_pusher(body: Mapping[str, Any]) -> NewPusher:
    """Return the pusher of a body whose `kind` is not null; raises PusherRejected."""
    app_id, pushkey = checked_identity(body)
    kind = _kind(body)
    data = body.get("data")
    if not isinstance(data, dict):
        raise PusherRejected("`data` is missing", errcode="M_MISSING_PARAM")
    kept = PusherBody(
        app_display_name=_text(body, "app_display_name", MAX_NAME),
        device_display_name=_text(body, "device_display_name", MAX_NAME),
        lang=_text(body, "lang", MAX_NAME),
        data=data,
        profile_tag=_optional_text(body, "profile_tag"),
    )
    endpoint = _gateway(data) if kind == "http" else _subscription(data, pushkey)
    enabled = body.get("enabled", body.get("org.matrix.msc3881.enabled", True))
    if not isinstance(enabled, bool):
        raise PusherRejected("`enabled` must be true or false")
    return NewPusher(app_id, pushkey, kind, kept, endpoint, enabled)


def _kind(body: Mapping[str, Any]) -> PusherKind:
    name = _text(body, "kind", MAX_NAME)
    if name == "email":
        raise PusherRejected("this server notifies nobody of messages by e-mail")
    if name not in KINDS:
        raise PusherRejected("this server has pushers of the kinds http and org.matrix.msc4174.webpush")
    return KINDS[name]


def _gateway(data: Mapping[str, Any]) -> str:
    url = _address(data, "url")
    if urlsplit(url).path != NOTIFY_PATH:
        raise PusherRejected(f"`data.url` must have the path {NOTIFY_PATH}")
    return url


def _subscription(data: Mapping[str, Any], pushkey: str) -> str:
    auth = data.get("auth")
    if not isinstance(auth, str):
        raise PusherRejected("`data.auth` is missing", errcode="M_MISSING_PARAM")
    if not has_valid_keys(pushkey, auth):
        raise PusherRejected("pushkey and data.auth must be the subscription's p256dh and auth, base64url")
    # The proposal called it endpoint first and url later.
    return _address(data, "url" if "url" in data else "endpoint")


def has_valid_keys(pushkey: str, auth: str) -> bool:
    """Tell whether two texts have the form of a subscription's `p256dh` and `auth`."""
    try:
        return len(from_base64url(pushkey)) == KEY_BYTES and len(from_base64url(auth)) == AUTH_BYTES
    except ValueError:
        return False


def _address(data: Mapping[str, Any], name: str) -> str:
    url = data.get(name)
    if not isinstance(url, str):
        raise PusherRejected(f"`data.{name}` is missing", errcode="M_MISSING_PARAM")
    if len(url) > MAX_URL or not url.startswith(("https://", "http://")):
        raise PusherRejected(f"`data.{name}` must be an https address")
    return url


def _text(body: Mapping[str, Any], name: str, most: int) -> str:
    value = body.get(name)
    if value is None:
        raise PusherRejected(f"{name!r} is missing", errcode="M_MISSING_PARAM")
    if not isinstance(value, str) or len(value.encode(errors="replace")) > most:
        raise PusherRejected(f"{name!r} must be a text of at most {most} bytes")
    return value


def _optional_text(body: Mapping[str, Any], name: str) -> str | None:
    return None if body.get(name) is None else _text(body, name, MAX_NAME)
