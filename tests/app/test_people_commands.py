# SPDX-License-Identifier: EUPL-1.2
"""`chancery people`, `units`, `import` and `seed` as a script uses them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SETTINGS = {
    **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
    "CHANCERY_ACCOUNTS__ARGON2_MEMORY_KIB": "8",
    "CHANCERY_ACCOUNTS__ARGON2_PASSES": "1",
    "CHANCERY_SERVER__PORT": "0",
}
LIST = """id;login;name;unit;unit name;post;head
1;ivanova;Ivanova Maria;legal;Legal Department;Director;yes
2;petrov;Petrov Oleg;legal;;Clerk;no
"""


def chancery(folder: Path, *words: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "chancery.app.main", *words]
    return subprocess.run(
        command,
        cwd=folder,
        env=SETTINGS,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def answer(folder: Path, *words: str) -> Any:
    """Run a command with --json and return what it printed."""
    done = chancery(folder, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    """The folder of a server with an empty agency."""
    words = ("init", "--agency", "Ministry", "--admin", "root", "--password-stdin")
    made = chancery(tmp_path, *words, stdin="a-long-password-1\n")
    assert made.returncode == 0, made.stderr
    return tmp_path


def test_a_file_is_tried_and_then_imported(agency: Path) -> None:
    (agency / "people.csv").write_text(LIST)
    tried = answer(agency, "import", "people.csv", "--dry-run")
    assert (tried["run"]["state"], tried["run"]["counts"]["person.added"]) == ("cancelled", 2)
    assert [one["user_id"] for one in answer(agency, "people", "list")] == ["@root:localhost"]
    done = answer(agency, "import", "people.csv")
    assert (done["run"]["state"], done["run"]["failed"]) == ("done", 0)
    found = answer(agency, "people", "list", "petr")
    assert [(one["name"], one["unit_name"]) for one in found] == [("Petrov Oleg", "Legal Department")]
    assert "Petrov Oleg" in chancery(agency, "people", "show", "petrov").stdout


def test_a_bad_file_is_refused_by_line_and_its_good_lines_may_be_taken(agency: Path) -> None:
    (agency / "people.csv").write_text(f"{LIST}3;petrov;Another One;legal;;Clerk;no\n")
    refused = chancery(agency, "import", "people.csv")
    assert refused.returncode == 1
    assert "line 4: error: the login name petrov is on line 3 already" in refused.stdout
    assert len(answer(agency, "people", "list")) == 1
    done = answer(agency, "import", "people.csv", "--good-lines")
    assert done["run"]["counts"]["person.added"] == 2


def test_units_and_people_are_added_and_moved(agency: Path) -> None:
    root = answer(agency, "units", "list")[0]["id"]
    legal = answer(agency, "units", "add", "Legal", "--parent", root)[0]["id"]
    claims = answer(agency, "units", "add", "Claims", "--parent", root)[0]["id"]
    moved = answer(agency, "units", "move", claims, "--parent", legal)
    assert moved[0]["parent_id"] == legal
    ring = chancery(agency, "units", "move", legal, "--parent", claims)
    assert ring.returncode == 1
    words = ("people", "add", "ivanova", "--name", "Ivanova Maria", "--unit", claims, "--post", "Lawyer")
    card = answer(agency, *words)
    assert [(post["title"], post["unit_id"]) for post in card["posts"]] == [("Lawyer", claims)]
    assert chancery(agency, *words[:3], "--name", "Other", "--unit", legal, "--post", "Clerk").returncode == 1


def test_a_crowd_is_seeded_once(agency: Path) -> None:
    words = ("seed", "--people", "60", "--units", "12")
    seeded = answer(agency, *words)
    assert (seeded["changes"], seeded["failed"]) == (12 + 3 * 60, 0)
    assert len(answer(agency, "people", "list")) == 61
    assert answer(agency, *words)["changes"] == 0
