# SPDX-License-Identifier: EUPL-1.2
"""Translates the shared `$1` placeholders into SQLite's `?1`."""

import re
from functools import lru_cache

_TOKEN = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|\$(\d+)")


@lru_cache(maxsize=4096)
def for_sqlite(sql: str) -> str:
    """Return `sql` with `?n` for `$n`; SQLite would number `$n` by first appearance, not by n."""
    return _TOKEN.sub(lambda token: f"?{token[1]}" if token[1] else token[0], sql)
