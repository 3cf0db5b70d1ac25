# SPDX-License-Identifier: EUPL-1.2
"""Judges one event by one person's push rules; what does not depend on the person is worked out once."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from chancery.kit.fresh_cache import FreshCache
from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.push.model import SILENT, Action, Outcome
from chancery.modules.push.rules.evaluate import Context, Subject, evaluate, matching_actions, subject
from chancery.modules.push.service.rulesets import RulesetService
from chancery.modules.rooms.contract import RoomEvent, RoomReader
from chancery.wire.matrix.event_auth import creators_of
from chancery.wire.matrix.power_levels import PowerLevels
from chancery.wire.matrix.versions import room_version

CACHED_EVENTS = 4_096
CACHED_PEOPLE = 20_000
ONE_TO_ONE = 2
IGNORED = "m.ignored_user_list"


@dataclass(slots=True)
class Judged:
    """An event made ready for rules: whom it names, and the outcome for everybody else.

    Predefined rules tell people apart only by mention and by `state_key`, and rooms only by whether two are in
    them; `shared` is keyed by the latter.
    """

    position: int
    sender: UserId
    subject: Subject
    concerned: frozenset[str]
    thread: EventId | None
    shared: dict[bool, Outcome] = field(default_factory=dict)


class Judging:
    """Evaluates push rules with what they ask of rooms and people."""

    def __init__(self, rulesets: RulesetService, rooms: RoomReader, accounts: Accounts) -> None:
        self._rulesets = rulesets
        self._rooms = rooms
        self._accounts = accounts
        self._judged: OrderedDict[EventId, Judged] = OrderedDict()
        self._ignored: FreshCache[UserId, frozenset[str]] = FreshCache(CACHED_PEOPLE)

    def judged(self, event: RoomEvent) -> Judged:
        """Return an event made ready."""
        found = self._judged.get(event.event_id)
        if found is None:
            seen = subject(msgspec.json.decode(event.body), room_id=event.room_id)
            found = Judged(event.position, event.sender, seen, _concerned(seen), _thread(seen))
            self._judged[event.event_id] = found
            if len(self._judged) > CACHED_EVENTS:
                self._judged.popitem(last=False)
        return found

    def forget_event(self, event_id: EventId) -> None:
        """Drop what is cached of a redacted event."""
        self._judged.pop(event_id, None)

    def forget_ignored(self, user_id: UserId) -> None:
        """Drop whom a person ignores: it changed."""
        self._ignored.forget(user_id)

    def forget_all(self) -> None:
        """Drop whom people ignore: facts may have been missed."""
        self._ignored.clear()

    async def outcome(self, user_id: UserId, room_id: RoomId, judged: Judged) -> Outcome:
        """Return what an event asks for by a person's rules; nothing, when they ignore the sender."""
        if judged.sender in await self._ignored_by(user_id):
            return SILENT
        if user_id in judged.concerned or not await self._rulesets.is_plain(user_id):
            return await self._evaluate(user_id, room_id, judged)
        # People with predefined rules whom an event does not name share its outcome.
        is_pair = (await self._rooms.summary(room_id, user_id)).joined == ONE_TO_ONE
        outcome = judged.shared.get(is_pair)
        if outcome is None:
            outcome = judged.shared[is_pair] = await self._evaluate(user_id, room_id, judged)
        return outcome

    async def actions(self, user_id: UserId, event: RoomEvent) -> Sequence[Action]:
        """Return the actions of the rule that matches an event."""
        judged = self.judged(event)
        context = await self._context(user_id, event.room_id, judged.sender, judged.subject)
        return matching_actions(await self._rulesets.ruleset(user_id), judged.subject, context)

    async def _evaluate(self, user_id: UserId, room_id: RoomId, judged: Judged) -> Outcome:
        context = await self._context(user_id, room_id, judged.sender, judged.subject)
        return evaluate(await self._rulesets.ruleset(user_id), judged.subject, context)

    async def _ignored_by(self, user_id: UserId) -> frozenset[str]:
        async def load() -> frozenset[str]:
            datum = await self._accounts.account_datum(user_id, IGNORED)
            users = msgspec.json.decode(datum.content).get("ignored_users") if datum else None
            return frozenset(users) if isinstance(users, dict) else frozenset()

        return await self._ignored.get(user_id, load)

    async def _context(self, user_id: UserId, room_id: RoomId, sender: UserId, found: Subject) -> Context:
        summary = await self._rooms.summary(room_id, user_id)
        name = None
        if "content.body" in found.flat and await self._rulesets.asks_for_name(user_id):
            name = await self._name_in_room(room_id, user_id)
        return Context(summary.joined, name, await self._may_notify_room(room_id, sender))

    async def _name_in_room(self, room_id: RoomId, user_id: UserId) -> str | None:
        for event in await self._rooms.state_events(room_id, [("m.room.member", user_id)]):
            name = _content(event).get("displayname")
            return name if isinstance(name, str) else None
        return None

    async def _may_notify_room(self, room_id: RoomId, sender: UserId) -> bool:
        keys = [("m.room.power_levels", ""), ("m.room.create", "")]
        events = {event.type: event for event in await self._rooms.state_events(room_id, keys)}
        create = events.get("m.room.create")
        if create is None:
            return False
        version = room_version(str(_content(create).get("room_version", "1")))
        creators = creators_of(_content(create), create.sender, version)
        levels = events.get("m.room.power_levels")
        if levels is None:
            return PowerLevels.without_event(version, creators).may_notify_room(sender)
        above_all = creators if version.creators_above_all else frozenset[str]()
        return PowerLevels(_content(levels), above_all).may_notify_room(sender)


_MENTIONS = r"content.m\.mentions"


def _content(event: RoomEvent) -> dict[str, Any]:
    content: dict[str, Any] = msgspec.json.decode(event.body)["content"]
    return content


def _concerned(found: Subject) -> frozenset[str]:
    mentioned = found.flat.get(rf"{_MENTIONS}.user_ids")
    names = mentioned if isinstance(mentioned, list) else []
    return frozenset(str(name) for name in [*names, found.flat.get("state_key")])


def _thread(found: Subject) -> EventId | None:
    if found.flat.get(r"content.m\.relates_to.rel_type") != "m.thread":
        return None
    root = found.flat.get(r"content.m\.relates_to.event_id")
    return EventId(root) if isinstance(root, str) else None
