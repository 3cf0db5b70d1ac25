# SPDX-License-Identifier: EUPL-1.2
"""Membership: join, invite, leave, kick, ban, unban, knock, forget."""

from collections.abc import Mapping, Sequence
from typing import Any

from chancery.kit.errors import BadJson, BadRequest
from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.policies.contract import Permit
from chancery.modules.rooms.errors import CannotLeaveNotices, ComputedMembership, NotInRoom, RoomNotFound
from chancery.modules.rooms.events import RoomSucceeded
from chancery.modules.rooms.model import Draft, NewEvent
from chancery.modules.rooms.service.append import Appender, Check, Rider
from chancery.modules.rooms.service.contact_rules import ContactRules
from chancery.modules.rooms.service.guests import Guests
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.hot_room import Building, HotRoom
from chancery.modules.rooms.service.inheritance import Inheritance
from chancery.modules.rooms.service.people import People
from chancery.modules.rooms.service.restricted import Authorisers
from chancery.modules.rooms.store.members import MemberStore
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.http.request import Caller
from chancery.wire.matrix.errors import EventRejected
from chancery.wire.matrix.identifiers import parse_user_id

MAX_REASON = 1000
MEMBERSHIPS = ("join", "invite", "knock", "leave", "ban")


class MembershipService:
    """Changes who is in a room."""

    def __init__(
        self,
        *,
        database: Database,
        appender: Appender,
        hot: HotRooms,
        members: MemberStore,
        people: People,
        authorisers: Authorisers,
        inheritance: Inheritance,
        guests: Guests,
        contact_rules: ContactRules,
        audit: AuditLog,
    ) -> None:
        self._database = database
        self._appender = appender
        self._hot = hot
        self._members = members
        self._people = people
        self._authorisers = authorisers
        self._inheritance = inheritance
        self._guests = guests
        self._contact_rules = contact_rules
        self._audit = audit

    async def join(
        self,
        actor: Caller,
        room_id: RoomId,
        *,
        reason: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        """Join a room; joining again changes nothing."""
        room = await self._hot.find(room_id)
        if room is None:
            raise RoomNotFound("there is no such room")
        member = await self._hot.load_member(room.building, actor.user_id)
        if member.membership == "join":
            return
        self._guests.check_may_enter(actor, room.building)
        content = {**(extra or {}), **await self._people.member_content(actor.user_id, "join")}
        authoriser = await self._authorisers.authoriser_for(actor.user_id, room.building)
        await self._contact_rules.check_entry(actor, room.building, is_vouched_for=authoriser is not None)
        if authoriser is not None:
            content["join_authorised_via_users_server"] = authoriser
        old = await self._inheritance.predecessor_for(actor.user_id, room.building)
        await self._change(
            actor,
            room_id,
            actor.user_id,
            _with_reason(content, reason),
            people=[authoriser] if authoriser else [],
            predecessor=old,
        )
        if old is not None:
            await self._inheritance.carry_over(actor.user_id, old, room_id)

    async def invite(
        self,
        actor: Caller,
        room_id: RoomId,
        user_id: str,
        *,
        reason: str | None = None,
        despite_wishes: bool = False,
    ) -> None:
        """Invite a person of this server; inviting again changes nothing. Notices come whatever people wish."""
        room = await self._access(actor, room_id)
        if room.building.creator == self._people.organisation:
            raise ComputedMembership
        check = self._people.check_exists if despite_wishes else self._people.check_invitable
        invitee = await check(user_id)
        if await self._membership(room_id, invitee) == "invite":
            return
        permit = await self._contact_rules.check_invitations(actor, [invitee])
        content = await self._people.member_content(invitee, "invite")
        await self._change(actor, room_id, invitee, _with_reason(content, reason), permit=permit)

    async def accept_third_party(self, actor: Caller, room_id: RoomId, signed: Mapping[str, Any]) -> None:
        """Turn a pending invitation of an address into the actor's invite, in the name of who made it."""
        room = await self._hot.load(room_id)
        token = signed.get("token")
        pending = room.building.third_party_invite(token) if isinstance(token, str) else None
        if pending is None:
            raise EventRejected("there is no such third-party invitation")
        if await self._membership(room_id, actor.user_id) in ("invite", "join"):
            return
        permit = await self._contact_rules.check_pending(UserId(pending.sender), actor.user_id)
        proof = {name: signed[name] for name in ("mxid", "token", "signatures") if name in signed}
        content = await self._people.member_content(actor.user_id, "invite")
        name = pending.content.get("display_name")
        content["third_party_invite"] = {
            "display_name": name if isinstance(name, str) else "",
            "signed": proof,
        }
        draft = Draft("m.room.member", UserId(pending.sender), content, actor.user_id)

        def note(write: Write, event: NewEvent) -> None:
            self._contact_rules.note(write, permit)

        await self._appender.append(room_id, draft, people=[actor.user_id], also=note)

    async def leave(self, actor: Caller, room_id: RoomId, *, reason: str | None = None) -> None:
        """Leave a room, reject an invitation, or take a knock back; leaving again changes nothing."""
        if await self._membership(room_id, actor.user_id) == "leave":
            return
        await self._check_may_leave(room_id)
        await self._change(actor, room_id, actor.user_id, _with_reason({"membership": "leave"}, reason))

    async def kick(self, actor: Caller, room_id: RoomId, user_id: str, *, reason: str | None = None) -> None:
        """Remove a person, or withdraw their invitation."""
        target = parse_user_id(user_id)
        await self._access(actor, room_id)

        def check(building: Building) -> None:
            # To the room's rules a kick and the lifting of a ban are the same event.
            if building.membership_of(target) not in ("join", "invite", "knock"):
                raise NotInRoom(f"{target} is not in this room")

        content = _with_reason({"membership": "leave"}, reason)
        await self._change(actor, room_id, target, content, check=check, action="room.member_removed")

    async def ban(self, actor: Caller, room_id: RoomId, user_id: str, *, reason: str | None = None) -> None:
        """Shut a person out."""
        target = parse_user_id(user_id)
        await self._change(
            actor, room_id, target, _with_reason({"membership": "ban"}, reason), action="room.member_banned"
        )

    async def unban(self, actor: Caller, room_id: RoomId, user_id: str, *, reason: str | None = None) -> None:
        """Lift a ban."""
        target = parse_user_id(user_id)
        await self._access(actor, room_id)

        def check(building: Building) -> None:
            if building.membership_of(target) != "ban":
                raise NotInRoom(f"{target} is not banned from this room")

        content = _with_reason({"membership": "leave"}, reason)
        await self._change(actor, room_id, target, content, check=check, action="room.member_unbanned")

    async def knock(self, actor: Caller, room_id: RoomId, *, reason: str | None = None) -> None:
        """Ask to be let in."""
        room = await self._hot.find(room_id)
        if room is None:
            raise RoomNotFound("there is no such room")
        await self._check_entry(actor, room)
        content = await self._people.member_content(actor.user_id, "knock")
        await self._change(actor, room_id, actor.user_id, _with_reason(content, reason))

    async def forget(self, actor: Caller, room_id: RoomId) -> None:
        """Drop a left room from the caller's lists; raises BadRequest while they are in it."""
        write = Write()
        self._members.forget(write, room_id, actor.user_id)
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            if await self._membership(room_id, actor.user_id):
                raise BadRequest("leave the room before you forget it", errcode="M_UNKNOWN") from error
            raise NotInRoom from error
        self._hot.forget(room_id, actor.user_id)

    async def set_member_event(
        self,
        actor: Caller,
        room_id: RoomId,
        user_id: str,
        content: Mapping[str, Any],
        *,
        rider: Rider | None = None,
    ) -> EventId:
        """Append a member event that a client wrote itself (`PUT …/state/m.room.member/…`)."""
        target = parse_user_id(user_id)
        membership = content.get("membership")
        if membership not in MEMBERSHIPS:
            raise BadJson(f"membership must be one of {', '.join(MEMBERSHIPS)}")
        permit = None
        if membership == "invite":
            await self._people.check_invitable(target)
            permit = await self._contact_rules.check_invitations(actor, [target])
        if membership == "knock" and target == actor.user_id:
            await self._check_entry(actor, await self._hot.load(room_id))
        if membership == "leave" and target == actor.user_id:
            await self._check_may_leave(room_id)
        action = (
            None if target == actor.user_id or membership == "invite" else f"room.member_set_{membership}"
        )
        given = dict(content)
        given.pop("join_authorised_via_users_server", None)
        people: Sequence[str] = ()
        if membership == "join" and target == actor.user_id:
            room = await self._hot.load(room_id)
            if (await self._hot.load_member(room.building, target)).membership != "join":
                self._guests.check_may_enter(actor, room.building)
            authoriser = await self._authorisers.authoriser_for(actor.user_id, room.building)
            await self._contact_rules.check_entry(actor, room.building, is_vouched_for=authoriser is not None)
            if authoriser is not None:
                given["join_authorised_via_users_server"] = authoriser
                people = [authoriser]

        def check(building: Building) -> None:
            # The room's own rules let the powerful remove even those who were never there.
            if membership == "leave" and building.membership_of(target) in ("", "leave"):
                raise NotInRoom(f"{target} is not in this room")

        return await self._change(
            actor,
            room_id,
            target,
            given,
            people=people,
            check=check,
            action=action,
            permit=permit,
            rider=rider,
        )

    async def _change(
        self,
        actor: Caller,
        room_id: RoomId,
        target: UserId,
        content: Mapping[str, Any],
        *,
        people: Sequence[str] = (),
        check: Check | None = None,
        action: str | None = None,
        predecessor: RoomId | None = None,
        permit: Permit | None = None,
        rider: Rider | None = None,
    ) -> EventId:
        draft = Draft("m.room.member", actor.user_id, content, target, device_id=actor.device_id)

        def record(write: Write, event: NewEvent) -> None:
            if permit is not None:
                self._contact_rules.note(write, permit)
            if predecessor is not None:
                last = write.positions
                write.publish(lambda base: RoomSucceeded(target, predecessor, room_id, base + last))
            if action is not None:
                details: dict[str, str | int | bool | None] = {"room": room_id, "event": event.event_id}
                self._audit.record(write, Entry(action, actor.user_id, target, details))

        return await self._appender.append(
            room_id, draft, people=[target, *people], check=check, also=record, rider=rider
        )

    async def is_in(self, room_id: RoomId, user_id: UserId) -> bool:
        """Whether somebody is in a room."""
        return await self._membership(room_id, user_id) == "join"

    async def _check_entry(self, actor: Caller, room: HotRoom) -> None:
        await self._hot.load_member(room.building, actor.user_id)
        await self._contact_rules.check_entry(actor, room.building)

    async def _check_may_leave(self, room_id: RoomId) -> None:
        room = await self._hot.find(room_id)
        if room is not None and self._people.is_voice(room.building.creator):
            raise CannotLeaveNotices("this is where notices of the server reach you")
        if room is not None and room.building.creator == self._people.organisation:
            raise ComputedMembership

    async def _access(self, actor: Caller, room_id: RoomId) -> HotRoom:
        room = await self._hot.load(room_id)
        if (await self._hot.load_member(room.building, actor.user_id)).membership != "join":
            raise NotInRoom
        return room

    async def _membership(self, room_id: RoomId, user_id: UserId) -> str:
        room = await self._hot.load(room_id)
        return (await self._hot.load_member(room.building, user_id)).membership


def _with_reason(content: dict[str, Any], reason: str | None) -> dict[str, Any]:
    if reason is None:
        return content
    if len(reason) > MAX_REASON:
        raise BadRequest(f"a reason may have at most {MAX_REASON} characters")
    return {**content, "reason": reason}
