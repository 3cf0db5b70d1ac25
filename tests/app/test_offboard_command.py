# SPDX-License-Identifier: EUPL-1.2
"""`chancery offboard` as an operator uses it."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

FAST = {
    "CHANCERY_ACCOUNTS__ARGON2_MEMORY_KIB": "8",
    "CHANCERY_ACCOUNTS__ARGON2_PASSES": "1",
    "CHANCERY_SERVER__PORT": "0",
}


def chancery(folder: Path, *words: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "chancery.app.main", *words]
    return subprocess.run(
        command, cwd=folder, env=FAST, input=stdin, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    """The folder of a server with the demo agency."""
    made = chancery(tmp_path, "demo", "reset")
    assert made.returncode == 0, made.stderr
    return tmp_path


def _rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "var" / "chancery.db") as connection:
        rows = connection.execute(sql).fetchall()
    connection.close()
    return rows


ACTIVE = "SELECT is_active FROM accounts_person WHERE user_id LIKE '@marsh:%'"
PRESENT = "SELECT count(*) FROM rooms_membership WHERE user_id LIKE '@marsh:%' AND membership = 'join'"


def test_a_dry_run_shows_what_then_happens(agency: Path) -> None:
    words = ("offboard", "marsh", "--successor", "okafor", "--json")
    shown = chancery(agency, *words, "--dry-run")
    assert shown.returncode == 0, shown.stderr
    plan = json.loads(shown.stdout)
    assert _rows(agency, ACTIVE) == [(1,)]
    assert len(plan["rooms"]) >= _rows(agency, PRESENT)[0][0] > 0  # type: ignore[operator]  # a count
    done = chancery(agency, *words)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["finished_at"] is not None
    assert (record["posts"], record["devices"]) == (plan["posts"], plan["devices"])
    assert [room["room_id"] for room in record["rooms"]] == [room["room_id"] for room in plan["rooms"]]
    assert _rows(agency, ACTIVE) == [(0,)]
    assert _rows(agency, PRESENT) == [(0,)]
    again = chancery(agency, "offboard", "marsh")
    assert again.returncode == 0, again.stderr
    assert record["id"] in again.stdout
    assert chancery(agency, "audit", "verify").returncode == 0


def test_what_cannot_be_done_is_explained(agency: Path) -> None:
    for words, reason in (
        (("nobody",), "no such person"),
        (("marsh", "--successor", "nobody"), "no such successor"),
    ):
        refused = chancery(agency, "offboard", *words)
        assert refused.returncode == 1
        assert reason in refused.stderr
    assert _rows(agency, ACTIVE) == [(1,)]
