# SPDX-License-Identifier: EUPL-1.2
"""Migrations: applied once and in order, all or nothing, refused when an applied file was changed."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from chancery.platform.bus.local import LocalBus
from chancery.platform.db.migrations import MigrationError, discover
from chancery.platform.db.open import open_database
from chancery.platform.db.port import Row

SHARED = "CREATE TABLE harbour_ship (id BIGINT PRIMARY KEY, name TEXT, chart BYTEA);"


class Harbour:
    """An installed package with migration files that a test may write and change."""

    package = "harbour"

    def __init__(self, root: Path) -> None:
        self.folder = root / self.package / "migrations"
        self.folder.mkdir(parents=True)
        (self.folder.parent / "__init__.py").touch()

    def write(self, name: str, sql: str) -> None:
        """Write one migration file."""
        (self.folder / name).write_text(sql)


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Harbour:
    """The package `harbour` with one migration."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, Harbour.package, raising=False)
    harbour = Harbour(tmp_path)
    harbour.write("0001_ships.sql", SHARED)
    return harbour


async def migrated(url: str, folder: Path, sql: str) -> Sequence[Row]:
    """Open the database with the platform's and the harbour's migrations, and run one query."""
    db = await open_database(url, folder, LocalBus(), packages=["chancery.platform", Harbour.package])
    try:
        return await db.fetch(sql)
    finally:
        await db.close()


async def test_a_second_start_applies_only_what_is_new(
    database_url: str, tmp_path: Path, harbour: Harbour
) -> None:
    await migrated(database_url, tmp_path, "SELECT * FROM harbour_ship")
    harbour.write(
        "0002_flag.sql",
        "ALTER TABLE harbour_ship ADD COLUMN flag TEXT; INSERT INTO harbour_ship (id) VALUES (7);",
    )

    rows = await migrated(database_url, tmp_path, "SELECT id, flag FROM harbour_ship")
    again = await migrated(
        database_url, tmp_path, "SELECT module, number, name FROM platform_migration ORDER BY module, number"
    )

    assert rows == [(7, None)]
    assert again == [
        ("harbour", 1, "0001_ships.sql"),
        ("harbour", 2, "0002_flag.sql"),
        ("platform", 1, "0001_stream.sql"),
    ]


async def test_a_changed_file_stops_the_start_and_is_named(
    database_url: str, tmp_path: Path, harbour: Harbour
) -> None:
    await migrated(database_url, tmp_path, "SELECT 1")
    harbour.write("0001_ships.sql", SHARED + " -- afterthought")

    with pytest.raises(MigrationError, match="harbour/migrations/0001_ships.sql was changed"):
        await migrated(database_url, tmp_path, "SELECT 1")


async def test_line_ends_are_no_change(database_url: str, tmp_path: Path, harbour: Harbour) -> None:
    harbour.write("0001_ships.sql", SHARED + "\n-- end\n")
    await migrated(database_url, tmp_path, "SELECT 1")
    (harbour.folder / "0001_ships.sql").write_bytes((SHARED + "\r\n-- end\r\n").encode())

    assert await migrated(database_url, tmp_path, "SELECT 1") == [(1,)]


async def test_an_older_program_refuses_a_newer_database(
    database_url: str, tmp_path: Path, harbour: Harbour
) -> None:
    harbour.write("0002_flag.sql", "ALTER TABLE harbour_ship ADD COLUMN flag TEXT;")
    await migrated(database_url, tmp_path, "SELECT 1")
    (harbour.folder / "0002_flag.sql").unlink()

    with pytest.raises(MigrationError, match="0002_flag.sql"):
        await migrated(database_url, tmp_path, "SELECT 1")


async def test_an_error_undoes_every_pending_migration(
    database_url: str, tmp_path: Path, harbour: Harbour
) -> None:
    harbour.write("0002_bad.sql", "CREATE TABLE harbour_pier (id BIGINT); SELECT absent FROM harbour_ship;")
    with pytest.raises(MigrationError, match=r"harbour/migrations/0002_bad\.sql"):
        await migrated(database_url, tmp_path, "SELECT 1")
    harbour.write("0002_bad.sql", "CREATE TABLE harbour_pier (id BIGINT);")

    assert await migrated(database_url, tmp_path, "SELECT * FROM harbour_pier") == []


async def test_two_processes_may_start_at_once(database_url: str, tmp_path: Path, harbour: Harbour) -> None:
    starts = [migrated(database_url, tmp_path, "SELECT count(*) FROM harbour_ship") for _ in range(3)]

    assert await asyncio.gather(*starts) == [[(0,)]] * 3


def test_each_dialect_gets_its_own_file_of_a_pair(harbour: Harbour) -> None:
    harbour.write("0002_index.sqlite.sql", "SELECT 1;")
    harbour.write("0002_index.postgresql.sql", "SELECT 2;")

    assert [m.sql for m in discover("sqlite", ["harbour"])] == [SHARED, "SELECT 1;"]
    assert [m.sql for m in discover("postgresql", ["harbour"])] == [SHARED, "SELECT 2;"]


@pytest.mark.parametrize("name", ["0003_gap.sql", "0002-dash.sql", "0001_twice.sql"])
def test_a_misnamed_file_is_refused_and_named(harbour: Harbour, name: str) -> None:
    harbour.write(name, "SELECT 1;")

    with pytest.raises(MigrationError, match=name):
        discover("sqlite", ["harbour"])


def test_the_default_covers_the_platform_first() -> None:
    assert discover("sqlite")[0].module == "platform"
