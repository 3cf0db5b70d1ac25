# SPDX-License-Identifier: EUPL-1.2
"""Unread counts: events since the person's read position, each judged once and the sum continued."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

import msgspec

from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.push.contract import UnreadCounts
from chancery.modules.push.model import Outcome
from chancery.modules.push.rules.evaluate import Context, Subject, evaluate, subject
from chancery.modules.push.service.rulesets import RulesetService
from chancery.modules.rooms.contract import RoomEvent, RoomReader

MOST_UNREAD = 1_000
"""Counts stop here; a client shows it as "more than"."""
CACHED_COUNTS = 50_000
CACHED_EVENTS = 4_096
CACHED_NEWS = 1_024
SHORT_NEWS = 20
"""Events of a piece of news that is worth remembering: what a room's listeners are told while they listen."""
ONE_TO_ONE = 2
DEFAULT_NOTIFY_LEVEL = 50


@dataclass(slots=True)
class _Tally:
    read: int
    upto: int
    notifications: int = 0
    highlights: int = 0
    threads: dict[EventId, list[int]] = field(default_factory=dict)

    def add(self, outcome: Outcome, thread: EventId | None) -> None:
        self.notifications += outcome.notify
        self.highlights += outcome.highlight
        if thread is not None and outcome.notify:
            counts = self.threads.setdefault(thread, [0, 0])
            counts[0] += 1
            counts[1] += outcome.highlight


@dataclass(slots=True)
class _Judged:
    """An event made ready for rules: whom it names, and the outcome for everybody else.

    Predefined rules tell people apart only by mention and by `state_key`, and rooms only by whether two are in
    them; `shared` is keyed by the latter.
    """

    subject: Subject
    concerned: frozenset[str]
    thread: EventId | None
    shared: dict[bool, Outcome] = field(default_factory=dict)


News = list[tuple[UserId, "_Judged"]]
"""Events by sender, made ready for rules."""


class UnreadService:
    """Continues a person's count in a room from where it stood; starts anew when they read on."""

    def __init__(self, rulesets: RulesetService, rooms: RoomReader, accounts: Accounts) -> None:
        self._rulesets = rulesets
        self._rooms = rooms
        self._accounts = accounts
        self._tallies: OrderedDict[tuple[UserId, RoomId], _Tally] = OrderedDict()
        self._judged: OrderedDict[EventId, _Judged] = OrderedDict()
        self._news: OrderedDict[tuple[RoomId, int, int], News] = OrderedDict()

    async def counts(self, user_id: UserId, room_id: RoomId, *, upto: int) -> UnreadCounts:
        """Return the counts as of stream position `upto`."""
        read = await self._rooms.unread_position(room_id, user_id)
        tally = self._tallies.get((user_id, room_id))
        if tally is None or tally.read != read or tally.upto > upto:
            tally = self._tallies[user_id, room_id] = _Tally(read, read)
            if len(self._tallies) > CACHED_COUNTS:
                self._tallies.popitem(last=False)
        if tally.upto < upto:
            await self._continue(tally, user_id, room_id, upto)
        threads = {
            root: UnreadCounts(notify, highlight) for root, (notify, highlight) in tally.threads.items()
        }
        return UnreadCounts(tally.notifications, tally.highlights, threads)

    async def _continue(self, tally: _Tally, user_id: UserId, room_id: RoomId, upto: int) -> None:
        newest = self._rooms.last_position(room_id)
        if newest is not None:
            # No position after the newest event is worth more than it: so all listeners ask for the same news.
            upto = min(upto, newest)
        since = tally.upto
        if upto <= since:
            return
        tally.upto = upto
        news = [
            (sender, judged)
            for sender, judged in await self._load_news(room_id, since, upto)
            if sender != user_id
        ]
        if not news:
            return
        is_plain = await self._rulesets.is_plain(user_id)
        is_pair = (await self._rooms.summary(room_id, user_id)).joined == ONE_TO_ONE
        for sender, judged in news:
            is_shared = is_plain and user_id not in judged.concerned
            outcome = judged.shared.get(is_pair) if is_shared else None
            if outcome is None:
                context = await self._context(user_id, room_id, sender, judged.subject)
                outcome = evaluate(await self._rulesets.ruleset(user_id), judged.subject, context)
            if is_shared:
                # People with predefined rules whom an event does not name share its outcome.
                judged.shared[is_pair] = outcome
            tally.add(outcome, judged.thread)

    async def _load_news(self, room_id: RoomId, since: int, upto: int) -> News:
        key = (room_id, since, upto)
        known = self._news.get(key)
        if known is not None:
            return known
        timeline = await self._rooms.timeline(room_id, since=since, upto=upto, limit=MOST_UNREAD)
        news = [(event.sender, self._judgement(event)) for event in timeline.events]
        if len(news) <= SHORT_NEWS:
            self._news[key] = news
            if len(self._news) > CACHED_NEWS:
                self._news.popitem(last=False)
        return news

    def _judgement(self, event: RoomEvent) -> _Judged:
        found = self._judged.get(event.event_id)
        if found is None:
            seen = subject(msgspec.json.decode(event.body), room_id=event.room_id)
            found = self._judged[event.event_id] = _Judged(seen, _concerned(seen), _thread(seen))
            if len(self._judged) > CACHED_EVENTS:
                self._judged.popitem(last=False)
        return found

    def forget_event(self, event_id: EventId) -> None:
        """Drop what is cached of a redacted event."""
        self._judged.pop(event_id, None)
        self._news.clear()

    async def _context(self, user_id: UserId, room_id: RoomId, sender: UserId, found: Subject) -> Context:
        summary = await self._rooms.summary(room_id, user_id)
        pings = found.flat.get(r"content.m\.mentions.room") is True
        name = None
        if "content.body" in found.flat and r"content.m\.mentions" not in found.flat:
            profile = (await self._accounts.profiles([user_id])).get(user_id)
            name = profile.display_name if profile else None
        allowed = await self._may_notify_room(room_id, sender) if pings else False
        return Context(summary.joined, name, allowed)

    async def _may_notify_room(self, room_id: RoomId, sender: UserId) -> bool:
        keys = [("m.room.power_levels", ""), ("m.room.create", "")]
        found = {event.type: event for event in await self._rooms.state_events(room_id, keys)}
        levels = _content(found.get("m.room.power_levels"))
        create = _content(found.get("m.room.create"))
        creators = [found["m.room.create"].sender, *create.get("additional_creators", [])] if create else []
        if create.get("room_version") == "12" and sender in creators:
            return True
        needed = levels.get("notifications", {}).get("room", DEFAULT_NOTIFY_LEVEL)
        has = levels.get("users", {}).get(sender, levels.get("users_default", 0))
        return bool(has >= needed)


def _content(event: RoomEvent | None) -> dict[str, Any]:
    if event is None:
        return {}
    content = msgspec.json.decode(event.body).get("content")
    return content if isinstance(content, dict) else {}


def _concerned(found: Subject) -> frozenset[str]:
    mentioned = found.flat.get(r"content.m\.mentions.user_ids")
    names = [*mentioned] if isinstance(mentioned, list) else []
    return frozenset(str(name) for name in [*names, found.flat.get("state_key")])


def _thread(found: Subject) -> EventId | None:
    if found.flat.get(r"content.m\.relates_to.rel_type") != "m.thread":
        return None
    root = found.flat.get(r"content.m\.relates_to.event_id")
    return EventId(root) if isinstance(root, str) else None
