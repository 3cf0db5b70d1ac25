# SPDX-License-Identifier: EUPL-1.2
"""A person's push rules: read with a cache, changed one step at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from chancery.kit.clock import Clock
from chancery.kit.fresh_cache import FreshCache
from chancery.kit.ids import RoomId, UserId
from chancery.modules.push.model import Changes, Kind, Rule, Ruleset, Switch
from chancery.modules.push.rules import changes as edit
from chancery.modules.push.rules.evaluate import uses
from chancery.modules.push.rules.predefined import predefined
from chancery.modules.push.store.rulesets import PushStore
from chancery.platform.db.port import Database, Write, WriteConflict

CACHED_PEOPLE = 20_000
TRIES = 3
_BLOCK = 100


@dataclass(frozen=True, slots=True)
class _Effective:
    rules: Ruleset
    is_plain: bool
    asks_for_name: bool


class RulesetService:
    """Keeps effective rulesets of people in memory until they change."""

    def __init__(self, database: Database, store: PushStore, clock: Clock) -> None:
        self._db = database
        self._clock = clock
        self._store = store
        self._cache: FreshCache[UserId, _Effective] = FreshCache(CACHED_PEOPLE)

    async def ruleset(self, user_id: UserId) -> Ruleset:
        """Return the effective rules of a person."""
        return (await self._effective(user_id)).rules

    async def is_plain(self, user_id: UserId) -> bool:
        """Tell whether the person has only the predefined rules, as nearly everybody does."""
        return (await self._effective(user_id)).is_plain

    async def asks_for_name(self, user_id: UserId) -> bool:
        """Tell whether a rule of the person looks for their display name."""
        return (await self._effective(user_id)).asks_for_name

    async def _effective(self, user_id: UserId) -> _Effective:
        async def load() -> _Effective:
            stored, _ = await self._store.load(user_id)
            rules = edit.merged(predefined(user_id), stored)
            return _Effective(rules, stored == Changes(), uses(rules, "contains_display_name"))

        return await self._cache.get(user_id, load)

    def forget(self, user_id: UserId) -> None:
        """Drop the cached rules of a person."""
        self._cache.forget(user_id)

    def forget_all(self) -> None:
        """Drop every cached ruleset: facts may have been missed."""
        self._cache.clear()

    async def content(self, user_id: UserId) -> bytes:
        """Return the content of `m.push_rules`."""
        return msgspec.json.encode({"global": await self.ruleset(user_id)})

    async def access(self, user_id: UserId, kind: str, rule_id: str) -> Rule:
        """Return one rule; raises RuleNotFound."""
        return edit.find(await self.ruleset(user_id), edit.checked_kind(kind), rule_id)

    async def put_rule(
        self,
        user_id: UserId,
        kind: str,
        rule_id: str,
        body: Mapping[str, Any],
        *,
        before: str | None,
        after: str | None,
    ) -> None:
        """Add or replace one of the person's own rules."""
        checked = edit.checked_kind(kind)
        rule = edit.new_rule(checked, rule_id, body)
        await self._change(
            user_id, lambda stored: edit.with_rule(stored, checked, rule, before=before, after=after)
        )

    async def delete_rule(self, user_id: UserId, kind: str, rule_id: str) -> None:
        """Remove one of the person's own rules."""
        checked = edit.checked_kind(kind)
        await self._change(user_id, lambda stored: edit.without_rule(stored, checked, rule_id))

    async def switch(self, user_id: UserId, kind: str, rule_id: str, switch: Switch) -> None:
        """Switch a rule on or off, or give it other actions."""
        checked: Kind = edit.checked_kind(kind)
        rule = edit.find(await self.ruleset(user_id), checked, rule_id)
        await self._change(user_id, lambda stored: edit.with_switch(stored, checked, rule, switch))

    async def end_due(self) -> None:
        """Remove the rules whose time is over, as of chats that were muted for an hour; all devices hear of it."""
        now = self._clock()
        while people := await self._store.list_ended(now, _BLOCK):
            for user_id in people:
                await self._change(user_id, lambda stored: edit.without_ended(stored, now))

    async def follow(self, user_id: UserId, old: RoomId, new: RoomId) -> None:
        """Let the rules about a room hold for the one that replaced it."""
        stored, _ = await self._store.load(user_id)
        if edit.with_successor(stored, old, new) != stored:
            await self._change(user_id, lambda now: edit.with_successor(now, old, new))

    async def _change(self, user_id: UserId, change: Callable[[Changes], Changes]) -> None:
        for left in reversed(range(TRIES)):
            stored, position = await self._store.load(user_id)
            write = Write()
            changed = change(stored)
            self._store.save(write, user_id, changed, ends_at=edit.next_end(changed), replaces=position)
            try:
                await self._db.commit(write)
            except WriteConflict:
                # Another device of the person changed rules in between: change what is there now.
                if not left:
                    raise
            else:
                self.forget(user_id)
                return
