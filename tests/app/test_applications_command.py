# SPDX-License-Identifier: EUPL-1.2
"""`chancery applications` as an operator uses it."""

import json
import subprocess
import sys
from pathlib import Path

FAST = {"CHANCERY_SERVER__PORT": "0"}
ADD = ("add", "Intranet", "--uri", "https://intranet.example")


def applications(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "chancery.app.main", "applications", *words]
    return subprocess.run(
        command, cwd=folder, env=FAST, capture_output=True, text=True, timeout=120, check=False
    )


def test_an_application_comes_gets_a_new_secret_and_goes(tmp_path: Path) -> None:
    assert applications(tmp_path, "list").stdout == "There are none.\n"
    made = applications(tmp_path, *ADD, "--redirect-uri", "https://intranet.example/cb", "--json")
    assert made.returncode == 0, made.stderr
    shown = json.loads(made.stdout)
    (listed,) = json.loads(applications(tmp_path, "list", "--json").stdout)
    assert (listed["client_id"], listed["name"]) == (shown["client_id"], "Intranet")
    renewed = json.loads(applications(tmp_path, "renew", shown["client_id"], "--json").stdout)
    assert renewed["client_secret"] != shown["client_secret"]
    assert applications(tmp_path, "remove", shown["client_id"]).returncode == 0
    assert applications(tmp_path, "list").stdout == "There are none.\n"


def test_what_cannot_be_done_is_explained(tmp_path: Path) -> None:
    bad = applications(tmp_path, *ADD, "--redirect-uri", "http://intranet.example/cb")
    assert (bad.returncode, bad.stderr) == (
        1,
        "Nothing was changed: an address must be https, or http on this machine.\n",
    )
    assert applications(tmp_path, "remove", "nobody").stderr.startswith(
        "Nothing was changed: there is no such"
    )
