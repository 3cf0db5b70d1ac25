# SPDX-License-Identifier: EUPL-1.2
"""People from outside: each has a sponsor who answers for them, a purpose, an end and a day of review."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest
from chancery.kit.ids import UnitId, UserId
from chancery.kit.paging import Page, decode_cursor, encode_cursor
from chancery.modules.accounts.contract import Accounts, NewPerson
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.org.errors import ExternalNotFound, SponsorRefused, UnitNotFound
from chancery.modules.org.model import External, ListedExternal, PersonDetails
from chancery.modules.org.service.authority import StoredAuthority
from chancery.modules.org.service.editor import OrgEditor
from chancery.modules.org.service.red_list import StoredRedList
from chancery.modules.org.store.externals import ExternalsQuery, ExternalStore
from chancery.modules.org.store.tree import TreeStore
from chancery.platform.db.port import Database, Write

_MAX_PURPOSE = 500
_MOST_PRESENT = 10_000


@dataclass(frozen=True, slots=True)
class Stay:
    """What is decided about an external: who answers for them, until when, and when it is looked at again."""

    sponsor_id: UserId
    ends_at: int
    review_at: int


class Externals:
    """Admits, reviews and lists externals."""

    def __init__(
        self,
        *,
        database: Database,
        tree: TreeStore,
        store: ExternalStore,
        editor: OrgEditor,
        authority: StoredAuthority,
        red_list: StoredRedList,
        accounts: Accounts,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._tree = tree
        self._store = store
        self._editor = editor
        self._authority = authority
        self._red_list = red_list
        self._accounts = accounts
        self._audit = audit
        self._clock = clock

    async def admit(
        self, actor: UserId, login: NewPerson, *, unit_id: UnitId, purpose: str, stay: Stay
    ) -> External:
        """Create an external's login in a unit that the actor administers."""
        if await self._tree.find_unit(unit_id) is None:
            raise UnitNotFound("there is no such unit")
        await self._authority.require(actor, "administers", f"unit:{unit_id}")
        external = External(
            login.user_id,
            unit_id,
            stay.sponsor_id,
            _purpose(purpose),
            self._clock(),
            stay.ends_at,
            stay.review_at,
        )
        await self._check(external)
        write = Write()
        self._tree.hold_unit(write, unit_id)
        await self._accounts.add_person(write, login, actor=actor)
        self._editor.set_person(write, PersonDetails(login.user_id, login.display_name or login.user_id))
        self._editor.set_external(write, external)
        await self._commit(write, actor, "external.admitted", external)
        return external

    async def review(self, actor: UserId, user_id: UserId, stay: Stay) -> External:
        """Decide anew about an external; one whose time was over begins again, unless their login was closed."""
        known = await self._answered_for(actor, user_id)
        if not await self._accounts.exists(user_id):
            raise ExternalNotFound("this external's login was closed")
        now = self._clock()
        begins = known.starts_at if known.ends_at > now else now
        external = replace(
            known,
            sponsor_id=stay.sponsor_id,
            starts_at=begins,
            ends_at=stay.ends_at,
            review_at=stay.review_at,
        )
        await self._check(external)
        write = Write()
        self._tree.hold_unit(write, external.unit_id)
        self._editor.set_external(write, external)
        await self._commit(write, actor, "external.reviewed", external)
        return external

    async def end(self, actor: UserId, user_id: UserId) -> None:
        """End an external's stay now."""
        known = await self._answered_for(actor, user_id)
        if known.ends_at <= self._clock():
            raise ExternalNotFound("this external's time is over already")
        write = Write()
        ended = self._editor.end_external(write, known)
        await self._commit(write, actor, "external.ended", ended)

    async def end_closed(self, user_id: UserId) -> None:
        """End the stay of an external whose login was closed; nothing for anybody else."""
        known = await self._store.find(user_id)
        if known is None:
            return
        write = Write()
        self._store.mark_closed(write, user_id)
        if known.ends_at <= self._clock():
            await self._database.commit(write)
            return
        ended = self._editor.end_external(write, known)
        await self._commit(write, "system", "external.ended", ended)

    async def list_externals(
        self, actor: UserId, *, due: int | None, cursor: str | None, limit: int
    ) -> Page[ListedExternal]:
        """Return the externals whom the actor answers for or administers; with `due`, those due by then."""
        units = await self._authority.list_objects(actor, "administers", "unit")
        query = ExternalsQuery(self._clock(), actor, units, due, _after(cursor))
        found = await self._store.list_externals(query, limit + 1)
        shown = found[:limit]
        return Page(shown, _cursor(shown[-1].external) if len(found) > limit else None)

    async def list_present(self, actor: UserId) -> Sequence[tuple[UserId, str]]:
        """Return who is here from outside, for the marks at their names: everybody should know who reads along."""
        hidden = await self._red_list.hidden_from(actor)
        found = await self._store.list_present(self._clock(), _MOST_PRESENT)
        return [(user_id, unit) for user_id, unit in found if user_id not in hidden]

    async def _answered_for(self, actor: UserId, user_id: UserId) -> External:
        """Return an external for their sponsor and who administers the unit; others do not learn of them."""
        known = await self._store.find(user_id)
        if known is None:
            raise ExternalNotFound("there is no such external that you answer for")
        answers = actor == known.sponsor_id
        if not answers and not await self._authority.check(actor, "administers", f"unit:{known.unit_id}"):
            raise ExternalNotFound("there is no such external that you answer for")
        return known

    async def _check(self, external: External) -> None:
        if not self._clock() < external.review_at <= external.ends_at:
            raise BadRequest("a stay is reviewed after today and not after its end")
        if not await self._authority.check(external.sponsor_id, "member", f"unit:{external.unit_id}"):
            raise SponsorRefused("the sponsor belongs to the unit that the external works with")

    async def _commit(self, write: Write, actor: str, action: str, external: External) -> None:
        details: dict[str, str | int | bool | None] = {
            "unit_id": external.unit_id,
            "sponsor_id": external.sponsor_id,
            "ends_at": external.ends_at,
        }
        self._audit.record(write, Entry(action, actor, external.user_id, details))
        await self._database.commit(write)


def _purpose(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= _MAX_PURPOSE:
        raise BadRequest(f"a purpose has 1 to {_MAX_PURPOSE} characters")
    return text


def _cursor(external: External) -> str:
    return encode_cursor(f"{external.review_at}\n{external.user_id}")


def _after(cursor: str | None) -> tuple[int, str] | None:
    key = decode_cursor(cursor)
    if key is None:
        return None
    review_at, separator, user_id = key.partition("\n")
    if (
        not separator
        or not (review_at.isascii() and review_at.isdigit())
        or len(review_at) > 16
        or "\0" in key
    ):
        raise BadRequest("cursor is not one that this server issued")
    return int(review_at), user_id
