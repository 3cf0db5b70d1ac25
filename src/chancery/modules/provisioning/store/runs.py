# SPDX-License-Identifier: EUPL-1.2
"""SQL of `provisioning_run`, `provisioning_batch` and `provisioning_problem`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

import msgspec

from chancery.kit.ids import UnitId
from chancery.modules.provisioning.contract import Change, ChangeKind, Problem, Run, RunState, Source
from chancery.modules.provisioning.model import Difference
from chancery.platform.db.port import Database, Row, Write

_RUN = (
    "id, source, root_id, title, actor, state, created_at, started_at, finished_at, counts, errors, warnings,"
    " total, done, failed, leaving, linked, guarded"
)
_BATCH = 200
_FAILURES = 1_000_000_000
"""Problems of applying stand behind those of the input."""
_changes = msgspec.json.Decoder(list[Change])


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes that one write applies; `first` is the place of the first one in the run."""

    run_id: str
    number: int
    kind: ChangeKind
    first: int
    done: int
    changes: Sequence[Change]


class RunStore:
    """Runs, what they do, and what was wrong."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, run: Run, found: Difference, digest: str) -> None:
        """Add a planned run with its changes and problems."""
        write.execute(
            f"INSERT INTO provisioning_run ({_RUN}, touched_at, digest) VALUES"
            " ($1, $2, $3, $4, $5, $6, $7, NULL, NULL, $8, $9, $10, $11, 0, 0, $12, $13, $14, $7, $15)",
            run.id,
            run.source.name,
            run.source.root,
            run.title,
            run.actor,
            run.state,
            run.created_at,
            msgspec.json.encode(run.counts).decode(),
            run.errors,
            run.warnings,
            run.total,
            run.leaving,
            run.linked,
            int(run.guarded),
            digest,
        )
        write.execute_many(
            "INSERT INTO provisioning_batch (run_id, number, kind, first, total, done, changes)"
            " VALUES ($1, $2, $3, $4, $5, 0, $6)",
            [
                (run.id, number, kind, first, len(changes), msgspec.json.encode(changes).decode())
                for number, (kind, first, changes) in enumerate(_batched(found.changes))
            ],
        )
        write.execute_many(
            "INSERT INTO provisioning_problem (run_id, number, problem) VALUES ($1, $2, $3)",
            [
                (run.id, number, msgspec.json.encode(problem).decode())
                for number, problem in enumerate(found.problems)
            ],
        )

    def start(self, write: Write, run_id: str, now: int) -> None:
        """Let a run begin; refuses the write when it began or was cancelled already."""
        write.execute(
            "UPDATE provisioning_run SET state = 'applying', started_at = $2, touched_at = $2"
            " WHERE id = $1 AND state IN ('planned', 'refused')",
            run_id,
            now,
            expect=1,
        )

    def end(self, write: Write, run_id: str, state: RunState, now: int) -> None:
        """Note how a run ended; refuses the write when it has ended already."""
        write.execute(
            "UPDATE provisioning_run SET state = $2, finished_at = $3, touched_at = $3"
            " WHERE id = $1 AND state IN ('planned', 'refused', 'applying')",
            run_id,
            state,
            now,
            expect=1,
        )

    def advance(self, write: Write, batch: Batch, count: int, now: int) -> None:
        """Note that the next changes of a batch are settled; refuses the write when another process did them."""
        write.execute(
            "UPDATE provisioning_batch SET done = $4 WHERE run_id = $1 AND number = $2 AND done = $3",
            batch.run_id,
            batch.number,
            batch.done,
            batch.done + count,
            expect=1,
        )
        write.execute(
            "UPDATE provisioning_run SET done = done + $2, touched_at = $3"
            " WHERE id = $1 AND state = 'applying'",
            batch.run_id,
            count,
            now,
            expect=1,
        )

    def fail(self, write: Write, batch: Batch, problem: Problem) -> None:
        """Note that the next change of a batch could not be applied."""
        write.execute("UPDATE provisioning_run SET failed = failed + 1 WHERE id = $1", batch.run_id)
        write.execute(
            "INSERT INTO provisioning_problem (run_id, number, problem) VALUES ($1, $2, $3)",
            batch.run_id,
            _FAILURES + batch.first + batch.done,
            msgspec.json.encode(problem).decode(),
        )

    async def find(self, run_id: str) -> Run | None:
        """Return a run, or None."""
        row = await self._database.fetch_one(f"SELECT {_RUN} FROM provisioning_run WHERE id = $1", run_id)
        return _run(row) if row else None

    async def digest(self, run_id: str) -> str:
        """Return the digest of what a run was planned to do."""
        row = await self._database.fetch_one("SELECT digest FROM provisioning_run WHERE id = $1", run_id)
        return cast("str", row[0]) if row else ""

    async def list_of(self, roots: Sequence[str], before: int, limit: int) -> list[Run]:
        """Return the runs for parts of the organisation, the newest first."""
        if not roots:
            return []
        marks = ", ".join(f"${number}" for number in range(3, len(roots) + 3))
        rows = await self._database.scan(
            f"SELECT {_RUN} FROM provisioning_run WHERE created_at < $1 AND root_id IN ({marks})"
            " ORDER BY created_at DESC, id LIMIT $2",
            before,
            limit,
            *roots,
        )
        return [_run(row) for row in rows]

    async def roots(self) -> list[str]:
        """Return the units that runs were for."""
        rows = await self._database.fetch("SELECT DISTINCT root_id FROM provisioning_run ORDER BY root_id")
        return [cast("str", row[0]) for row in rows]

    async def list_untended(self, before: int) -> list[str]:
        """Return the runs that are being applied and of which nothing was heard since a time."""
        rows = await self._database.fetch(
            "SELECT id FROM provisioning_run WHERE state = 'applying' AND touched_at <= $1 ORDER BY touched_at",
            before,
        )
        return [cast("str", row[0]) for row in rows]

    async def next_batch(self, run_id: str) -> Batch | None:
        """Return the first batch that is not settled."""
        row = await self._database.fetch_one(
            "SELECT run_id, number, kind, first, done, changes FROM provisioning_batch"
            " WHERE run_id = $1 AND done < total ORDER BY number LIMIT 1",
            run_id,
        )
        return _batch(row) if row else None

    async def changes(self, run_id: str, kind: ChangeKind | None, after: int, limit: int) -> list[Change]:
        """Return changes of a run behind the first ones, counted within the kind when one is given."""
        narrowed = "" if kind is None else " AND kind = $4"
        more = () if kind is None else (kind,)
        rows = await self._database.scan(
            "SELECT run_id, number, kind, first, done, changes FROM (SELECT run_id, number, kind, first, done,"
            " changes, CAST(sum(total) OVER (ORDER BY number) AS BIGINT) AS upto, total FROM provisioning_batch"
            f" WHERE run_id = $1{narrowed}) AS found WHERE upto > $2 AND upto - total < $3 ORDER BY number",
            run_id,
            after,
            after + limit,
            *more,
        )
        found = [_batch(row) for row in rows]
        if not found:
            return []
        skipped = after - await self._before(run_id, kind, found[0].number)
        return [change for batch in found for change in batch.changes][skipped : skipped + limit]

    async def _before(self, run_id: str, kind: ChangeKind | None, number: int) -> int:
        narrowed, more = ("", ()) if kind is None else (" AND kind = $3", (kind,))
        row = await self._database.fetch_one(
            f"SELECT CAST(coalesce(sum(total), 0) AS BIGINT) FROM provisioning_batch WHERE run_id = $1 AND number < $2{narrowed}",
            run_id,
            number,
            *more,
        )
        return int(cast("int", row[0])) if row else 0

    async def problems(self, run_id: str, after: int, limit: int) -> list[Problem]:
        """Return a run's problems behind the first ones."""
        rows = await self._database.scan(
            "SELECT problem FROM provisioning_problem WHERE run_id = $1 ORDER BY number LIMIT $2 OFFSET $3",
            run_id,
            limit,
            after,
        )
        return [msgspec.json.decode(cast("str", row[0]), type=Problem) for row in rows]


