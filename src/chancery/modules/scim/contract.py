# SPDX-License-Identifier: EUPL-1.2
"""Door to SCIM: which programs may provision, for commands on the server's own machine, which ask no rights."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chancery.kit.ids import TeamId, UnitId, UserId
from chancery.modules.org.contract import UnitPlace
from chancery.platform.db.port import Write


@dataclass(frozen=True, slots=True)
class ScimToken:
    """A credential of a client without its secret; times in milliseconds since the epoch."""

    id: str
    created_at: int
    expires_at: int
    used_at: int | None
    revoked_at: int | None


@dataclass(frozen=True, slots=True)
class ScimClient:
    """A program that provisions people and groups below a unit; `title` is the post of whoever has no title."""

    id: str
    name: str
    unit_id: UnitId
    title: str
    created_by: str
    created_at: int
    revoked_at: int | None
    tokens: Sequence[ScimToken] = ()


@dataclass(frozen=True, slots=True)
class NewClient:
    """What somebody wants to let in, and for how many days the first token is good."""

    name: str
    unit_id: UnitId
    title: str
    days: int


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token: `secret` is shown once and kept by nobody here."""

    client: ScimClient
    token_id: str
    secret: str


class ScimClients(Protocol):
    """Clients and their tokens."""

    async def issue(self, wanted: NewClient, *, actor: str) -> Issued:
        """Let a client in and return its first token; raises ScimClientRefused when there is no such unit."""

    async def rotate(self, client_id: str, *, days: int, actor: str) -> Issued:
        """Return one more token of a client, the others stay; raises ScimClientNotFound."""

    async def list_all(self) -> Sequence[ScimClient]:
        """Return every client with its tokens, the newest first."""

    async def revoke(self, client_id: str, *, token_id: str | None, actor: str) -> None:
        """End one token, or the client with all of them; raises ScimClientNotFound."""


class Tree(Protocol):
    """The organisation's units; given to this module when it is built."""

    async def units(self) -> Sequence[UnitPlace]:
        """Return the whole tree."""


class TeamProvisioning(Protocol):
    """Teams whose people are decided elsewhere, as parts of larger writes; asks no rights, leaves audit entries."""

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
