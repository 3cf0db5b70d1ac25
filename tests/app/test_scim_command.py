# SPDX-License-Identifier: EUPL-1.2
"""`chancery scim` as an operator uses it."""

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


def chancery(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "chancery.app.main", *words]
    return subprocess.run(
        command, cwd=folder, env=FAST, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    """The folder of a server with the demo agency."""
    made = chancery(tmp_path, "demo", "reset")
    assert made.returncode == 0, made.stderr
    return tmp_path


def _root(folder: Path) -> str:
    with sqlite3.connect(folder / "var" / "chancery.db") as connection:
        (row,) = connection.execute("SELECT id FROM org_unit WHERE parent_id IS NULL").fetchall()
    connection.close()
    return str(row[0])


def test_from_issue_to_revocation(agency: Path) -> None:
    issued = chancery(agency, "scim", "issue", "Example IdP", "--unit", _root(agency), "--json")
    assert issued.returncode == 0, issued.stderr
    first = json.loads(issued.stdout)
    assert first["token"].startswith("chs_")
    client = first["client"]["id"]
    rotated = json.loads(chancery(agency, "scim", "rotate", client, "--days", "30", "--json").stdout)
    assert rotated["token"] != first["token"]
    listed = chancery(agency, "scim", "list")
    assert "Example IdP" in listed.stdout
    assert first["token"] not in listed.stdout
    assert chancery(agency, "scim", "revoke", client, "--token", first["token_id"]).returncode == 0
    gone = json.loads(chancery(agency, "scim", "revoke", client, "--json").stdout)
    assert all(token["revoked_at"] for token in gone["clients"][0]["tokens"])
    again = chancery(agency, "scim", "revoke", client)
    assert again.returncode == 1
    assert "Nothing was done" in again.stderr


def test_what_is_wrong_is_told(agency: Path) -> None:
    refused = chancery(agency, "scim", "issue", "X", "--unit", "unit_none")
    assert refused.returncode == 1
    assert "no such unit" in refused.stderr
