# SPDX-License-Identifier: EUPL-1.2
"""Numbered SQL migrations with checksums, applied once, all pending ones in one transaction.

`<package>/migrations/0001_name.sql` serves both dialects; a pair `0001_name.sqlite.sql` and
`0001_name.postgresql.sql` serves each its own.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from chancery.platform.db.port import Dialect

PLATFORM = "chancery.platform"
_MODULES = "chancery.modules"
_NAME = re.compile(r"(?P<number>\d{4})_[a-z0-9_]+(?:\.(?P<dialect>sqlite|postgresql))?\.sql")
LEDGER = """
CREATE TABLE IF NOT EXISTS platform_migration (
    module TEXT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (module, number)
)
"""
RECORD = "INSERT INTO platform_migration (module, number, name, sha256) VALUES ($1, $2, $3, $4)"
APPLIED = "SELECT module, number, name, sha256 FROM platform_migration"


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


def as_applied(rows: Iterable[tuple[Any, ...]]) -> Applied:
    """Return the ledger's rows by module and number."""
    return {(module, number): (name, sha256) for module, number, name, sha256 in rows}


def does_not_run(migration: Migration, error: Exception) -> MigrationError:
    """Return the error that names the file at fault."""
    return MigrationError(f"{migration.module}/migrations/{migration.name} does not run: {error}")
