# SPDX-License-Identifier: EUPL-1.2
"""The contract of the storage port, proved for every adapter: what is kept or refused, in which order."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chancery.platform.bus.local import LocalBus
from chancery.platform.bus.port import Fact
from chancery.platform.db.migrations import Migration
from chancery.platform.db.open import open_database
from chancery.platform.db.port import (
    Database,
    DatabaseUnavailable,
    Receipt,
    StatementError,
    Write,
    WriteConflict,
)

SCHEMA = Migration(
    "probe",
    1,
    "0001_probe.sql",
    """
    CREATE TABLE probe_note (
        position BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, body BYTEA, weight DOUBLE PRECISION
    );
    CREATE TABLE probe_tag (
        name TEXT NOT NULL REFERENCES probe_note (name) ON DELETE CASCADE, tag TEXT NOT NULL,
        count BIGINT NOT NULL DEFAULT 1, PRIMARY KEY (name, tag)
    );
    """,
)
INSERT = "INSERT INTO probe_note (position, name, body, weight) VALUES ($1, $2, $3, $4)"
TAG = """
INSERT INTO probe_tag (name, tag) VALUES ($1, $2)
ON CONFLICT (name, tag) DO UPDATE SET count = probe_tag.count + 1
"""


class NoteKept(Fact, frozen=True):
    """A note was committed."""

    name: str
    position: int


def note(name: str, *, fact: bool = False) -> Write:
    """Return a write that keeps one note at the next position."""
    write = Write()
    place = write.position()
    write.execute(INSERT, place, name, name.encode(), 0.5)
    if fact:
        write.publish(lambda base: NoteKept(name, base + place.offset))
    return write


async def names(db: Database) -> list[str]:
    """Return the names of all notes in stream order."""
    return [str(row[0]) for row in await db.fetch("SELECT name FROM probe_note ORDER BY position")]


@pytest.fixture
async def db(database_url: str, tmp_path: Path, local_bus: LocalBus) -> AsyncIterator[Database]:
    """A fresh database with the probe tables."""
    opened = await open_database(database_url, tmp_path, local_bus, extra=[SCHEMA])
    yield opened
    await opened.close()


async def test_a_committed_write_is_read_back_with_every_type(db: Database) -> None:
    receipt = await db.commit(note("first"))

    assert receipt == Receipt(0, [])
    assert await db.fetch("SELECT * FROM probe_note") == [(1, "first", b"first", 0.5)]
    assert await db.fetch_one("SELECT body, weight FROM probe_note WHERE name = $1", "first") == (
        b"first",
        0.5,
    )
    assert await db.fetch_one("SELECT body FROM probe_note WHERE name = $1", "absent") is None
    assert await db.scan("SELECT name FROM probe_note WHERE position < $1", 10) == [("first",)]


async def test_placeholders_are_numbered_not_counted(db: Database) -> None:
    await db.commit(note("a$1"))

    rows = await db.fetch("SELECT name, '$2' FROM probe_note WHERE position = $2 AND name = $1", "a$1", 1)

    assert rows == [("a$1", "$2")]


async def test_a_refused_write_leaves_nothing_behind(db: Database) -> None:
    write = note("half")
    write.execute("UPDATE probe_note SET weight = 1 WHERE name = $1", "absent", expect=1)

    with pytest.raises(WriteConflict):
        await db.commit(write)

    assert await names(db) == []
    assert db.position == 0
    assert (await db.commit(note("next"))).base == 0


async def test_expect_counts_rows_over_the_whole_statement(db: Database) -> None:
    await asyncio.gather(*(db.commit(note(name)) for name in "abc"))
    write = Write()
    write.execute("UPDATE probe_note SET weight = 2 WHERE position <= $1", 2, expect=2)
    returned = write.query("DELETE FROM probe_note WHERE name = $1 RETURNING name, position", "c", expect=1)

    receipt = await db.commit(write)

    assert receipt.returned[returned] == [("c", 3)]
    assert await db.fetch("SELECT name, weight FROM probe_note ORDER BY name") == [("a", 2.0), ("b", 2.0)]


async def test_a_conflict_in_a_batch_refuses_only_its_own_write(db: Database) -> None:
    kept = [f"n{number}" for number in range(20)]
    order = [*kept[:10], "n3", "n4", *kept[10:]]

    outcomes = await asyncio.gather(*(db.submit(note(name)) for name in order), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [Receipt] * 10 + [WriteConflict] * 2 + [Receipt] * 10
    assert await names(db) == kept
    assert await db.fetch("SELECT min(position), max(position), count(*) FROM probe_note") == [(1, 20, 20)]


async def test_a_violated_foreign_key_is_a_conflict(db: Database) -> None:
    write = Write()
    write.execute(TAG, "absent", "red")

    outcomes = await asyncio.gather(db.submit(write), db.submit(note("kept")), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [WriteConflict, Receipt]
    assert await names(db) == ["kept"]


@pytest.mark.parametrize(
    ("sql", "params"),
    [
        ("UPDATE probe_absent SET name = $1", ("x",)),
        ("UPDATE probe_note SET name = $1", ("x", "y")),
        ("UPDATE probe_note SET position = $1", (2**70,)),
        (INSERT, (1, None, None, None)),
    ],
)
async def test_a_defective_statement_fails_alone(
    db: Database, sql: str, params: tuple[int | str | None]
) -> None:
    defective = Write()
    defective.execute(sql, *params)

    outcomes = await asyncio.gather(
        db.submit(note("before")), db.submit(defective), db.submit(note("after")), return_exceptions=True
    )

    assert [type(outcome) for outcome in outcomes] == [Receipt, StatementError, Receipt]
    assert await names(db) == ["before", "after"]


async def test_a_defective_read_says_so(db: Database) -> None:
    with pytest.raises(StatementError):
        await db.fetch("SELECT absent FROM probe_note")
    with pytest.raises(StatementError):
        await db.scan("SELECT absent FROM probe_note")


async def test_positions_have_no_gaps_under_concurrent_writes(db: Database) -> None:
    async def keep(number: int) -> int:
        await asyncio.sleep(number % 7 / 1000)
        return (await db.commit(note(f"n{number}"))).base + 1

    places = await asyncio.gather(*(keep(number) for number in range(200)))

    assert sorted(places) == list(range(1, 201))
    assert db.position == 200


async def test_later_writes_of_a_batch_see_earlier_ones(db: Database) -> None:
    tags = []
    for _ in range(5):
        write = Write()
        write.execute(TAG, "a", "red")
        tags.append(db.submit(write)) if tags else tags.extend([db.submit(note("a")), db.submit(write)])
    read = Write()
    index = read.query("UPDATE probe_tag SET count = count + 10 WHERE name = $1 RETURNING count", "a")

    receipt = await db.submit(read)
    await asyncio.gather(*tags)

    assert receipt.returned[index] == [(15,)]


async def test_many_rows_in_one_statement(db: Database) -> None:
    write = Write()
    places = [write.position() for _ in range(300)]
    write.execute_many(INSERT, [(place, f"n{place.offset}", None, None) for place in places])
    write.execute_many(TAG, [("n1", "red"), ("n2", "red"), ("n1", "red")])

    receipt = await db.commit(write)

    assert receipt.at(places[-1]) == 300
    assert await db.fetch("SELECT count(*), max(position) FROM probe_note") == [(300, 300)]
    assert await db.fetch("SELECT name, count FROM probe_tag ORDER BY name") == [("n1", 2), ("n2", 1)]


async def test_statements_of_different_writes_keep_their_order(db: Database) -> None:
    await db.commit(note("a"))
    rename = Write()
    rename.execute("UPDATE probe_note SET name = $1 WHERE name = $2", "b", "a")
    again = note("a")
    remove = Write()
    remove.execute("DELETE FROM probe_note WHERE name = $1", "a", expect=1)

    await asyncio.gather(*(db.submit(write) for write in (rename, again, remove, note("a"), note("c"))))

    assert await names(db) == ["b", "a", "c"]


async def test_statements_of_one_write_keep_their_order(db: Database) -> None:
    """A plan that gathers equal statements would put the second tag before its note, with nobody else writing."""
    write = note("first")
    write.execute(TAG, "first", "urgent")
    write.execute("UPDATE probe_note SET weight = 1 WHERE name = $1", "first")
    write.join(note("second"))
    write.execute(TAG, "second", "urgent")
    await db.commit(write)
    assert await db.fetch("SELECT name FROM probe_tag ORDER BY name") == [("first",), ("second",)]


async def test_joined_writes_share_one_fate_and_one_range_of_positions(db: Database) -> None:
    write = note("a")
    write.join(note("b"))
    twice = note("c")
    twice.join(note("a"))

    receipt = await db.commit(write)
    with pytest.raises(WriteConflict):
        await db.commit(twice)

    assert receipt.base == 0
    assert await db.fetch("SELECT position, name FROM probe_note ORDER BY position") == [(1, "a"), (2, "b")]


async def test_facts_arrive_in_order_with_their_positions_before_the_receipt(
    db: Database, local_bus: LocalBus
) -> None:
    heard: list[tuple[NoteKept, int]] = []
    local_bus.subscribe(NoteKept, lambda fact: heard.append((fact, db.position)))

    async def keep(name: str) -> bool:
        await db.commit(note(name, fact=True))
        return name in [fact.name for fact, _ in heard]

    told = await asyncio.gather(*(keep(f"n{number}") for number in range(50)))

    assert all(told)
    assert [fact for fact, _ in heard] == [NoteKept(f"n{number}", number + 1) for number in range(50)]
    assert all(position >= fact.position for fact, position in heard)


async def test_a_refused_write_tells_nothing(db: Database, local_bus: LocalBus) -> None:
    heard: list[NoteKept] = []
    local_bus.subscribe(NoteKept, heard.append)
    await db.commit(note("a", fact=True))

    with pytest.raises(WriteConflict):
        await db.commit(note("a", fact=True))

    assert heard == [NoteKept("a", 1)]


async def test_a_caller_who_stops_waiting_does_not_undo_the_write(db: Database, local_bus: LocalBus) -> None:
    heard: list[NoteKept] = []
    local_bus.subscribe(NoteKept, heard.append)
    task = asyncio.create_task(db.commit(note("a", fact=True)))
    await asyncio.sleep(0)
    task.cancel()

    await db.commit(note("b"))

    assert task.cancelled()
    assert await names(db) == ["a", "b"]
    assert [fact.name for fact in heard] == ["a"]


async def test_restart_continues_the_stream(database_url: str, tmp_path: Path, local_bus: LocalBus) -> None:
    first = await open_database(database_url, tmp_path, local_bus, extra=[SCHEMA])
    await asyncio.gather(*(first.commit(note(name)) for name in "abc"))
    await first.close()

    second = await open_database(database_url, tmp_path, local_bus, extra=[SCHEMA])
    assert second.position == 3
    receipt = await second.commit(note("d"))
    await second.close()

    assert receipt.base == 3


async def test_close_finishes_queued_writes_and_refuses_new_ones(
    database_url: str, tmp_path: Path, local_bus: LocalBus
) -> None:
    db = await open_database(database_url, tmp_path, local_bus, extra=[SCHEMA])
    queued = [db.submit(note(f"n{number}")) for number in range(100)]

    await db.close()

    assert [(await receipt).base for receipt in queued] == list(range(100))
    with pytest.raises(DatabaseUnavailable):
        await db.commit(note("late"))
    with pytest.raises(DatabaseUnavailable):
        await db.fetch("SELECT 1")


async def test_a_full_queue_refuses_at_once(database_url: str, tmp_path: Path, local_bus: LocalBus) -> None:
    db = await open_database(database_url, tmp_path, local_bus, extra=[SCHEMA], queue_limit=5)
    queued = [db.submit(note(f"n{number}")) for number in range(5)]

    with pytest.raises(DatabaseUnavailable):
        db.submit(note("sixth"))
    await asyncio.gather(*queued)
    await db.commit(note("seventh"))

    assert len(await names(db)) == 6
    await db.close()
