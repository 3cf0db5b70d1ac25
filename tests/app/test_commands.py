# SPDX-License-Identifier: EUPL-1.2
"""The command line as a person uses it."""

import json
import subprocess
import sys
from pathlib import Path

from chancery.platform.config.reference import reference


def chancery(*words: str, folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "chancery.app.main", *words]
    return subprocess.run(
        command, cwd=folder, env=variables, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_effective_settings_are_shown_with_their_origin(tmp_path: Path) -> None:
    (tmp_path / "chancery.toml").write_text("[server]\nport = 81\n")
    shown = chancery("config", "show", "--format", "json", folder=tmp_path, CHANCERY_LOG__LEVEL="error")
    settings = json.loads(shown.stdout)
    assert settings["server"]["port"] == {"value": 81, "origin": "chancery.toml"}
    assert settings["log"]["level"] == {"value": "error", "origin": "CHANCERY_LOG__LEVEL"}


def test_a_wrong_setting_stops_with_key_reason_and_fix(tmp_path: Path) -> None:
    stopped = chancery("config", "show", folder=tmp_path, CHANCERY_SERVER__PROT="1")
    assert stopped.returncode == 1
    assert stopped.stderr.splitlines() == [
        "The configuration is wrong (environment).",
        "  key:    CHANCERY_SERVER__PROT",
        "  reason: there is no such key",
        "  fix:    did you mean server.port?",
    ]


def test_the_reference_is_printed(tmp_path: Path) -> None:
    assert chancery("config", "reference", folder=tmp_path).stdout == reference()


def test_the_commands_are_listed_without_importing_them(tmp_path: Path) -> None:
    listed = chancery("--help", folder=tmp_path)
    assert listed.returncode == 0
    assert "serve" in listed.stdout
    assert chancery("frobnicate", folder=tmp_path).returncode == 2
