# SPDX-License-Identifier: EUPL-1.2
"""Each import contract is kept, and each breaks when a violation is planted in a copy of the tree."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).parent / "lint-imports"

PLANTED = {
    "platform imports a module": (
        "platform/planted.py",
        "from chancery.modules.audit import contract\n",
        "Strata",
    ),
    "a module imports upwards": (
        "modules/audit/service/planted.py",
        "from chancery.modules.rooms import contract\n",
        "Who may depend on whom",
    ),
    "a sibling of the same layer": (
        "modules/keys/service/planted.py",
        "from chancery.modules.media import contract\n",
        "Who may depend on whom",
    ),
    "a module's store is entered from outside": (
        "modules/keys/service/planted.py",
        "from chancery.modules.accounts import store\n",
        "entered by its contract",
    ),
    "a module is entered by its bare package": (
        "modules/keys/service/planted.py",
        "import chancery.modules.accounts\n",
        "entered by its contract",
    ),
    "a store calls its service": (
        "modules/keys/store/planted.py",
        "from chancery.modules.keys import service\n",
        "looks only downwards",
    ),
    "an api reaches past its service into the manifest": (
        "modules/keys/api/planted.py",
        "from chancery.modules.keys import module\n",
        "looks only downwards",
    ),
    "a room of an unknown name": (
        "modules/keys/helpers.py",
        "X = 1\n",
        "looks only downwards",
    ),
    "rules do I/O": (
        "modules/push/rules/planted.py",
        "import asyncio\n",
        "do no I/O",
    ),
    "wire reaches the platform": (
        "wire/planted.py",
        "from chancery.platform.db import port\n",
        "do no I/O",
    ),
    "a module that no layer places": (
        "modules/gossip/__init__.py",
        '"""Not in the order."""\n',
        "Who may depend on whom",
    ),
}


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        "PYTHONPATH": f"{tree / 'src'}:{tree}",
        "PATH": "/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [str(LINT), "--config", str(tree / ".importlinter"), "--no-cache"]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to plant in; each test takes its file out again."""
    copy = tmp_path_factory.mktemp("tree")
    ignore = shutil.ignore_patterns("web_dist", "__pycache__")
    shutil.copytree(ROOT / "src", copy / "src", ignore=ignore)
    shutil.copytree(ROOT / "tools", copy / "tools", ignore=ignore)
    shutil.copy(ROOT / ".importlinter", copy)
    return copy


def test_the_tree_keeps_every_contract(tree: Path) -> None:
    done = lint(tree)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_violation_breaks_its_contract(tree: Path, case: str) -> None:
    where, source, contract = PLANTED[case]
    path = tree / "src/chancery" / where
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)
    try:
        done = lint(tree)
    finally:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    assert done.returncode != 0
    broken = [line for line in done.stdout.splitlines() if line.rstrip().endswith("BROKEN")]
    said = broken or done.stdout.splitlines()  # an unplaced module is told before the table of contracts
    assert any(contract in line or "gossip" in line or "helpers" in line for line in said), done.stdout
