# SPDX-License-Identifier: EUPL-1.2
"""Door to the directory: reading it now, for commands on the server's own machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chancery.kit.ids import TeamId, UnitId, UserId
from chancery.modules.org.contract import UnitPlace
from chancery.platform.db.port import Write


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a reading did; `is_full` when everything was compared, `run_id` names the import when anything changed.

    `is_held`: nothing was applied, because so many would leave that somebody has to confirm it.
    """

    is_full: bool
    entries: int
    run_id: str | None
    changes: int
    problems: int
    is_held: bool
    teams: int


class DirectorySync(Protocol):
    """Brings people, units and teams in step with the directory."""

    async def sync(self, *, full: bool) -> SyncReport:
        """Read what changed, or everything; raises LdapOff, LdapUnavailable, LdapBusy."""


class Tree(Protocol):
    """The organisation's units; given to this module when it is built."""

    async def units(self) -> Sequence[UnitPlace]:
        """Return the whole tree."""


class TeamKeeper(Protocol):
    """Teams as parts of larger writes, given to this module when it is built; asks no rights, leaves audit entries."""

    def add(self, write: Write, unit_id: UnitId, name: str, *, actor: str) -> TeamId:
        """Add a team without an owner: who manages the unit administers it."""

    def rename(self, write: Write, team_id: TeamId, name: str, *, actor: str) -> None:
        """Give a team another name."""

    def join(self, write: Write, team_id: TeamId, user_id: UserId, *, actor: str) -> None:
        """Take a person into a team."""

    def leave(self, write: Write, team_id: TeamId, user_id: UserId, *, actor: str) -> None:
        """Let a person leave a team."""

    def close(self, write: Write, team_id: TeamId, *, actor: str) -> None:
        """End everybody's place in a team; the team itself stays for the record."""
