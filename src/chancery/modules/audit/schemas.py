# SPDX-License-Identifier: EUPL-1.2
"""JSON shapes of the audit API."""

from collections.abc import Mapping

import msgspec

from chancery.kit.paging import Page
from chancery.modules.audit.model import StoredEntry


class EntryView(msgspec.Struct, frozen=True):
    """One line of the log; the personal members are null once they were erased."""

    position: int
    at: int
    action: str
    actor: str | None
    actor_name: str | None
    subject: str | None
    subject_name: str | None
    details: dict[str, str | int | bool | None]


class EntryPage(msgspec.Struct, frozen=True):
    """A page of the log, newest first."""

    items: list[EntryView]
    next_cursor: str | None


class CheckpointView(msgspec.Struct, frozen=True):
    """The newest signed checkpoint (C2SP tlog-checkpoint) and the key that verifies it."""

    note: str | None
    size: int
    verifier_key: str


def entry_page(page: Page[StoredEntry], names: Mapping[str, str]) -> EntryPage:
    """Return a page as the API shows it."""
    return EntryPage([_view(entry, names) for entry in page.items], page.next_cursor)


def _view(entry: StoredEntry, names: Mapping[str, str]) -> EntryView:
    details = msgspec.json.decode(entry.details) if entry.details else {}
    return EntryView(
        position=entry.position,
        at=entry.at,
        action=entry.action,
        actor=entry.actor,
        actor_name=names.get(entry.actor or ""),
        subject=entry.subject,
        subject_name=names.get(entry.subject or ""),
        details=details,
    )
