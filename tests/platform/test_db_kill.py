# SPDX-License-Identifier: EUPL-1.2
"""An acknowledged write survives the death of the server process, and what it told is consistent."""

import asyncio
import subprocess
import sys
from pathlib import Path

import apsw

from chancery.platform.bus.local import LocalBus
from chancery.platform.db.migrations import Migration
from chancery.platform.db.open import open_database
from chancery.platform.db.port import Write

SCHEMA = Migration(
    "probe", 1, "0001_probe.sql", "CREATE TABLE probe_note (position BIGINT PRIMARY KEY, name TEXT);"
)
ACKNOWLEDGED = 2000


def note(name: str) -> Write:
    """Return a write that keeps one note at the next position."""
    write = Write()
    write.execute("INSERT INTO probe_note (position, name) VALUES ($1, $2)", write.position(), name)
    return write


async def write_for_ever(folder: Path) -> None:
    """Commit from many tasks and print each name once it is acknowledged; runs in the killed process."""
    db = await open_database("sqlite:", folder, LocalBus(), extra=[SCHEMA])

    async def keep(worker: int) -> None:
        turn = 0
        while True:
            turn += 1
            await db.commit(note(f"{worker}-{turn}"))
            print(f"{worker}-{turn}", flush=True)

    await asyncio.gather(*(keep(worker) for worker in range(16)))


async def test_acknowledged_writes_survive_kill_9(tmp_path: Path, local_bus: LocalBus) -> None:
    command = [sys.executable, __file__, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        acknowledged = {writer.stdout.readline().strip() for _ in range(ACKNOWLEDGED)}
        writer.kill()
        acknowledged |= {line.strip() for line in writer.stdout if line.endswith("\n")}

    db = await open_database("sqlite:", tmp_path, local_bus, extra=[SCHEMA])
    rows = await db.fetch("SELECT position, name FROM probe_note ORDER BY position")
    receipt = await db.commit(note("after"))
    await db.close()
    with apsw.Connection(str(tmp_path / "chancery.db")) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchall()

    assert len(acknowledged) >= ACKNOWLEDGED
    assert acknowledged <= {name for _, name in rows}
    assert [position for position, _ in rows] == list(range(1, len(rows) + 1))
    assert receipt.base == len(rows)
    assert verdict == [("ok",)]


if __name__ == "__main__":
    asyncio.run(write_for_ever(Path(sys.argv[1])))
