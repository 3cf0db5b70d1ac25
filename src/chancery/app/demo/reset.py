# SPDX-License-Identifier: EUPL-1.2
"""Puts the demo agency back to its beginning; refuses to touch an agency that is not the demo."""

import shutil
from typing import cast

from chancery.app.demo.data import Language
from chancery.app.demo.seed import has_agency, is_demo, seed
from chancery.app.served import is_served
from chancery.app.wiring import open_platform
from chancery.platform.config.settings import Settings
from chancery.platform.db.port import Database, Write

# The platform's own tables stay: the schema's ledger, and the stream, whose positions clients remember. So does
# what follows the stream by a single row. The tables behind a virtual one are emptied by it.
_KEPT = {"search_cursor"}
_TABLES = {
    "sqlite": "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
    " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'platform_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    " AND tablename NOT LIKE 'platform_%'",
}


class CannotReset(Exception):
    """Why the demo is left as it is."""


async def reset(settings: Settings, language: Language) -> None:
    """Empty the database and the file store, and seed the demo again; raises CannotReset."""
    if is_served(settings):
        raise CannotReset("the server is running; stop it first")
    platform = await open_platform(settings)
    try:
        if await has_agency(platform.database) and not await is_demo(platform.database):
            raise CannotReset("the database holds an agency that is not the demo; nothing was changed")
        await _empty(platform.database)
    finally:
        await platform.close()
    shutil.rmtree(settings.storage.data / "blobs", ignore_errors=True)
    await seed(settings, language)


async def _empty(database: Database) -> None:
    found = {cast("str", row[0]) for row in await database.scan(_TABLES[database.dialect])}
    tables = sorted(found - _KEPT)
    write = Write()
    if database.dialect == "postgresql":
        write.execute(f"TRUNCATE {', '.join(tables)}")
    else:
        write.execute("PRAGMA defer_foreign_keys = ON")
        for table in tables:
            write.execute(f"DELETE FROM {table}")
    await database.commit(write)
