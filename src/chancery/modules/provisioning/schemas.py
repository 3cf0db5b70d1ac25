# SPDX-License-Identifier: EUPL-1.2
"""JSON shapes of imports."""

from typing import Annotated

import msgspec

from chancery.modules.provisioning.contract import Change, Problem, Run
from chancery.modules.provisioning.model import Invitation, Preview
from chancery.modules.provisioning.rules.headings import FIELDS

Column = Annotated[str, msgspec.Meta(max_length=50)]
Columns = Annotated[list[Column | None], msgspec.Meta(max_length=200)]


class ColumnsBody(msgspec.Struct, frozen=True):
    """The field of each column, null for columns that are left out; `complete`: who is not in the file leaves."""

    columns: Columns
    complete: bool = False


class ApplyBody(msgspec.Struct, frozen=True):
    """What whoever starts an import agrees to: `good_lines` alone, and how many people leave when that is asked."""

    good_lines: bool = False
    leaving: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)] | None = None


class ImportView(msgspec.Struct, frozen=True):
    """The record of an import. `counts`: changes by kind; `guarded`: `leaving` of `linked` people must be confirmed."""

    id: str
    title: str
    source: str
    root_id: str
    actor: str
    state: str
    created_at: int
    started_at: int | None
    finished_at: int | None
    counts: dict[str, int]
    errors: int
    warnings: int
    total: int
    done: int
    failed: int
    leaving: int
    linked: int
    guarded: bool


class ImportPreview(msgspec.Struct, frozen=True):
    """A file as it was understood: the field of each heading, some lines, and the planned import."""

    run: ImportView
    encoding: str
    headings: list[str]
    columns: list[str | None]
    sample: list[list[str]]
    complete: bool
    fields: list[str]


class ImportList(msgspec.Struct, frozen=True):
    """Imports, the newest first; `next_before` continues."""

    items: list[ImportView]
    next_before: int | None


class ChangePage(msgspec.Struct, frozen=True):
    """Changes in the order in which they are applied; `next_after` continues."""

    items: list[Change]
    next_after: int | None


class ProblemPage(msgspec.Struct, frozen=True):
    """What is wrong, by line; `next_after` continues."""

    items: list[Problem]
    next_after: int | None


class InvitationList(msgspec.Struct, frozen=True):
    """Codes for a first sign-in, at `address`; `next_after` continues with the people whom the import added."""

    items: list[Invitation]
    address: str
    next_after: int | None


def run_view(run: Run) -> ImportView:
    """Return a run as JSON shows it."""
    return ImportView(
        id=run.id,
        title=run.title,
        source=run.source.name,
        root_id=run.source.root,
        actor=run.actor,
        state=run.state,
        created_at=run.created_at,
        started_at=run.started_at,
        finished_at=run.finished_at,
        counts=dict(run.counts),
        errors=run.errors,
        warnings=run.warnings,
        total=run.total,
        done=run.done,
        failed=run.failed,
        leaving=run.leaving,
        linked=run.linked,
        guarded=run.guarded,
    )


def preview_view(preview: Preview) -> ImportPreview:
    """Return a preview as JSON shows it."""
    return ImportPreview(
        run=run_view(preview.run),
        encoding=preview.encoding,
        headings=list(preview.headings),
        columns=list(preview.columns),
        sample=[list(row) for row in preview.sample],
        complete=preview.complete,
        fields=list(FIELDS),
    )
