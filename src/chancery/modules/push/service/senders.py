# SPDX-License-Identifier: EUPL-1.2
"""Sends pushes out: to Matrix push gateways, to push services of browsers, and to UnifiedPush endpoints."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from chancery.kit.clock import Clock
from chancery.modules.push.model import Pusher, PusherKind, Result
from chancery.modules.push.rules.payload import for_browser
from chancery.modules.push.rules.pushers import NOTIFY_PATH, has_valid_keys
from chancery.platform.keyring.port import Keyring
from chancery.platform.outgoing.port import Bounds, Outgoing, OutgoingFailed, Reply
from chancery.wire.webpush.encryption import encrypt, from_base64url, to_base64url
from chancery.wire.webpush.vapid import authorization

VAPID_KEY = "vapid"
BOUNDS = Bounds(seconds=10.0, bytes=65_536)
KEEP_SECONDS = 24 * 3600
MAX_UNIFIED = 4_096
"""A UnifiedPush distributor takes at most 4,096 bytes."""
_DELIVERED = range(200, 300)
_GONE = frozenset({404, 410})
_TOO_LONG = 413
_JSON = {"content-type": "application/json"}


class _Rejections(msgspec.Struct):
    rejected: list[str] = []


_rejections = msgspec.json.Decoder(_Rejections)


@dataclass(frozen=True, slots=True)
class Push:
    """The outcome of one push, and how long the peer asked to wait."""

    result: Result
    wait_ms: int = 0


def vapid_key(keyring: Keyring) -> str:
    """Return the public key that browsers subscribe with, base64url."""
    return to_base64url(keyring.public_key_p256(VAPID_KEY))


class Senders:
    """Knows how each kind of address is told."""

    def __init__(self, outgoing: Outgoing, keyring: Keyring, clock: Clock, *, public_url: str) -> None:
        self._outgoing = outgoing
        self._keyring = keyring
        self._clock = clock
        self._own_gateway = public_url.rstrip("/") + NOTIFY_PATH
        is_public = public_url.startswith("https://")
        # RFC 8292, section 2.1: an address under which the operator of a push service reaches us.
        self._subject = public_url if is_public else "mailto:postmaster@localhost"

    @property
    def vapid_key(self) -> str:
        """The public key that browsers subscribe with."""
        return vapid_key(self._keyring)

    @property
    def is_open(self) -> bool:
        """Whether anything may be called at all."""
        return self._outgoing.is_open

    def admits(self, kind: PusherKind, url: str) -> bool:
        """Tell whether a pusher's address is our own gateway or one that the administrator allowed."""
        return (kind == "http" and self.is_own(url)) or self._outgoing.admits(url)

    def is_own(self, url: str) -> bool:
        """Tell whether an address is our own gateway's."""
        return url == self._own_gateway

    async def send(self, pusher: Pusher, notification: Mapping[str, Any]) -> Push:
        """Tell a pusher; never raises for what the peer does."""
        if pusher.kind == "webpush":
            auth = str(pusher.body.data.get("auth"))
            is_urgent = notification.get("prio") == "high"
            payload = for_browser(notification)
            return await self._web_push(pusher.endpoint, pusher.pushkey, auth, payload, is_urgent=is_urgent)
        if self.is_own(pusher.endpoint):
            return await self.to_subscription(notification)
        return await self._to_gateway(pusher, notification)

    async def to_subscription(self, notification: Mapping[str, Any]) -> Push:
        """Play the gateway for one device: a Web Push subscription in its data, or a UnifiedPush endpoint as pushkey."""
        (device,) = notification["devices"]
        data, pushkey = device.get("data") or {}, str(device["pushkey"])
        endpoint, auth = data.get("endpoint"), data.get("auth")
        if isinstance(endpoint, str) and isinstance(auth, str) and has_valid_keys(pushkey, auth):
            is_urgent = notification.get("prio") != "low"
            payload = for_browser(notification)
            return await self._web_push(endpoint, pushkey, auth, payload, is_urgent=is_urgent)
        if not pushkey.startswith(("https://", "http://")):
            return Push("rejected")
        body = msgspec.json.encode({"notification": notification})
        if len(body) > MAX_UNIFIED:
            body = msgspec.json.encode({"notification": _short(notification)})
        return await self._post(pushkey, _JSON, body)

    async def web_push(
        self, endpoint: str, pushkey: str, auth: str, payload: bytes, *, is_urgent: bool
    ) -> Result:
        """Send one encrypted message to a subscription."""
        return (await self._web_push(endpoint, pushkey, auth, payload, is_urgent=is_urgent)).result

    async def _web_push(
        self, endpoint: str, pushkey: str, auth: str, payload: bytes, *, is_urgent: bool
    ) -> Push:
        try:
            body = encrypt(payload, public_key=from_base64url(pushkey), auth=from_base64url(auth))
        except ValueError:
            return Push("rejected")  # a point off the curve: nothing can ever be encrypted for it
        headers = {
            "authorization": self._authorization(endpoint),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(KEEP_SECONDS),
            "urgency": "high" if is_urgent else "normal",
        }
        return await self._post(endpoint, headers, body)

    def _authorization(self, endpoint: str) -> str:
        return authorization(
            endpoint,
            subject=self._subject,
            now=self._clock() // 1000,
            public_key=self._keyring.public_key_p256(VAPID_KEY),
            sign=lambda message: self._keyring.sign_p256(VAPID_KEY, message),
        )

    async def _post(self, url: str, headers: Mapping[str, str], body: bytes) -> Push:
        try:
            reply = await self._outgoing.request("POST", url, headers=headers, body=body, bounds=BOUNDS)
        except OutgoingFailed:
            return Push("failed")
        if reply.status in _GONE:
            return Push("rejected")
        # What is too long for the peer does not become shorter by trying again.
        is_done = reply.status in _DELIVERED or reply.status == _TOO_LONG
        return Push("delivered") if is_done else Push("failed", _wait(reply))

    async def _to_gateway(self, pusher: Pusher, notification: Mapping[str, Any]) -> Push:
        body = msgspec.json.encode({"notification": notification})
        try:
            reply = await self._outgoing.request(
                "POST", pusher.endpoint, headers=_JSON, body=body, bounds=BOUNDS
            )
        except OutgoingFailed:
            return Push("failed")
        if reply.status not in _DELIVERED:
            return Push("failed", _wait(reply))
        try:
            rejected = _rejections.decode(reply.body).rejected
        except msgspec.DecodeError:
            rejected = []
        return Push("rejected") if pusher.pushkey in rejected else Push("delivered")


def _short(notification: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("event_id", "room_id", "prio", "counts", "devices")
    return {name: notification[name] for name in kept if name in notification}


def _wait(reply: Reply) -> int:
    asked = reply.headers.get("retry-after", "")
    return int(asked) * 1000 if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
