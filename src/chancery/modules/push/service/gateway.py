# SPDX-License-Identifier: EUPL-1.2
"""Our own push gateway: what the homeserver of a pusher asks to be told to a browser or a UnifiedPush endpoint."""

from collections.abc import Mapping
from typing import Any

from chancery.kit.errors import BadRequest
from chancery.modules.push.service.senders import Push, Senders
from chancery.modules.push.store.pushers import PusherStore

MAX_DEVICES = 20


class GatewayService:
    """Delivers for pushers that are registered here, or for everybody's where the administrator opened it."""

    def __init__(self, store: PusherStore, senders: Senders, *, is_open: bool) -> None:
        self._store = store
        self._senders = senders
        self._is_open = is_open

    async def notify(self, notification: Mapping[str, Any]) -> list[str]:
        """Tell each device and return the push keys that are dead."""
        devices = notification.get("devices")
        if not isinstance(devices, list) or len(devices) > MAX_DEVICES:
            raise BadRequest(f"`devices` must be a list of at most {MAX_DEVICES}")
        rejected = []
        for device in devices:
            if not _is_device(device):
                raise BadRequest("a device needs an app_id and a pushkey")
            push = await self._tell({**notification, "devices": [device]}, device)
            if push.result == "rejected":
                rejected.append(device["pushkey"])
        return rejected

    async def _tell(self, notification: Mapping[str, Any], device: Mapping[str, Any]) -> Push:
        # Otherwise anybody could make this server call whom the administrator allowed.
        if not self._is_open and await self._store.find_by_key(device["app_id"], device["pushkey"]) is None:
            return Push("rejected")
        return await self._senders.to_subscription(notification)


def _is_device(device: object) -> bool:
    if not isinstance(device, dict) or not isinstance(device.get("data", {}), dict):
        return False
    return isinstance(device.get("app_id"), str) and isinstance(device.get("pushkey"), str)
