# SPDX-License-Identifier: EUPL-1.2
"""The module checker accepts the tree and finds what it is there to find."""

import shutil
from pathlib import Path

import pytest

from tools import check_modules

ROOT = Path(__file__).resolve().parents[2]
HEAD = '# SPDX-License-Identifier: EUPL-1.2\n"""A planted file."""\n'


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to plant in; each test takes its file out again."""
    copy = tmp_path_factory.mktemp("tree")
    ignore = shutil.ignore_patterns("web_dist", "__pycache__")
    for folder in ("src", "tests", "tools"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignore)
    return copy


@pytest.fixture(scope="module")
def before(tree: Path) -> list[check_modules.Finding]:
    return check_modules.check(tree)


def findings_with(tree: Path, before: list[check_modules.Finding], where: str, source: str) -> list[str]:
    path = tree / "src/chancery" / where
    path.write_text(source)
    try:
        return [what for place, what in check_modules.check(tree) if (place, what) not in before]
    finally:
        path.unlink()


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
    "a loose note": ("kit/planted.py", "x = 1  # " + "TODO tidy\n", "needs an issue number"),
    "a long function": ("kit/planted.py", "def f() -> None:\n" + "    x = 1\n" * 61, "at most 60"),
    "a long file": ("kit/planted.py", "x = 1\n" * 501, "split it at 500"),
    "a transaction": ("modules/keys/service/planted.py", "db.rollback()\n", "transactions belong"),
}


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_fault_is_found(tree: Path, before: list[check_modules.Finding], case: str) -> None:
    where, source, finding = PLANTED[case]
    assert any(finding in what for what in findings_with(tree, before, where, HEAD + source))


def test_a_file_without_mark_or_docstring_is_found(tree: Path, before: list[check_modules.Finding]) -> None:
    found = " ".join(findings_with(tree, before, "kit/planted.py", "x = 1\n"))
    assert "SPDX" in found
    assert "docstring" in found


@pytest.mark.parametrize("line", check_modules.GOOD_LINES)
def test_argued_lines_pass(line: str) -> None:
    assert list(check_modules.check_lines(HEAD + line + "\n")) == []


@pytest.mark.parametrize("line", check_modules.BAD_LINES)
def test_unargued_lines_do_not_pass(line: str) -> None:
    assert list(check_modules.check_lines(HEAD + line + "\n")) != []
