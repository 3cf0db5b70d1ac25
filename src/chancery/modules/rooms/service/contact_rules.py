# SPDX-License-Identifier: EUPL-1.2
"""Communication policies at the doors of rooms: who invites whom, and who comes in uninvited.

A message costs no question. Who was let in may be written to and may write; a policy that changes later decides about
the next invitation. Whoever comes in by themselves is measured by the person who answers for the room, not by each
who is in it: one sensitive member must not shut a room of ten thousand, nor may anybody slip past by an open door.
"""

from collections.abc import Collection

from chancery.kit.ids import DeviceId, SessionId, UserId
from chancery.modules.policies.contract import Contacts, Deed, Permit
from chancery.modules.rooms.service.hot_room import Building
from chancery.modules.rooms.service.people import People
from chancery.modules.rooms.service.restricted import Authorisers
from chancery.platform.db.port import Write
from chancery.platform.http.request import Caller

_OPEN_RULES = ("public", "knock", "knock_restricted")


class ContactRules:
    """Asks `policies` in the name of rooms."""

    def __init__(self, contacts: Contacts, people: People, authorisers: Authorisers) -> None:
        self._contacts = contacts
        self._people = people
        self._authorisers = authorisers

    async def check_invitations(
        self, actor: Caller, invitees: Collection[UserId], *, is_direct: bool = False
    ) -> Permit:
        """Return when the actor may invite all of them; raises ContactForbidden. The server itself always may."""
        if not invitees or self._people.is_voice(actor.user_id):
            return Permit(actor.user_id)
        deed: Deed = "start_direct_chat" if is_direct else "invite"
        return await self._contacts.require(actor, invitees, deed)

    async def check_entry(self, actor: Caller, building: Building, *, is_vouched_for: bool = False) -> None:
        """Raise ContactForbidden for who comes uninvited and may not write to whoever answers for the room.

        The actor's membership must have been loaded into the building side.
        """
        if is_vouched_for or building.join_rule not in _OPEN_RULES:
            return
        if building.membership_of(actor.user_id) in ("invite", "join") or actor.user_id == building.creator:
            return
        await self._contacts.require(actor, [await self._authorisers.answering(building)], "join")

    async def check_pending(self, inviter: UserId, invitee: UserId) -> Permit:
        """Return when somebody may invite who now answers to an address that they invited."""
        caller = Caller(inviter, DeviceId("SERVER"), SessionId("server"))
        return await self.check_invitations(caller, [invitee])

    def note(self, write: Write, permit: Permit) -> None:
        """Add what follows from a permit to the write of an invitation."""
        self._contacts.note(write, permit)
