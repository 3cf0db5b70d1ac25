# SPDX-License-Identifier: EUPL-1.2
"""SQL of `provisioning_upload`: a file between its preview and its run."""

import zlib
from dataclasses import dataclass
from typing import cast

import msgspec

from chancery.platform.db.port import Database, Write


@dataclass(frozen=True, slots=True)
class Upload:
    """A file, the field of each of its columns, and whether it is the whole list."""

    run_id: str
    name: str
    columns: list[str | None]
    complete: bool
    content: bytes


class UploadStore:
    """Uploaded files; each goes when its run is started or given up, or after a week."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, upload: Upload, now: int) -> None:
        """Keep a file."""
        write.execute(
            "INSERT INTO provisioning_upload (run_id, name, columns, complete, content, created_at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            upload.run_id,
            upload.name,
            msgspec.json.encode(upload.columns).decode(),
            int(upload.complete),
            zlib.compress(upload.content, 1),
            now,
        )

    def delete(self, write: Write, run_id: str) -> None:
        """Forget a file."""
        write.execute("DELETE FROM provisioning_upload WHERE run_id = $1", run_id)

    def delete_before(self, write: Write, before: int) -> None:
        """Forget files of previews that nobody went on with."""
        write.execute("DELETE FROM provisioning_upload WHERE created_at < $1", before)

    async def find(self, run_id: str) -> Upload | None:
        """Return a file, or None."""
        row = await self._database.fetch_one(
            "SELECT run_id, name, columns, complete, content FROM provisioning_upload WHERE run_id = $1",
            run_id,
        )
        if row is None:
            return None
        found, name, columns, complete, content = cast("tuple[str, str, str, int, bytes]", row)
        return Upload(
            found,
            name,
            msgspec.json.decode(columns, type=list[str | None]),
            bool(complete),
            zlib.decompress(content),
        )
