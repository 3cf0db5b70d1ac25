# SPDX-License-Identifier: EUPL-1.2
"""JSON shapes of the audit API, and the log as a file."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from chancery.kit.paging import Page
from chancery.modules.audit.model import StoredEntry, Verification

_MOST_PROBLEMS = 100
_COLUMNS = ("position", "time", "action", "actor", "actor_name", "subject", "subject_name", "details")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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


class ActionList(msgspec.Struct, frozen=True):
    """The actions that occur in the log."""

    actions: list[str]


class VerificationView(msgspec.Struct, frozen=True):
    """What a walk over the whole log found; it is sound when there are no problems."""

    entries: int
    sealed: int
    checkpoints: int
    root: str
    problems: list[str]


def entry_page(page: Page[StoredEntry], names: Mapping[str, str]) -> EntryPage:
    """Return a page as the API shows it."""
    return EntryPage([_view(entry, names) for entry in page.items], page.next_cursor)


def entry_views(entries: Sequence[StoredEntry], names: Mapping[str, str]) -> list[EntryView]:
    """Return entries as the API shows them."""
    return [_view(entry, names) for entry in entries]


def verification_view(found: Verification) -> VerificationView:
    """Return what a verification found, as the API shows it."""
    root = found.root.hex()
    return VerificationView(
        found.entries, found.sealed, found.checkpoints, root, found.problems[:_MOST_PROBLEMS]
    )


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


def as_json(entries: Sequence[EntryView]) -> bytes:
    """Return the entries as a JSON array."""
    return msgspec.json.encode(entries)


def as_csv(entries: Sequence[EntryView]) -> bytes:
    """Return the entries as CSV with a byte order mark, by which spreadsheets know UTF-8."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(_COLUMNS)
    table.writerows([_cell(value) for value in _row(entry)] for entry in entries)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _row(entry: EntryView) -> Sequence[str]:
    at = datetime.fromtimestamp(entry.at / 1000, UTC).isoformat(timespec="milliseconds")
    details = msgspec.json.encode(entry.details).decode() if entry.details else ""
    people = (entry.actor, entry.actor_name, entry.subject, entry.subject_name)
    return (str(entry.position), at, entry.action, *(person or "" for person in people), details)


def _cell(text: str) -> str:
    # A name that begins like a formula must not run in whoever's spreadsheet opens the file.
    return f"'{text}" if text.startswith(_FORMULA) else text
