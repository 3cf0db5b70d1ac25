# SPDX-License-Identifier: EUPL-1.2
"""The web client's engine alone: `web/e2e/engine` in Chromium against a started server, without the interface."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.office import PASSWORD
from support.process import ServerProcess

ROOT = Path(__file__).resolve().parents[2]
WEB_TOOL = [sys.executable, str(ROOT / "tools" / "web.py"), "npm", "run", "--silent"]


@pytest.fixture(scope="module")
def engine_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built test page."""
    folder = tmp_path_factory.mktemp("engine-page")
    environment = {**os.environ, "ENGINE_TEST_DIST": str(folder)}
    subprocess.run([*WEB_TOOL, "engine:build"], env=environment, check=True, capture_output=True)
    return folder


@pytest.fixture
def office(tmp_path: Path) -> Iterator[ServerProcess]:
    """A server with two people who have never signed in."""
    server = ServerProcess(tmp_path)
    asyncio.run(server.add_people("anna", "igor"))
    server.start()
    yield server
    server.kill()


@pytest.mark.parametrize("flow", ["engine", "rooms", "tabs"])
def test_the_engine_in_a_browser(flow: str, engine_page: Path, office: ServerProcess) -> None:
    environment = {
        **os.environ,
        "ENGINE_TEST_DIST": str(engine_page),
        "ENGINE_TEST_SERVER": office.url,
        "ENGINE_TEST_PEOPLE": f"anna:{PASSWORD},igor:{PASSWORD}",
        "ENGINE_TEST_COOKIE": "1",
    }
    command = [*WEB_TOOL, "engine:test", f"e2e/engine/{flow}.test.mjs"]
    run = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
