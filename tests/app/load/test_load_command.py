# SPDX-License-Identifier: EUPL-1.2
"""`chancery load` from the outside: a real server, simulated people, a report."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROFILE = """
name = "minute"
[organisation]
team = 4
department = 8
project = 4
[habits]
messages = 40
[[phases]]
name = "work"
hours = 0.5
online = 1
announcements = 4
meetings = 0.5
[[phases]]
name = "evening"
hours = 0.5
online = 0.3
"""


def load(*words: str, folder: Path, said: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "chancery.app.main", "load", *words],
        cwd=folder,
        input=said,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_people_work_on_a_server_of_its_own_and_a_report_is_written(tmp_path: Path) -> None:
    (tmp_path / "minute.toml").write_text(PROFILE)
    done = load(
        "--people", "24", "--each", "2", "--minutes", "0.2", "--profile", "minute.toml", folder=tmp_path
    )
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "load-report" / "report.json").read_text())
    assert report["errors"] == {}
    assert (report["people"], report["clients"]) == (24, 12)
    latency = report["latency_seconds"]
    assert latency["delivery"]["count"] > latency["send"]["count"] > 10
    # Each announcement reaches at least the one who makes it.
    assert latency["announcement"]["count"] >= 2
    assert report["cpu_seconds"] > 0
    assert [phase["name"] for phase in report["phases"]] == ["work", "evening"]
    # All but a straggler: on a busy machine the samples may miss the moment when the last one listens.
    assert 11 <= report["peak_online"] <= 12
    page = (tmp_path / "load-report" / "report.html").read_text()
    assert page.count("<svg") == 5
    assert "<script" not in page
    assert "busiest part" in done.stdout
    assert report["memory_growth_mb"] is not None
    assert "never awaited" not in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--people", "1"), "two clients"),
        (("--people", "0"), "at least 1"),
        (("--minutes", "0"), "more than 0"),
        (("--profile", "nowhere"), "working-day"),
        (("--url", "http://127.0.0.1:9"), "--admin"),
        (("--url", "https://chat.example", "--admin", "a"), "--staging"),
        (("--url", "http://127.0.0.1:9", "--admin", "a", "--password-stdin"), "cannot connect"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = load(*words, folder=tmp_path, said="secret\n")
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_memory_that_grows_beyond_the_bound_ends_in_failure(tmp_path: Path) -> None:
    (tmp_path / "minute.toml").write_text(PROFILE)
    words = ("--people", "8", "--minutes", "0.1", "--profile", "minute.toml", "--max-growth", "-1000")
    done = load(*words, folder=tmp_path)
    assert done.returncode != 0
    assert "The memory grew by" in done.stderr
