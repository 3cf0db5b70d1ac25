# SPDX-License-Identifier: EUPL-1.2
"""Judges one event by one person's push rules; what does not depend on the person is worked out once."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from chancery.kit.fresh_cache import FreshCache
from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.push.model import SILENT, Action, Outcome
from chancery.modules.push.rules.evaluate import (
    Context,
    Subject,
    evaluate,
    matching_actions,
    subject,
    traits,
)
from chancery.modules.push.rules.predefined import EXACT_KEYS, ROOM_MENTION, STATE_KEY
from chancery.modules.push.service.rulesets import RulesetService
from chancery.modules.rooms.contract import RoomEvent, RoomReader
from chancery.wire.matrix.event_auth import creators_of
from chancery.wire.matrix.power_levels import PowerLevels
from chancery.wire.matrix.versions import room_version

CACHED_EVENTS = 4_096
CACHED_KINDS = 1_024
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
        self._by_kind: dict[tuple[object, ...], Outcome] = {}
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
        (outcome,) = await self.outcomes(user_id, room_id, (judged,))
        return outcome

    async def outcomes(self, user_id: UserId, room_id: RoomId, news: Sequence[Judged]) -> list[Outcome]:
        """Return what each of a room's events asks for by a person's rules."""
        ignored = await self._ignored_by(user_id)
        is_plain = await self._rulesets.is_plain(user_id)
        is_pair = await self._rooms.joined_count(room_id) == ONE_TO_ONE
        found = []
        for judged in news:
            if judged.sender in ignored:
                outcome: Outcome | None = SILENT
            elif not is_plain or user_id in judged.concerned:
                outcome = await self._evaluate(user_id, room_id, judged)
            else:
                # People with predefined rules whom an event does not name share its outcome.
                outcome = judged.shared.get(is_pair)
            found.append(outcome or await self._share(user_id, room_id, judged, is_pair=is_pair))
        return found

    async def actions(self, user_id: UserId, event: RoomEvent) -> Sequence[Action]:
        """Return the actions of the rule that matches an event."""
        judged = self.judged(event)
        context = await self._context(user_id, event.room_id, judged.sender, judged.subject)
        return matching_actions(await self._rulesets.ruleset(user_id), judged.subject, context)

    async def _share(self, user_id: UserId, room_id: RoomId, judged: Judged, *, is_pair: bool) -> Outcome:
        """Work out the outcome for all who have predefined rules; most events are like one that was seen before."""
        seen = judged.subject
        names_room = seen.flat.get(ROOM_MENTION) is True
        may_name = names_room and (await self._right_to_notify(room_id, judged.sender))("room")
        kind = (is_pair, may_name, seen.flat.get(STATE_KEY) == "", *traits(seen, EXACT_KEYS))
        outcome = self._by_kind.get(kind)
        if outcome is None:
            outcome = await self._evaluate(user_id, room_id, judged)
            if len(self._by_kind) >= CACHED_KINDS:
                self._by_kind.clear()
            self._by_kind[kind] = outcome
        judged.shared[is_pair] = outcome
        return outcome

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
        joined = await self._rooms.joined_count(room_id)
        name = None
        if "content.body" in found.flat and await self._rulesets.asks_for_name(user_id):
            name = await self._name_in_room(room_id, user_id)
        return Context(joined, name, await self._right_to_notify(room_id, sender))

    async def _name_in_room(self, room_id: RoomId, user_id: UserId) -> str | None:
        for event in await self._rooms.state_events(room_id, [("m.room.member", user_id)]):
            name = _content(event).get("displayname")
            return name if isinstance(name, str) else None
        return None

    async def _right_to_notify(self, room_id: RoomId, sender: UserId) -> Callable[[str], bool]:
        levels = await self._levels(room_id)
        return lambda key: levels is not None and levels.may_notify(sender, key)

    async def _levels(self, room_id: RoomId) -> PowerLevels | None:
        keys = [("m.room.power_levels", ""), ("m.room.create", "")]
        events = {event.type: event for event in await self._rooms.state_events(room_id, keys)}
        create = events.get("m.room.create")
        if create is None:
            return None
        version = room_version(str(_content(create).get("room_version", "1")))
        creators = creators_of(_content(create), create.sender, version)
        levels = events.get("m.room.power_levels")
        if levels is None:
            return PowerLevels.without_event(version, creators)
        above_all = creators if version.creators_above_all else frozenset[str]()
        return PowerLevels(_content(levels), above_all)


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
