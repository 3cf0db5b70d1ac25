# SPDX-License-Identifier: EUPL-1.2
"""Unread counts: events since the person's read position, each judged once and the sum continued."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.push.contract import UnreadCounts
from chancery.modules.push.service.judging import Judged, Judging
from chancery.modules.rooms.contract import ReadPositions, RoomReader

MOST_UNREAD = 1_000
"""Counts stop here; a client shows it as "more than"."""
CACHED_COUNTS = 50_000
CACHED_NEWS = 1_024
SHORT_NEWS = 20
"""Events of a piece of news that is worth remembering: what a room's listeners are told while they listen."""

News = list[Judged]


@dataclass(frozen=True, slots=True)
class _Item:
    """One unread event that notifies."""

    position: int
    thread: EventId | None
    highlight: bool


@dataclass(slots=True)
class _Tally:
    """What a person has not read of a room, as of `upto`; a receipt only takes items away."""

    read: ReadPositions
    upto: int
    items: list[_Item] = field(default_factory=list)
    counts: UnreadCounts | None = None

    def read_on(self, read: ReadPositions) -> None:
        self.items = [item for item in self.items if item.position > read.of(item.thread)]
        self.read, self.counts = read, None

    def add(self, items: Sequence[_Item]) -> None:
        unread = [item for item in items if item.position > self.read.of(item.thread)]
        if not unread:
            return
        self.items += unread
        # Nearly always a few more than before, and not one by one what there was already.
        is_simple = len(self.items) <= MOST_UNREAD and all(item.thread is None for item in unread)
        self.counts = _more(self.counts, unread) if self.counts is not None and is_simple else None

    def sum(self) -> UnreadCounts:
        if self.counts is None:
            self.counts = _summed(self.items[-MOST_UNREAD:])
        return self.counts


def _more(counts: UnreadCounts, items: Sequence[_Item]) -> UnreadCounts:
    highlights = counts.highlights + sum([item.highlight for item in items])
    return UnreadCounts(counts.notifications + len(items), highlights, counts.threads)


def _summed(items: Sequence[_Item]) -> UnreadCounts:
    threads: dict[EventId, UnreadCounts] = {}
    for item in items:
        if item.thread is not None:
            part = threads.get(item.thread, UnreadCounts(0, 0))
            threads[item.thread] = UnreadCounts(part.notifications + 1, part.highlights + item.highlight)
    return UnreadCounts(len(items), sum(item.highlight for item in items), threads)


class UnreadService:
    """Continues what a person has not read of a room from where it stood."""

    def __init__(self, judging: Judging, rooms: RoomReader) -> None:
        self._judging = judging
        self._rooms = rooms
        self._tallies: OrderedDict[tuple[UserId, RoomId], _Tally] = OrderedDict()
        self._news: OrderedDict[tuple[RoomId, int, int], News] = OrderedDict()

    async def counts(self, user_id: UserId, room_id: RoomId, *, upto: int) -> UnreadCounts:
        """Return the counts as of stream position `upto`."""
        read = await self._rooms.read_positions(room_id, user_id)
        tally = self._tallies.get((user_id, room_id))
        if tally is None or tally.upto > upto:
            tally = await self._begin(user_id, room_id, read, upto)
        elif tally.read != read:
            tally.read_on(read)
        if tally.upto < upto:
            await self._continue(tally, user_id, room_id, upto)
        return tally.sum()

    async def _begin(self, user_id: UserId, room_id: RoomId, read: ReadPositions, upto: int) -> _Tally:
        """Count anew: the main timeline from where it was read, and answers in threads that were not read before."""
        start = read.of(None)
        tally = _Tally(read, start)
        if read.everywhere < start:
            events = await self._rooms.threaded_events(
                room_id, since=read.everywhere, upto=min(start, upto), limit=MOST_UNREAD
            )
            tally.add(await self._judge(user_id, room_id, [self._judging.judged(event) for event in events]))
        self._tallies[user_id, room_id] = tally
        if len(self._tallies) > CACHED_COUNTS:
            self._tallies.popitem(last=False)
        return tally

    async def _continue(self, tally: _Tally, user_id: UserId, room_id: RoomId, upto: int) -> None:
        newest = self._rooms.last_position(room_id)
        if newest is not None:
            # No position after the newest event is worth more than it: so all listeners ask for the same news.
            upto = min(upto, newest)
        while (since := tally.upto) < upto:
            items = await self._judge(user_id, room_id, await self._load_news(room_id, since, upto))
            # Another request of the same person may have come as far meanwhile.
            if tally.upto == since:
                tally.upto = upto
                tally.add(items)

    async def _judge(self, user_id: UserId, room_id: RoomId, news: News) -> list[_Item]:
        others = [judged for judged in news if judged.sender != user_id]
        if not others:
            return []
        outcomes = await self._judging.outcomes(user_id, room_id, others)
        return [
            _Item(judged.position, judged.thread, outcome.highlight)
            for judged, outcome in zip(others, outcomes, strict=True)
            if outcome.notify
        ]

    async def _load_news(self, room_id: RoomId, since: int, upto: int) -> News:
        key = (room_id, since, upto)
        known = self._news.get(key)
        if known is not None:
            return known
        timeline = await self._rooms.timeline(room_id, since=since, upto=upto, limit=MOST_UNREAD)
        news = [self._judging.judged(event) for event in timeline.events]
        if len(news) <= SHORT_NEWS:
            self._news[key] = news
            if len(self._news) > CACHED_NEWS:
                self._news.popitem(last=False)
        return news

    def forget_all(self) -> None:
        """Count everything anew: facts may have been missed."""
        self._tallies.clear()
        self._news.clear()

    def forget_news(self) -> None:
        """Drop what is cached of recent news: an event in them was redacted."""
        self._news.clear()