def _batched(changes: Sequence[Change]) -> list[tuple[ChangeKind, int, list[Change]]]:
    found: list[tuple[ChangeKind, int, list[Change]]] = []
    first = 0
    for kind, group in groupby(changes, key=lambda change: change.kind):
        same = list(group)
        for start in range(0, len(same), _BATCH):
            part = same[start : start + _BATCH]
            found.append((kind, first, part))
            first += len(part)
    return found


def _run(row: Row) -> Run:
    run_id, source, root, title, actor, state = cast("tuple[str, str, str, str, str, RunState]", row[:6])
    created_at, started_at, finished_at, counts = cast("tuple[int, int | None, int | None, str]", row[6:10])
    errors, warnings, total, done, failed, leaving, linked, guarded = cast(
        "tuple[int, int, int, int, int, int, int, int]", row[10:]
    )
    return Run(
        id=run_id,
        source=Source(source, UnitId(root)),
        actor=actor,
        state=state,
        created_at=created_at,
        counts=msgspec.json.decode(counts, type=dict[str, int]),
        errors=errors,
        warnings=warnings,
        total=total,
        done=done,
        failed=failed,
        leaving=leaving,
        linked=linked,
        guarded=bool(guarded),
        started_at=started_at,
        finished_at=finished_at,
        title=title,
    )


def _batch(row: Row) -> Batch:
    run_id, number, kind, first, done, changes = cast("tuple[str, int, ChangeKind, int, int, str]", row)
    return Batch(run_id, number, kind, first, done, _changes.decode(changes))
