# SPDX-License-Identifier: EUPL-1.2
"""Opens the database that the settings name, with its schema brought up to date."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from chancery.platform.bus.port import StreamBus
from chancery.platform.db.commits import QUEUE_LIMIT
from chancery.platform.db.migrations import Migration, discover
from chancery.platform.db.port import Database
from chancery.platform.db.sqlite import SqliteDatabase, Synchronous


async def open_database(
    url: str,
    data: Path,
    bus: StreamBus,
    *,
    synchronous: Synchronous = "full",
    packages: Sequence[str] | None = None,
    extra: Sequence[Migration] = (),
    queue_limit: int = QUEUE_LIMIT,
) -> Database:
    """Open `sqlite:` (chancery.db in the data folder), `sqlite:///path` or `postgresql://…`.

    `packages` narrows the migrations to those of some packages; `extra` adds more. Raises ValueError for any
    other URL, MigrationError when the schema does not fit, DatabaseUnavailable when it cannot be opened.
    """
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        migrations = [*discover("sqlite", packages), *extra]
        return await SqliteDatabase.open(
            _sqlite_path(url, data),
            bus,
            migrations=migrations,
            synchronous=synchronous,
            queue_limit=queue_limit,
        )
    if scheme in ("postgresql", "postgres"):
        from chancery.platform.db.postgresql import (  # noqa: PLC0415  # the embedded default never needs it
            PostgresqlDatabase,
        )

        migrations = [*discover("postgresql", packages), *extra]
        return await PostgresqlDatabase.open(url, bus, migrations=migrations, queue_limit=queue_limit)
    raise ValueError(f"The database URL must start with sqlite: or postgresql:, not {scheme!r}.")


def _sqlite_path(url: str, data: Path) -> Path:
    path = unquote(urlsplit(url).path)
    # sqlite:///name is relative to the working folder, sqlite:////name absolute, as elsewhere in the field.
    return Path(path.removeprefix("/")) if path else data / "chancery.db"
