# SPDX-License-Identifier: EUPL-1.2
"""The policy sets of agencies: versions saved by those who administer the agency, the newest one ready to decide."""

import logging
from collections.abc import Sequence
from typing import Any

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest
from chancery.kit.ids import AgencyId, UserId
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.org.contract import Authority
from chancery.modules.policies.errors import (
    InvalidPolicies,
    NotPolicyAdministrator,
    PoliciesChanged,
    VersionNotFound,
)
from chancery.modules.policies.model import Problem, Version
from chancery.modules.policies.rules.defaults import DEFAULT_TEXT
from chancery.modules.policies.rules.engine import CompiledSet, compile_set, problems_of
from chancery.modules.policies.store import PolicyStore
from chancery.platform.db.port import Database, Write, WriteConflict

_MAX_COMMENT = 300
_MOST_VERSIONS = 100
logger = logging.getLogger(__name__)


class PolicyKeeper:
    """Saves and reads policy sets.

    A compiled set is kept in memory together with its number, and every decision asks the database for the newest
    number: what one process saves counts for the next question at every other, and nobody must be told.
    """

    def __init__(
        self, *, database: Database, store: PolicyStore, authority: Authority, audit: AuditLog, clock: Clock
    ) -> None:
        self._database = database
        self._store = store
        self._authority = authority
        self._audit = audit
        self._clock = clock
        self._default = compile_set(DEFAULT_TEXT)
        self._compiled: dict[AgencyId, tuple[int, CompiledSet | None]] = {}

    async def current(self, agency_id: AgencyId) -> CompiledSet | None:
        """Return the set that counts for an agency; None when what is saved cannot be read any more."""
        number = await self._store.newest_number(agency_id)
        if number == 0:
            return self._default
        known = self._compiled.get(agency_id)
        if known is None or known[0] != number:
            known = self._compiled[agency_id] = (number, await self._compile(agency_id, number))
        return known[1]

    async def list_agencies(self, actor: UserId) -> Sequence[AgencyId]:
        """Return the agencies whose policies the actor keeps."""
        return [AgencyId(id_) for id_ in await self._authority.list_objects(actor, "administers", "agency")]

    async def newest(self, actor: UserId, agency_id: AgencyId) -> Version:
        """Return an agency's set, for those who administer the agency."""
        await self.require(actor, agency_id)
        return await self._version(agency_id, await self._store.newest_number(agency_id))

    async def version(self, actor: UserId, agency_id: AgencyId, number: int) -> Version:
        """Return one version of a set."""
        await self.require(actor, agency_id)
        return await self._version(agency_id, number)

    async def list_versions(self, actor: UserId, agency_id: AgencyId, *, below: int) -> Sequence[Version]:
        """Return the versions below a number, the newest first."""
        await self.require(actor, agency_id)
        return await self._store.list_versions(agency_id, below=below, limit=_MOST_VERSIONS)

    async def save(
        self, actor: UserId, agency_id: AgencyId, text: str, *, comment: str, replaces: int
    ) -> Version:
        """Save a version behind the one that the actor saw; raises InvalidPolicies, PoliciesChanged."""
        await self.require(actor, agency_id)
        check(text)
        comment = comment.strip()
        if len(comment) > _MAX_COMMENT:
            raise BadRequest(f"a comment has at most {_MAX_COMMENT} characters")
        if await self._store.newest_number(agency_id) != replaces:
            raise PoliciesChanged("somebody else has saved a version; look at it first")
        version = Version(agency_id, replaces + 1, text, comment, actor, self._clock())
        write = Write()
        self._store.insert(write, version)
        details: dict[str, str | int | bool | None] = {"version": version.number}
        self._audit.record(write, Entry("policies.changed", actor, f"agency:{agency_id}", details))
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise PoliciesChanged("somebody else has saved a version; look at it first") from error
        return version

    async def require(self, actor: UserId, agency_id: AgencyId) -> None:
        """Raise NotPolicyAdministrator unless the actor administers an agency."""
        if not await self._authority.check(actor, "administers", f"agency:{agency_id}"):
            raise NotPolicyAdministrator("you do not administer this agency")

    async def _version(self, agency_id: AgencyId, number: int) -> Version:
        if number == 0:
            return Version(agency_id, 0, DEFAULT_TEXT)
        found = await self._store.find(agency_id, number)
        if found is None:
            raise VersionNotFound("there is no such version")
        return found

    async def _compile(self, agency_id: AgencyId, number: int) -> CompiledSet | None:
        version = await self._version(agency_id, number)
        if problems_of(version.text):
            # A newer engine may refuse what an older one took. Then nobody meets until somebody looks at it.
            logger.error("the policies of %s (version %d) are no longer valid", agency_id, number)
            return None
        return compile_set(version.text)


def check(text: str) -> None:
    """Raise InvalidPolicies with everything that is wrong with a set."""
    problems = problems_of(text)
    if problems:
        raise InvalidPolicies(
            "these policies are not valid", details={"problems": [_view(problem) for problem in problems]}
        )


def _view(problem: Problem) -> dict[str, Any]:
    return {"line": problem.line, "message": problem.message, "policy": problem.policy}
