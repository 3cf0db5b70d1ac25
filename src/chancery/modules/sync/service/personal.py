# SPDX-License-Identifier: EUPL-1.2
"""What an answer has besides rooms: account data, push rules, to-device messages and the state of keys."""

from chancery.kit.ids import DeviceId, UserId
from chancery.modules.keys.contract import KeyReader, KeyStock, ToDeviceBatch
from chancery.modules.push.contract import PushReader
from chancery.modules.sync.service import rendering
from chancery.modules.sync.service.channels import Channel
from chancery.modules.sync.service.look import Look

TO_DEVICE_LIMIT = 100


class Personal:
    """Reads what belongs to one person or device."""

    def __init__(self, keys: KeyReader, push: PushReader) -> None:
        self._keys = keys
        self._push = push

    async def push_rules(self, channel: Channel, since: int) -> bytes:
        """Return the `m.push_rules` event when the rules changed after `since` (or may have)."""
        if since and channel.knows(since) and channel.push_rules <= since:
            return b""
        return rendering.typed("m.push_rules", await self._push.rules(channel.user_id))

    async def global_data(self, look: Look) -> bytes:
        """Return the global account data of the look, push rules first."""
        wanted = look.filter.account_data
        rules = b""
        if wanted.takes_type("m.push_rules"):
            rules = await self.push_rules(look.channel, look.since)
        data = [datum for datum in look.data.get(None, ()) if wanted.takes_type(datum.type)]
        return rendering.joined((rules, *[rendering.account_datum(datum) for datum in data]))

    async def to_device(
        self, user_id: UserId, device_id: DeviceId, *, since: int, upto: int, limit: int = TO_DEVICE_LIMIT
    ) -> ToDeviceBatch:
        """Return waiting messages; those up to `since` are deleted."""
        return await self._keys.to_device(user_id, device_id, since=since, upto=upto, limit=limit)

    async def device_lists(self, user_id: UserId, *, since: int, upto: int) -> bytes:
        """Return whose device lists changed, or nothing; `since` 0 asks for no changes."""
        if not since:
            return b""
        found = await self._keys.device_list_changes(user_id, since=since, upto=upto)
        if not found.changed and not found.left:
            return b""
        return rendering.encode({"changed": found.changed, "left": found.left})

    async def key_stock(self, user_id: UserId, device_id: DeviceId) -> KeyStock:
        """Return what others may still take of the device's keys."""
        return await self._keys.key_stock(user_id, device_id)


def claimed_since(channel: Channel, device_id: DeviceId, since: int) -> bool:
    """Tell whether one-time keys of the device were handed out, so that it must hear of the new count."""
    return channel.claims.get(device_id, 0) > since
