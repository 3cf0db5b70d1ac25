# SPDX-License-Identifier: EUPL-1.2
"""What ends when a person leaves, and who may let them go."""

from collections.abc import Sequence

from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.offboarding.contract import Departures, EndingDevice, Plan
from chancery.modules.offboarding.errors import OffboardingRefused
from chancery.modules.org.contract import Authority
from chancery.modules.rooms.contract import RoomDepartures
from chancery.platform.http.request import Caller


class Planner:
    """Looks, and changes nothing."""

    def __init__(
        self, accounts: Accounts, authority: Authority, departures: Departures, rooms: RoomDepartures
    ) -> None:
        self._accounts = accounts
        self._authority = authority
        self._departures = departures
        self._rooms = rooms

    async def check_may(self, caller: Caller, user_id: UserId) -> Sequence[str]:
        """Return the scope of a person's leaving; raises OffboardingRefused before anything tells who exists."""
        scope = await self._departures.scope(user_id)
        of_server = bool(await self._accounts.administrators([user_id]))
        if (of_server and not caller.is_admin) or not await self.covers(caller, scope):
            raise OffboardingRefused("you do not administer all that this person has a place in")
        return scope

    async def covers(self, caller: Caller, scope: Sequence[str]) -> bool:
        """Tell whether the caller administers all of a scope; an empty one is for who runs the server."""
        for object_ in scope:
            if not await self._authority.check(caller.user_id, "administers", object_):
                return False
        return bool(scope) or caller.is_admin

    async def administered(self, caller: Caller) -> frozenset[str]:
        """Return the agencies and units that a caller administers."""
        units = await self._authority.list_objects(caller.user_id, "administers", "unit")
        agencies = await self._authority.list_objects(caller.user_id, "administers", "agency")
        return frozenset({f"unit:{unit}" for unit in units} | {f"agency:{agency}" for agency in agencies})

    async def scope(self, user_id: UserId) -> Sequence[str]:
        """Return the objects that one administers who may let a person go."""
        return await self._departures.scope(user_id)

    async def plan(self, user_id: UserId, successor: UserId | None) -> Plan:
        """Return what would happen; raises PersonNotFound, LastAdministrator, LastAgencyAdministrator."""
        await self._accounts.check_may_close(user_id)
        departure = await self._departures.plan(user_id, successor)
        devices = [
            EndingDevice(device.device_id, device.display_name, device.last_seen_ts)
            for device in await self._accounts.devices(user_id)
        ]
        return Plan(departure, devices, await self._rooms.places(user_id, successor))
