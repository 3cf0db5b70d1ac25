# SPDX-License-Identifier: EUPL-1.2
"""Answers key queries and tells whose device lists changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from chancery.kit.ids import DeviceId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.keys import rules
from chancery.modules.keys.contract import DeviceListChanges
from chancery.modules.keys.store.dehydrated import DehydratedStore
from chancery.modules.keys.store.devices import DeviceStore
from chancery.modules.rooms.contract import RoomReader
from chancery.platform.db.port import Database, Write

NO_CHANGES = DeviceListChanges((), ())
FIELDS = {"master": "master_keys", "self_signing": "self_signing_keys", "user_signing": "user_signing_keys"}


class QueryService:
    """Reads keys with the signatures that the viewer may see."""

    def __init__(self, devices: DeviceStore, accounts: Accounts, dehydrated: DehydratedStore) -> None:
        self._devices = devices
        self._accounts = accounts
        self._dehydrated = dehydrated

    async def query(self, viewer: UserId, wanted: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """Return the body of `POST /keys/query`; an empty device list means all devices."""
        answer: dict[str, Any] = {"failures": {}, "device_keys": {}}
        answer |= {field: {} for field in FIELDS.values()}
        for user, device_ids in wanted.items():
            await self._add_person(answer, viewer, UserId(user), device_ids)
        return answer

    async def _add_person(
        self, answer: dict[str, Any], viewer: UserId, user_id: UserId, device_ids: Sequence[str]
    ) -> None:
        signatures = await self._signatures(user_id, viewer)
        devices = await self._devices.list_devices(user_id)
        names = await self._device_names(user_id) if devices else {}
        published = {}
        for device_id, body in devices.items():
            # The keys of a device that was signed out may outlive it until their removal has run.
            if device_id not in names or (device_ids and device_id not in device_ids):
                continue
            value = rules.with_signatures(body, signatures.get(device_id, []))
            name = names[device_id]
            value["unsigned"] = {"device_display_name": name} if name else {}
            published[device_id] = value
        # A person left out of the answer would stay "to be queried" in clients, which then ask without end.
        answer["device_keys"][user_id] = published
        for usage, (public_key, body) in (await self._devices.list_cross_signing(user_id)).items():
            if usage != "user_signing" or user_id == viewer:
                answer[FIELDS[usage]][user_id] = rules.with_signatures(body, signatures.get(public_key, []))

    async def _signatures(self, user_id: UserId, viewer: UserId) -> dict[str, list[rules.Signature]]:
        found: dict[str, list[rules.Signature]] = {}
        for target, signer, key, signature in await self._devices.list_signatures(user_id):
            found.setdefault(str(target), []).append((str(signer), str(key), str(signature)))
        return {
            target: rules.visible_signatures(all_of_it, owner=user_id, viewer=viewer)
            for target, all_of_it in found.items()
        }

    async def _device_names(self, user_id: UserId) -> Mapping[DeviceId, str | None]:
        names = {device.device_id: device.display_name for device in await self._accounts.devices(user_id)}
        sealed = await self._dehydrated.find(user_id)
        return names if sealed is None else {**names, sealed.device_id: sealed.display_name}


class DeviceListService:
    """Exact device-list changes for one person; nothing is read when nothing in the process changed."""

    def __init__(self, database: Database, devices: DeviceStore, rooms: RoomReader) -> None:
        self._database = database
        self._devices = devices
        self._rooms = rooms
        self._newest = database.position

    def note(self, position: int) -> None:
        """Remember that a device list or a membership changed at `position`."""
        self._newest = max(self._newest, position)

    async def tell(self, user_id: UserId, *, since: int) -> None:
        """Let others ask anew for a person's keys, unless that was told after `since`: several processes hear of it."""
        if await self._devices.was_told(user_id, since=since):
            return
        write = Write()
        self._devices.log_change(write, user_id)
        await self._database.commit(write)

    def may_have_changed(self, since: int) -> bool:
        """Tell from memory whether any list changed after `since`."""
        return since < self._newest

    async def changes(self, user_id: UserId, *, since: int, upto: int) -> DeviceListChanges:
        if not self.may_have_changed(since):
            return NO_CHANGES
        changed = await self._devices.list_changed(since=since, upto=upto, observer=user_id)
        met, parted = await self._met_and_parted(user_id, since=since, upto=upto)
        if not changed and not met and not parted:
            return NO_CHANGES
        sharing = await self._rooms.users_sharing_rooms(user_id)
        news = {
            other for other in changed | met if other in sharing or (other == user_id and other in changed)
        }
        return DeviceListChanges(sorted(news), sorted(parted - sharing - {user_id}))

    async def _met_and_parted(
        self, user_id: UserId, *, since: int, upto: int
    ) -> tuple[set[UserId], set[UserId]]:
        """Return who may have come into a room with the person since, and who may have gone."""
        met: set[UserId] = set()
        parted: set[UserId] = set()
        rooms = await self._rooms.memberships(user_id)
        for change in await self._rooms.membership_changes(since=since, upto=upto):
            place = rooms.get(change.room_id)
            if place is None:
                continue
            if change.user_id == user_id:
                members = await self._rooms.members(change.room_id)
                others = {member for member, kind in members.items() if kind == "join"}
                (met if change.membership == "join" else parted).update(others)
            elif place.membership == "join" and change.membership == "join":
                met.add(change.user_id)
            elif change.membership != "join" and (place.membership == "join" or place.position > since):
                # Also whoever went after the person had gone: at the old token they shared the room.
                parted.add(change.user_id)
        return met, parted
