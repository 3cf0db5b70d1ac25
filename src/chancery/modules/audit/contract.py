# SPDX-License-Identifier: EUPL-1.2
"""Door to the audit log: record who did what, to whom, in the same write as the deed itself."""

from dataclasses import dataclass, field
from typing import Protocol

from chancery.platform.db.port import Write


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    `actor` is a user id, or `system`; `action` a dotted past-tense name such as `session.started`; `subject` the
    person (user id) or object whom it concerns; `details` small facts without content, names of files or secrets.
    """

    action: str
    actor: str
    subject: str | None = None
    details: dict[str, str | int | bool | None] = field(default_factory=dict)


class AuditLog(Protocol):
    """Appends entries; nobody can change or remove one without `chancery audit verify` noticing."""

    def record(self, write: Write, entry: Entry) -> None:
        """Add the entry to a write, so that deed and entry are kept together or not at all."""

    async def append(self, entry: Entry) -> None:
        """Record an entry that accompanies no write (a look-up, a refused login)."""
