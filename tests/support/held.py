# SPDX-License-Identifier: EUPL-1.2
"""What a server holds about its people: every byte of its folder and log, every row of its database."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import apsw
import asyncpg

from support.process import ServerProcess


async def places_holding(server: ServerProcess, text: str) -> list[str]:
    """Return the names of files and tables in which `text` is to be read, as UTF-8 or as JSON would escape it."""
    spellings = {text.encode(), text.encode("unicode_escape")}
    found = [name for name, content in _files(server.folder) if _has(content, spellings)]
    async for table, row in _rows(server.environment["CHANCERY_DATABASE__URL"]):
        if _has(row, spellings):
            found.append(table)
    return sorted(set(found))


def _has(content: bytes, spellings: set[bytes]) -> bool:
    return any(spelling in content for spelling in spellings)


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file: the SQLite file with its write-ahead log, the blobs, the keys, the log."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


async def _rows(url: str) -> AsyncIterator[tuple[str, bytes]]:
    if url.startswith("postgresql"):
        async for table, row in _postgresql_rows(url):
            yield table, row
        return
    for table, row in _sqlite_rows(url.removeprefix("sqlite:///")):
        yield table, row


def _sqlite_rows(path: str) -> Iterator[tuple[str, bytes]]:
    database = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READONLY)
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for row in database.execute(f'SELECT * FROM "{table}"'):
            yield table, _bytes(row)
    database.close()


async def _postgresql_rows(url: str) -> AsyncIterator[tuple[str, bytes]]:
    database = await asyncpg.connect(url)
    tables = await database.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in tables:
        for row in await database.fetch(f'SELECT * FROM "{table}"'):
            yield table, _bytes(row.values())
    await database.close()


def _bytes(values: object) -> bytes:
    """Join a row's values; texts and blobs stand in it as they are."""
    return b"\n".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for value in values  # type: ignore[attr-defined]  # a row of either adapter
    )
