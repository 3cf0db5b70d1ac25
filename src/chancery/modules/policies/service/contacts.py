# SPDX-License-Identifier: EUPL-1.2
"""Decides who may write to whom: the policies of both people's agencies are asked, and any of them can forbid."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.kit.ids import AgencyId, UserId
from chancery.modules.accounts.contract import Accounts, Device
from chancery.modules.org.contract import Standing, Standings
from chancery.modules.policies.contract import Deed, Permit, RedList
from chancery.modules.policies.errors import ContactForbidden
from chancery.modules.policies.model import DeviceKind, Objection, Question, Verdict
from chancery.modules.policies.rules.engine import CompiledSet, Failed, objections_of
from chancery.modules.policies.service.keeper import PolicyKeeper
from chancery.platform.db.port import Write
from chancery.platform.http.request import Caller

Sets = Mapping[AgencyId, CompiledSet | None]
_AT_ONCE = 20
"""Decisions that are made on the event loop; more of them take their time beside it."""
_PHONES = ("Mobile", "Android", "iPhone", "iPad")


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Who asks about whom, and how; `draft` is a set that stands in for an agency's own (the simulator's)."""

    user_id: UserId
    others: Sequence[UserId]
    deed: Deed
    now: int
    device: DeviceKind | None = None
    caller: Caller | None = None
    draft: tuple[AgencyId, CompiledSet] | None = None


class StoredContacts:
    """`Contacts` over the organisation and the agencies' policies; nothing is remembered between two questions."""

    def __init__(
        self,
        *,
        keeper: PolicyKeeper,
        standings: Standings,
        red_list: RedList,
        accounts: Accounts,
        clock: Clock,
    ) -> None:
        self._keeper = keeper
        self._standings = standings
        self._red_list = red_list
        self._accounts = accounts
        self._clock = clock

    async def require(self, actor: Caller, others: Collection[UserId], deed: Deed) -> Permit:
        wanted = [other for other in dict.fromkeys(others) if other != actor.user_id]
        if not wanted:
            return Permit(actor.user_id)
        inquiry = Inquiry(actor.user_id, wanted, deed, self._clock(), caller=actor)
        verdicts = await self.ask(inquiry)
        for verdict in verdicts:
            if not verdict.is_allowed:
                raise _refusal(verdict)
        introduces = verdicts[0].question.principal.on_red_list
        return Permit(actor.user_id, wanted if introduces else ())

    def note(self, write: Write, permit: Permit) -> None:
        self._red_list.introduce(write, permit.by, permit.introduced)

    async def ask(self, inquiry: Inquiry) -> list[Verdict]:
        """Return a verdict for each of the others, in their order."""
        standings = await self._standings.of([inquiry.user_id, *inquiry.others])
        sets = await self._sets(standings.values(), inquiry)
        known: Collection[UserId] = ()
        if any(standings[other].on_red_list for other in inquiry.others):
            known = await self._standings.known_to(inquiry.user_id)
        device = await self._device(inquiry, sets)
        principal = standings[inquiry.user_id]
        questions = [
            Question(
                principal=principal,
                resource=standings[other],
                deed=inquiry.deed,
                now=inquiry.now,
                device=device,
                is_above=self._standings.is_above(principal, standings[other]),
                wrote_first=other in known,
            )
            for other in inquiry.others
        ]
        if len(questions) > _AT_ONCE:
            return await asyncio.to_thread(_judge, questions, sets)
        return _judge(questions, sets)

    async def _sets(self, standings: Collection[Standing], inquiry: Inquiry) -> Sets:
        agencies = {agency for standing in standings for agency in standing.agencies}
        sets = {agency: await self._keeper.current(agency) for agency in sorted(agencies)}
        return {**sets, **dict([inquiry.draft])} if inquiry.draft else sets

    async def _device(self, inquiry: Inquiry, sets: Sets) -> DeviceKind:
        if inquiry.device is not None:
            return inquiry.device
        caller = inquiry.caller
        if caller is None or not any(one is not None and one.asks_device for one in sets.values()):
            return "unknown"
        if caller.app_service is not None:
            return "service"
        for device in await self._accounts.devices(caller.user_id):
            if device.device_id == caller.device_id:
                return kind_of_device(device)
        return "unknown"


def kind_of_device(device: Device) -> DeviceKind:
    """Return what a device says it is; a hint, for its owner can make it say anything."""
    agent = device.last_seen_agent or ""
    if any(word in agent for word in _PHONES):
        return "phone"
    return "computer" if agent else "unknown"


def _judge(questions: Sequence[Question], sets: Sets) -> list[Verdict]:
    return [Verdict(question, _objections(question, sets)) for question in questions]


def _objections(question: Question, sets: Sets) -> list[Objection]:
    found: list[Objection] = []
    for agency in sorted(question.principal.agencies | question.resource.agencies):
        compiled = sets[agency]
        if compiled is None:
            found.append(Objection(agency, None))
            continue
        try:
            found += [Objection(agency, policy) for policy in objections_of(compiled, question)]
        except Failed:
            found.append(Objection(agency, None))
    return found


def _refusal(verdict: Verdict) -> ContactForbidden:
    objection = verdict.objections[0]
    other = verdict.question.resource.user_id
    details = {
        "org.chancery.user_id": other,
        "org.chancery.policy": objection.policy.id if objection.policy else None,
    }
    return ContactForbidden(f"you may not write to {other}: {objection.reason}", details=details)
