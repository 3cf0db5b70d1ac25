# SPDX-License-Identifier: EUPL-1.2
"""Door to policies: may these people meet? Asked at invitations and at joins, never when a message is sent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from chancery.kit.ids import UserId
from chancery.platform.db.port import Write
from chancery.platform.http.request import Caller

Deed = Literal["start_direct_chat", "invite", "join", "call", "mention"]
"""What somebody is about to do with another person; `join` asks about who answers for the room."""


@dataclass(frozen=True, slots=True)
class Permit:
    """What was allowed; `introduced` are those who know a sensitive person from now on."""

    by: UserId
    introduced: Sequence[UserId] = ()


class RedList(Protocol):
    """Sensitive people, as the organisation keeps them; given to policies when they are built."""

    async def hidden_from(self, viewer: UserId) -> frozenset[UserId]:
        """Return the people whom a viewer does not see in any list of people."""

    def introduce(self, write: Write, user_id: UserId, viewers: Collection[UserId]) -> None:
        """Let viewers know a listed person, who wrote to them, from the end of a write on."""


class Contacts(Protocol):
    """Decides who may write to whom, always from what is committed."""

    async def require(self, actor: Caller, others: Collection[UserId], deed: Deed) -> Permit:
        """Return when the actor may write to all of them; raises ContactForbidden (M_FORBIDDEN) with the reason."""

    def note(self, write: Write, permit: Permit) -> None:
        """Add what follows from a permit to the write of the deed."""
