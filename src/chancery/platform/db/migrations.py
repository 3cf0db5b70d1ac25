# SPDX-License-Identifier: EUPL-1.2
"""Numbered SQL migrations with checksums, applied once, all pending ones in one transaction.

`<package>/migrations/0001_name.sql` serves both dialects; a pair `0001_name.sqlite.sql` and
`0001_name.postgresql.sql` serves each its own.
"""

import hashlib
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import apsw

from chancery.platform.db.port import Dialect

log = logging.getLogger(__name__)

PLATFORM = "chancery.platform"
_MODULES = "chancery.modules"
_NAME = re.compile(r"(?P<number>\d{4})_[a-z0-9_]+(?:\.(?P<dialect>sqlite|postgresql))?\.sql")
_LOCK = 0x6368616E63657279  # "chancery": the advisory lock that keeps two starting processes apart
_LEDGER = """
CREATE TABLE IF NOT EXISTS platform_migration (
    module TEXT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (module, number)
)
"""
_APPLIED = "SELECT module, number, name, sha256 FROM platform_migration"


class MigrationError(Exception):
    """The migrations on disk and those applied do not fit together; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: `module` and `number` identify it, `sha256` pins its content."""

    module: str
    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """The checksum of the text, the same for either convention of line ends."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


Applied = Mapping[tuple[str, int], tuple[str, str]]


def discover(dialect: Dialect, packages: Sequence[str] | None = None) -> list[Migration]:
    """Return the migrations of `packages` (default: the platform and every module) in their order."""
    names = packages if packages is not None else [PLATFORM, *_module_packages()]
    return [migration for name in names for migration in _of_package(name, dialect)]


def _module_packages() -> list[str]:
    folders = (entry for entry in files(_MODULES).iterdir() if entry.is_dir())
    return sorted(f"{_MODULES}.{entry.name}" for entry in folders if entry.joinpath("migrations").is_dir())


def _of_package(package: str, dialect: Dialect) -> list[Migration]:
    folder = files(package).joinpath("migrations")
    module = package.rpartition(".")[2]
    found = [_read(module, file) for file in folder.iterdir() if _serves(file.name, dialect)]
    found.sort(key=lambda migration: migration.number)
    for wanted, migration in enumerate(found, start=1):
        if migration.number != wanted:
            raise MigrationError(f"{module}/migrations: expected number {wanted:04}, found {migration.name}.")
    return found


def _serves(name: str, dialect: Dialect) -> bool:
    if not name.endswith(".sql"):
        return False
    match = _NAME.fullmatch(name)
    if match is None:
        raise MigrationError(f"{name} is no migration name; use 0001_name.sql or 0001_name.sqlite.sql.")
    return match["dialect"] in (None, dialect)


def _read(module: str, file: Traversable) -> Migration:
    sql = file.read_text(encoding="utf-8").replace("\r\n", "\n")
    return Migration(module, int(file.name[:4]), file.name, sql)


def pending(applied: Applied, wanted: Iterable[Migration]) -> list[Migration]:
    """Return what is still to apply; MigrationError when an applied file was changed or has vanished."""
    known = {(migration.module, migration.number): migration for migration in wanted}
    for key, (name, sha256) in applied.items():
        migration = known.get(key)
        if migration is None:
            raise MigrationError(
                f"The database was written by another version: it has {key[0]}/migrations/{name}, "
                "which this version does not know."
            )
        if migration.sha256 != sha256:
            raise MigrationError(
                f"{key[0]}/migrations/{migration.name} was changed after it was applied (as {name}); "
                "restore it and put the change into a new file."
            )
    return [migration for key, migration in known.items() if key not in applied]


def migrate_sqlite(connection: apsw.Connection, wanted: Sequence[Migration]) -> None:
    """Apply what is pending to a SQLite database, all or nothing."""
    connection.execute("BEGIN EXCLUSIVE").fetchall()
    try:
        connection.execute(_LEDGER).fetchall()
        applied = _as_applied(connection.execute(_APPLIED).fetchall())
        for migration in pending(applied, wanted):
            log.info("applying %s/%s", migration.module, migration.name)
            connection.execute(sqlite_types(migration.sql)).fetchall()
            connection.execute(
                "INSERT INTO platform_migration (module, number, name, sha256) VALUES (?1, ?2, ?3, ?4)",
                (migration.module, migration.number, migration.name, migration.sha256),
            ).fetchall()
        connection.execute("COMMIT").fetchall()
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK").fetchall()
        raise


async def migrate_postgresql(connection: Any, wanted: Sequence[Migration]) -> None:
    """Apply what is pending to a PostgreSQL database, all or nothing; other starting processes wait."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        await connection.execute(_LEDGER)
        applied = _as_applied([tuple(row) for row in await connection.fetch(_APPLIED)])
        for migration in pending(applied, wanted):
            log.info("applying %s/%s", migration.module, migration.name)
            await connection.execute(migration.sql)
            await connection.execute(
                "INSERT INTO platform_migration (module, number, name, sha256) VALUES ($1, $2, $3, $4)",
                migration.module,
                migration.number,
                migration.name,
                migration.sha256,
            )


def _as_applied(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[str, int], tuple[str, str]]:
    return {(module, number): (name, sha256) for module, number, name, sha256 in rows}


def sqlite_types(sql: str) -> str:
    """Return shared SQL in SQLite's types; `BIGINT PRIMARY KEY` becomes the row id, which saves an index."""
    sql = re.sub(r"\bBIGINT PRIMARY KEY\b", "INTEGER PRIMARY KEY", sql)
    return re.sub(r"\bBYTEA\b", "BLOB", sql)
