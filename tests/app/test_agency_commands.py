# SPDX-License-Identifier: EUPL-1.2
"""`chancery init`, `chancery demo` and `chancery audit` as an operator uses them."""

import sqlite3
import subprocess
import sys
from pathlib import Path

FAST = {"CHANCERY_ACCOUNTS__ARGON2_MEMORY_KIB": "8", "CHANCERY_ACCOUNTS__ARGON2_PASSES": "1"}
PORTLESS = {"CHANCERY_SERVER__PORT": "0"}


def chancery(
    *words: str, folder: Path, stdin: str = "", **variables: str
) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "chancery.app.main", *words]
    return subprocess.run(
        command,
        cwd=folder,
        env={**FAST, **PORTLESS, **variables},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _init(
    folder: Path, *more: str, password: str = "correct horse battery"
) -> "subprocess.CompletedProcess[str]":
    words = ("init", "--agency", "City Council", "--admin", "ada", "--password-stdin", *more)
    return chancery(*words, folder=folder, stdin=f"{password}\n")


def _rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "var" / "chancery.db") as connection:
        rows = connection.execute(sql).fetchall()
    connection.close()
    return rows


def test_init_founds_an_agency_once(tmp_path: Path) -> None:
    made = _init(tmp_path, "--name", "Ada Byron")
    assert made.returncode == 0, made.stderr
    assert "sign in as @ada:localhost" in made.stdout
    again = _init(tmp_path)
    assert again.returncode == 1
    assert "already" in again.stderr
    assert _rows(tmp_path, "SELECT name, is_admin FROM accounts_person JOIN org_person USING (user_id)") == [
        ("Ada Byron", 1)
    ]


def test_init_with_a_weak_password_creates_nothing(tmp_path: Path) -> None:
    refused = _init(tmp_path, password="short")
    assert refused.returncode == 1
    assert "at least 10 characters" in refused.stderr
    assert _rows(tmp_path, "SELECT * FROM org_agency") == []


def test_the_demo_is_restored(tmp_path: Path) -> None:
    first = chancery("demo", "reset", folder=tmp_path)
    assert first.returncode == 0, first.stderr
    (before,) = _rows(tmp_path, "SELECT count(*) FROM rooms_event")
    restored = chancery("demo", "reset", "--language", "ru", folder=tmp_path)
    assert restored.returncode == 0, restored.stderr
    assert _rows(tmp_path, "SELECT count(*) FROM rooms_event") == [before]
    assert _rows(tmp_path, "SELECT name FROM org_agency") == [("Министерство регионального развития",)]


def test_the_demo_is_restored_in_either_database(tmp_path: Path, database_url: str) -> None:
    for _ in range(2):
        restored = chancery("demo", "reset", folder=tmp_path, CHANCERY_DATABASE__URL=database_url)
        assert restored.returncode == 0, restored.stderr


def test_a_real_agency_is_never_reset(tmp_path: Path) -> None:
    assert _init(tmp_path).returncode == 0
    refused = chancery("demo", "reset", folder=tmp_path)
    assert refused.returncode == 1
    assert "nothing was changed" in refused.stderr
    assert _rows(tmp_path, "SELECT name FROM org_agency") == [("City Council",)]


def test_the_log_is_verified_and_damage_named(tmp_path: Path) -> None:
    assert chancery("demo", "reset", folder=tmp_path).returncode == 0
    sound = chancery("audit", "verify", folder=tmp_path)
    assert (sound.returncode, sound.stdout.splitlines()[-1]) == (0, "The log is sound.")
    checkpoint = chancery("audit", "checkpoint", folder=tmp_path)
    kept = tmp_path / "checkpoint.txt"
    kept.write_text(checkpoint.stdout)
    assert chancery("audit", "verify", "--checkpoint", str(kept), folder=tmp_path).returncode == 0
    _rows(
        tmp_path,
        "UPDATE audit_entry SET actor = 'nobody' WHERE position = (SELECT min(position) FROM audit_entry)",
    )
    damaged = chancery("audit", "verify", folder=tmp_path)
    assert damaged.returncode == 1
    assert "were changed" in damaged.stdout


def test_a_log_without_checkpoints_says_so(tmp_path: Path) -> None:
    answer = chancery("audit", "checkpoint", folder=tmp_path)
    assert answer.returncode == 1
    assert "no checkpoint yet" in answer.stderr
