# SPDX-License-Identifier: EUPL-1.2
"""The records of people who left, for who let them go and for who might have."""

from collections.abc import Mapping

from chancery.kit.errors import BadRequest
from chancery.kit.paging import Page, decode_cursor, encode_cursor
from chancery.modules.accounts.contract import Accounts
from chancery.modules.offboarding.contract import Leaver, Plan, Record
from chancery.modules.offboarding.service.planning import Planner
from chancery.modules.offboarding.store import Case, CaseStore
from chancery.platform.http.request import Caller

_BLOCK = 100


class Records:
    """Lists records, and names the people in them."""

    def __init__(self, store: CaseStore, planner: Planner, accounts: Accounts) -> None:
        self._store = store
        self._planner = planner
        self._accounts = accounts

    async def list_leavers(self, caller: Caller, *, cursor: str | None, limit: int) -> Page[Leaver]:
        """Return the records that a caller may read, the latest first."""
        administered = await self._planner.administered(caller)
        found: list[Case] = []
        before = _before(cursor)
        while len(found) <= limit:
            block = await self._store.list_before(before, _BLOCK)
            found += [case for case in block if _may_read(caller, administered, case)]
            if len(block) < _BLOCK:
                break
            before = (block[-1].started_at, block[-1].id)
        shown = [await self._leaver(case) for case in found[:limit]]
        return Page(shown, _cursor(shown[-1]) if len(found) > limit else None)

    async def names_of_leavers(self, leavers: Page[Leaver]) -> Mapping[str, str]:
        """Return the display names of those who let people go."""
        return await self._accounts.display_names({leaver.actor for leaver in leavers.items})

    async def names_of(self, shown: Plan | Record) -> Mapping[str, str]:
        """Return the display names of the people who take something over, and of who ordered it."""
        departure = shown.departure
        heirs = [
            *(post.successor for post in departure.posts),
            *(team.successor for team in departure.teams),
            *(guest.successor for guest in departure.sponsored),
            *(room.heir for room in shown.rooms),
            *((shown.actor, shown.successor) if isinstance(shown, Record) else ()),
        ]
        return await self._accounts.display_names({heir for heir in heirs if heir is not None})

    async def _leaver(self, case: Case) -> Leaver:
        rooms, left = await self._store.count_rooms(case.id)
        return Leaver(
            case.id,
            case.user_id,
            case.decided.departure.name,
            case.actor,
            case.started_at,
            case.finished_at,
            rooms,
            left,
        )


def _may_read(caller: Caller, administered: frozenset[str], case: Case) -> bool:
    if caller.user_id == case.actor:
        return True
    return administered.issuperset(case.scope) if case.scope else caller.is_admin


def _cursor(leaver: Leaver) -> str:
    return encode_cursor(f"{leaver.started_at}\n{leaver.id}")


def _before(cursor: str | None) -> tuple[int, str] | None:
    key = decode_cursor(cursor)
    if key is None:
        return None
    started_at, separator, case_id = key.partition("\n")
    is_moment = started_at.isascii() and started_at.isdigit() and len(started_at) <= 16
    if not separator or not is_moment or "\0" in key:
        raise BadRequest("cursor is not one that this server issued")
    return int(started_at), case_id
