# SPDX-License-Identifier: EUPL-1.2
"""The module checker accepts the tree and finds what it is there to find."""

import shutil
from pathlib import Path

import pytest

from tools import check_modules

ROOT = Path(__file__).resolve().parents[2]
HEAD = '# SPDX-License-Identifier: EUPL-1.2\n"""A planted file."""\n'


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("web_dist", "__pycache__")
    for folder in ("src", "tests", "tools"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignore)
    return tmp_path


def new_findings(tree: Path, before: list[check_modules.Finding]) -> list[str]:
    return [what for where, what in check_modules.check(tree) if (where, what) not in before]


PLANTED = {
    "SQL outside the store": (
        "modules/keys/service/planted.py",
        'Q = "SELECT 1 FROM keys_device"\n',
        "SQL lives",
    ),
    "another module's table": (
        "modules/keys/store/planted.py",
        'Q = "SELECT 1 FROM rooms_event"\n',
        "names the table rooms_event",
    ),
    "waiting in rules": (
        "modules/push/rules/planted.py",
        "async def f() -> None:\n    await g()\n",
        "never wait",
    ),
    "an undeclared need": (
        "modules/push/service/planted.py",
        "from chancery.modules.antivirus.contract import Scanner\n",
        "imports antivirus",
    ),
    "an unargued ignore": (
        "kit/planted.py",
        "x: int = f()  # type: ignore[misc]\n",
        "needs a code and a reason",
    ),
    "an unargued noqa": ("kit/planted.py", "import os  # noqa: F401\n", "needs a rule and a reason"),
    "a loose note": ("kit/planted.py", "x = 1  # TODO tidy\n", "needs an issue number"),
    "a long function": ("kit/planted.py", "def f() -> None:\n" + "    x = 1\n" * 61, "at most 60"),
    "a long file": ("kit/planted.py", "x = 1\n" * 501, "split it at 500"),
    "a transaction": ("modules/keys/service/planted.py", "db.rollback()\n", "transactions belong"),
}


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_fault_is_found(tree: Path, case: str) -> None:
    where, source, finding = PLANTED[case]
    before = check_modules.check(tree)
    (tree / "src/chancery" / where).write_text(HEAD + source)
    assert any(finding in what for what in new_findings(tree, before))


def test_a_file_without_mark_or_docstring_is_found(tree: Path) -> None:
    before = check_modules.check(tree)
    (tree / "src/chancery/kit/planted.py").write_text("x = 1\n")
    found = " ".join(new_findings(tree, before))
    assert "SPDX" in found
    assert "docstring" in found


@pytest.mark.parametrize("line", check_modules.GOOD_LINES)
def test_argued_lines_pass(line: str) -> None:
    assert list(check_modules.check_lines(HEAD + line + "\n")) == []


@pytest.mark.parametrize("line", check_modules.BAD_LINES)
def test_unargued_lines_do_not_pass(line: str) -> None:
    assert list(check_modules.check_lines(HEAD + line + "\n")) != []
