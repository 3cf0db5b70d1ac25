# SPDX-License-Identifier: EUPL-1.2
"""Files that administrators of a part of the organisation import: read, previewed, applied."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.kit.ids import UnitId, UserId
from chancery.modules.accounts.contract import LoginUpkeep
from chancery.modules.org.contract import Authority
from chancery.modules.provisioning.contract import Change, ChangeKind, Consent, Problem, Run, Source
from chancery.modules.provisioning.errors import FileRefused, ImportRefused, PlanChanged, RunNotFound, RunOver
from chancery.modules.provisioning.model import Difference, Invitation, Preview
from chancery.modules.provisioning.rules.decoding import Row, Table
from chancery.modules.provisioning.rules.diff import digest
from chancery.modules.provisioning.rules.headings import FIELDS, guessed
from chancery.modules.provisioning.rules.table import build_state
from chancery.modules.provisioning.service.provisioning import StoredProvisioning
from chancery.modules.provisioning.service.table_reader import TableOrder, decode_table, encode_order
from chancery.modules.provisioning.store.runs import RunStore
from chancery.modules.provisioning.store.uploads import Upload, UploadStore
from chancery.platform.db.port import Database, Write
from chancery.platform.sandbox.process import Sandbox, SandboxFailed

READ_SECONDS = 120.0
_KEEP_MS = 7 * 24 * 3600 * 1000
_SAMPLE_ROWS = 5
_SAMPLE_CELL = 60


@dataclass(frozen=True, slots=True)
class Order:
    """A file for a part of the organisation; `columns` None: guessed by the headings."""

    root: UnitId
    name: str
    content: bytes
    label: str = "people"
    columns: Sequence[str | None] | None = None
    complete: bool = False


class Imports:
    """Guards the door for files by who administers the part of the organisation that they are for."""

    def __init__(
        self,
        *,
        database: Database,
        provisioning: StoredProvisioning,
        runs: RunStore,
        uploads: UploadStore,
        authority: Authority,
        upkeep: LoginUpkeep,
        clock: Clock,
        headings: Mapping[str, str],
        max_rows: int,
    ) -> None:
        self._database = database
        self._provisioning = provisioning
        self._runs = runs
        self._uploads = uploads
        self._authority = authority
        self._upkeep = upkeep
        self._clock = clock
        self._headings = headings
        self._max_rows = max_rows
        # By name: only the sandbox loads the parsers.
        self._sandbox = Sandbox(f"{__package__}.table_reader", seconds=READ_SECONDS)

    async def close(self) -> None:
        """End the sandbox."""
        await self._sandbox.close()

    async def clean(self) -> None:
        """Forget the files of previews that nobody went on with."""
        write = Write()
        self._uploads.delete_before(write, self._clock() - _KEEP_MS)
        await self._database.commit(write)

    async def upload(self, actor: UserId, order: Order) -> Preview:
        """Read a file and keep what it would do as a planned run; changes nothing else."""
        await self._require(actor, order.root)
        return await self.preview(order, actor=actor)

    async def preview(self, order: Order, *, actor: str) -> Preview:
        """Plan a file, for commands on the server's own machine, which ask no rights."""
        table = await self._read(order.content)
        headings, rows = table.rows[0].cells, table.rows[1:]
        columns = list(order.columns) if order.columns is not None else guessed(headings, self._headings)
        _check_columns(columns, headings)
        found = await self._compare(order, table, columns)
        run = await self._provisioning.keep(
            _source(order),
            found,
            actor=actor,
            title=order.name,
            also=lambda write, run_id: self._uploads.insert(
                write, Upload(run_id, order.name, columns, order.complete, order.content), self._clock()
            ),
        )
        return Preview(run, order.name, table.encoding, headings, columns, _sample(rows), order.complete)

    async def reread(
        self, actor: UserId, run_id: str, columns: Sequence[str | None], *, complete: bool
    ) -> Preview:
        """Plan a file anew with other columns, in place of the former run."""
        run, upload = await self._open(actor, run_id)
        order = _order(run, upload, columns=columns, complete=complete)
        preview = await self.preview(order, actor=actor)
        await self._drop(run_id, actor)
        return preview

    async def apply(self, actor: UserId, run_id: str, consent: Consent) -> Run:
        """Start a run; raises PlanChanged when it would do something else by now than what was shown."""
        run = await self.access(actor, run_id)
        upload = await self._uploads.find(run_id) if run.state in {"planned", "refused"} else None
        if upload is not None:
            await self._check_same(run, upload, actor)
        run = await self._provisioning.launch(run_id, actor=actor, consent=consent)
        await self._forget(run_id)
        return run

    async def cancel(self, actor: UserId, run_id: str) -> Run:
        """Give up a run that was not started."""
        await self.access(actor, run_id)
        return await self.give_up(run_id, actor=actor)

    async def give_up(self, run_id: str, *, actor: str) -> Run:
        """Give up a run, for commands on the server's own machine."""
        await self._drop(run_id, actor)
        return await self._provisioning.access(run_id)

    async def access(self, actor: UserId, run_id: str) -> Run:
        """Return a run, for who administers the part that it is for; raises RunNotFound."""
        run = await self._runs.find(run_id)
        if run is None or not await self._may(actor, run.source.root):
            raise RunNotFound("there is no such import that you may see")
        return run

    async def list_runs(self, actor: UserId, *, before: int, limit: int) -> Sequence[Run]:
        """Return the runs for what the actor administers, the newest first."""
        roots = [root for root in await self._runs.roots() if await self._may(actor, UnitId(root))]
        return await self._runs.list_of(roots, before, limit)

    async def changes(
        self, actor: UserId, run_id: str, kind: ChangeKind | None, *, after: int, limit: int
    ) -> Sequence[Change]:
        """Return changes of a run."""
        await self.access(actor, run_id)
        return await self._runs.changes(run_id, kind, after, limit)

    async def problems(self, actor: UserId, run_id: str, *, after: int, limit: int) -> Sequence[Problem]:
        """Return what was wrong with a run."""
        await self.access(actor, run_id)
        return await self._runs.problems(run_id, after, limit)

    async def invite(self, actor: UserId, run_id: str, *, after: int, limit: int) -> Sequence[Invitation]:
        """Return codes for a first sign-in for people whom a run added and who have no password; former codes are void."""
        await self.access(actor, run_id)
        added = await self._runs.changes(run_id, "person.added", after, limit)
        codes = await self._upkeep.invite([UserId(change.id) for change in added], actor=actor)
        return [
            Invitation(change.id, change.label, codes[UserId(change.id)])
            for change in added
            if UserId(change.id) in codes
        ]

    async def _check_same(self, run: Run, upload: Upload, actor: UserId) -> None:
        order = _order(run, upload, columns=upload.columns, complete=upload.complete)
        found = await self._compare(order, await self._read(order.content), upload.columns)
        if digest(found.changes) == await self._runs.digest(run.id):
            return
        preview = await self.preview(order, actor=actor)
        await self._drop(run.id, actor)
        raise PlanChanged(
            "something changed since this preview: look at the new one", details={"import_id": preview.run.id}
        )

    async def _compare(self, order: Order, table: Table, columns: Sequence[str | None]) -> Difference:
        # Half a million lines take seconds; the loop stays free.
        desired, faults = await asyncio.to_thread(
            build_state, table.rows[1:], columns, complete=order.complete and not table.problems
        )
        return await self._provisioning.compare(_source(order), desired, faults=[*table.problems, *faults])

    async def _read(self, content: bytes) -> Table:
        request = encode_order(TableOrder(content, self._max_rows))
        try:
            table = decode_table(await self._sandbox.ask(request))
        except SandboxFailed as error:
            raise FileRefused(
                "the file is too large or too intricate to be read", details={"reason": "bomb"}
            ) from error
        if table.fatal is not None:
            raise FileRefused(table.fatal, details={"reason": "table"})
        if not table.rows:
            raise FileRefused("the file is empty", details={"reason": "empty"})
        return table

    async def _open(self, actor: UserId, run_id: str) -> tuple[Run, Upload]:
        run = await self.access(actor, run_id)
        upload = await self._uploads.find(run_id)
        if upload is None or run.state not in {"planned", "refused"}:
            raise RunOver("the file of this import is not kept any more: upload it again")
        return run, upload

    async def _drop(self, run_id: str, actor: str) -> None:
        await self._provisioning.cancel(run_id, actor=actor)
        await self._forget(run_id)

    async def _forget(self, run_id: str) -> None:
        write = Write()
        self._uploads.delete(write, run_id)
        await self._database.commit(write)

    async def _may(self, actor: UserId, root: UnitId) -> bool:
        return await self._authority.check(actor, "administers", f"unit:{root}")

    async def _require(self, actor: UserId, root: UnitId) -> None:
        if not await self._may(actor, root):
            raise ImportRefused("you do not administer this part of the organisation")


def _source(order: Order) -> Source:
    return Source(f"file:{order.root}:{order.label}", order.root)


def _order(run: Run, upload: Upload, *, columns: Sequence[str | None], complete: bool) -> Order:
    label = run.source.name.rpartition(":")[2]
    return Order(run.source.root, upload.name, upload.content, label, columns, complete)


def _check_columns(columns: Sequence[str | None], headings: Sequence[str]) -> None:
    named = [column for column in columns if column is not None]
    if len(columns) > len(headings) or len(named) != len(set(named)) or not set(named) <= FIELDS.keys():
        raise FileRefused(
            "each column has one known field, and each field one column", details={"reason": "columns"}
        )
    if not {"person", "login", "email", "unit"} & set(named):
        raise FileRefused(
            "no column was understood as a person or a unit: the first line holds the headings",
            details={"reason": "headings", "headings": list(headings)[:50]},
        )


def _sample(rows: Sequence[Row]) -> list[list[str]]:
    return [[cell[:_SAMPLE_CELL] for cell in row.cells] for row in rows[:_SAMPLE_ROWS]]
