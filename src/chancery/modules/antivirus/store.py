# SPDX-License-Identifier: EUPL-1.2
"""All SQL of the verdict store."""

from typing import cast

from chancery.modules.antivirus.contract import Reason, Verdict, VerdictState
from chancery.modules.antivirus.model import StoredVerdict
from chancery.platform.db.port import Database, Write


class VerdictStore:
    """The table `antivirus_verdict`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find_verdict(self, sha256: str) -> StoredVerdict | None:
        """Return the verdict on a hash, by whatever signatures, or None."""
        row = await self._database.fetch_one(
            "SELECT state, signature, reason, signatures, scanned_at FROM antivirus_verdict WHERE sha256 = $1",
            sha256,
        )
        if row is None:
            return None
        state, signature, reason, signatures, scanned_at = cast(
            "tuple[str, str | None, str | None, str, int]", row
        )
        verdict = Verdict(sha256, VerdictState(state), signature, Reason(reason) if reason else None)
        return StoredVerdict(verdict, signatures, scanned_at)

    def put_verdict(self, write: Write, stored: StoredVerdict) -> None:
        """Keep a verdict in place of an older one."""
        verdict = stored.verdict
        write.execute(
            "INSERT INTO antivirus_verdict (sha256, state, signature, reason, signatures, scanned_at)"
            " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (sha256) DO UPDATE SET state = excluded.state,"
            " signature = excluded.signature, reason = excluded.reason, signatures = excluded.signatures,"
            " scanned_at = excluded.scanned_at",
            verdict.sha256,
            verdict.state.value,
            verdict.signature,
            verdict.reason.value if verdict.reason else None,
            stored.signatures,
            stored.scanned_at,
        )

    async def commit(self, write: Write) -> None:
        """Make a write durable."""
        await self._database.commit(write)

    async def count_by_state(self) -> dict[VerdictState, int]:
        """Return how many contents have which verdict."""
        rows = await self._database.scan("SELECT state, count(*) FROM antivirus_verdict GROUP BY state")
        counts = cast("list[tuple[str, int]]", rows)
        return {VerdictState(state): count for state, count in counts}
