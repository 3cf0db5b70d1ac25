# SPDX-License-Identifier: EUPL-1.2
"""Checks what import contracts cannot see: manifests, tables, tests beside code, sizes, and argued exceptions.

`python -m tools.check_modules [ROOT]` prints one line per finding and exits with 1 when there is one. Exceptions
stand in tools/exceptions.toml, each with a reason; one that is no longer needed is a finding, too.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FILE_LIMIT = 500
TEST_FILE_LIMIT = 600
FUNCTION_LIMIT = 60
PARAMETER_LIMIT = 8
NEEDED_ROOMS = ("module.py", "contract.py", "README.md")

SPDX = re.compile(r"\A(#!.*\n)?# SPDX-License-Identifier: EUPL-1\.2$", re.MULTILINE)
TABLE = re.compile(r"\b(?:FROM|INTO|UPDATE|JOIN|TABLE(?: IF NOT EXISTS)?)\s+([a-z]+_[a-z_]+)", re.IGNORECASE)
TRANSACTION = re.compile(r"\.(?:rollback|begin)\(")
BARE_IGNORE = re.compile(r"#\s*type:\s*ignore(?:\[[^\]]+\])?\s*$")
BARE_NOQA = re.compile(r"#\s*noqa(?::\s*[A-Z0-9, ]+)?\s*$")
BARE_TODO = re.compile(r"#\s*(?:TODO|FIXME|XXX)(?!\(#\d+\))")

GOOD_LINES = [
    "x = f()  # type: ignore[misc]  # the library has no types",
    "import a  # noqa: F401  # re-exported",
]
BAD_LINES = [
    "x = f()  # type: ignore[misc]",
    "x = f()  # type: ignore",
    "import a  # noqa: F401",
    "# TODO later",
]

QUOTED = {f'"{line}",' for line in BAD_LINES}
"""The bad examples as they stand in this file, so that it passes its own check."""

Finding = tuple[str, str]
"""Where (a path, or path:name) and what."""


@cache
def parsed(text: str) -> ast.Module:
    """Return the syntax tree of a source text, once."""
    return ast.parse(text)


def check(root: Path) -> list[Finding]:
    """Return every finding below `root`, exceptions not yet taken off."""
    findings: list[Finding] = []
    for path in python_files(root):
        where = str(path.relative_to(root))
        text = path.read_text()
        findings += [(where, what) for what in check_lines(text)]
        findings += check_sizes(where, text)
    for module in module_folders(root):
        findings += check_module(root, module)
    return findings


def python_files(root: Path) -> Iterator[Path]:
    for folder in ("src", "tests", "tools", "bench"):
        yield from sorted((root / folder).rglob("*.py"))


def module_folders(root: Path) -> list[Path]:
    modules = root / "src/chancery/modules"
    return [path for path in sorted(modules.iterdir()) if path.is_dir() and (path / "__init__.py").exists()]


def check_lines(text: str) -> Iterator[str]:
    """Yield what is wrong with the text's licence line, ignores and notes."""
    if not SPDX.search(text):
        yield "the first line is not the SPDX mark"
    if not ast.get_docstring(parsed(text)):
        yield "the file does not open with a one-sentence docstring"
    for number, line in enumerate(text.splitlines(), 1):
        if BARE_IGNORE.search(line):
            yield f"line {number}: `type: ignore` needs a code and a reason behind it"
        if BARE_NOQA.search(line):
            yield f"line {number}: `noqa` needs a rule and a reason behind it"
        if BARE_TODO.search(line) and line.strip() not in QUOTED:
            yield f"line {number}: a TODO needs an issue number, TODO(#12)"


def check_sizes(where: str, text: str) -> Iterator[Finding]:
    limit = TEST_FILE_LIMIT if where.startswith("tests") else FILE_LIMIT
    lines = text.count("\n")
    if lines > limit:
        yield where, f"{lines} lines; split it at {limit}"
    for node in ast.walk(parsed(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from ((f"{where}:{node.name}", what) for what in check_function(node))


def check_function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    if length > FUNCTION_LIMIT:
        yield f"{length} lines; a function has at most {FUNCTION_LIMIT}"
    positional = [argument.arg for argument in node.args.args if argument.arg not in ("self", "cls")]
    if len(positional) > PARAMETER_LIMIT:
        yield f"{len(positional)} positional parameters; make them keyword-only or a dataclass"


def check_module(root: Path, module: Path) -> Iterator[Finding]:
    """Yield what is wrong with one module: its rooms, needs, tables, purity and missing tests."""
    where = str(module.relative_to(root))
    for room in NEEDED_ROOMS:
        if not (module / room).exists():
            yield where, f"has no {room}"
    yield from ((where, what) for what in check_needs(module))
    for path in sorted(module.rglob("*.py")):
        yield from ((str(path.relative_to(root)), what) for what in check_source(module, path))
    for path in sorted((module / "migrations").glob("*.sql")):
        yield from (
            (str(path.relative_to(root)), what) for what in foreign_tables(module.name, path.read_text())
        )
    yield from ((where, what) for what in check_tests(root, module))


def check_needs(module: Path) -> Iterator[str]:
    """Yield a mismatch between the manifest's `needs` and the modules that are really imported."""
    declared = declared_needs(module / "module.py")
    imported = {name for path in module.rglob("*.py") for name in imported_modules(path)} - {module.name}
    for name in sorted(imported - declared):
        yield f"imports {name}, which module.py does not list in needs"
    for name in sorted(declared - imported):
        yield f"lists {name} in needs and never imports it"


def declared_needs(manifest: Path) -> set[str]:
    if not manifest.exists():
        return set()
    for node in ast.walk(parsed(manifest.read_text())):
        if isinstance(node, ast.keyword) and node.arg == "needs":
            return set(ast.literal_eval(node.value))
    return set()


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("chancery.modules."):
            yield (node.module or "").split(".")[2]


def check_source(module: Path, path: Path) -> Iterator[str]:
    text = path.read_text()
    room = path.relative_to(module).parts[0].removesuffix(".py")
    if TRANSACTION.search(text):
        yield "transactions belong to platform/db; hand over a Write"
    if room in ("rules", "model") and any(
        isinstance(node, ast.Await | ast.AsyncFunctionDef) for node in ast.walk(parsed(text))
    ):
        yield "rules and models never wait"
    strings = [
        n.value for n in ast.walk(parsed(text)) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]
    sql = "\n".join(
        text for text in strings if re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE FROM|WITH)\b", text)
    )
    if sql and room != "store":
        yield "SQL lives in the store room only"
    yield from foreign_tables(module.name, sql)


def foreign_tables(module: str, sql: str) -> Iterator[str]:
    names = set(TABLE.findall(re.sub(r"--.*", "", sql)))
    for name in sorted(name for name in names if not name.startswith(f"{module}_")):
        yield f"names the table {name}; a module's tables start with {module}_"


def check_tests(root: Path, module: Path) -> Iterator[str]:
    """Yield each api and rules file that no test file of the module mentions by name."""
    tests = root / "tests/modules" / module.name
    names = " ".join(path.name for path in tests.glob("test_*.py")) if tests.exists() else ""
    for room in ("api", "rules"):
        files = [module / f"{room}.py", *sorted((module / room).glob("*.py"))]
        for path in files:
            topic = room if path.parent == module else path.stem
            if path.exists() and topic != "__init__" and topic not in names:
                yield f"{room} of {topic!r} has no test file tests/modules/{module.name}/test_*{topic}*.py"


def main() -> None:
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    listed = root / "tools/exceptions.toml"
    exceptions = tomllib.loads(listed.read_text()) if listed.exists() else {}
    findings = check(root)
    found = {where for where, _ in findings}
    left = [f"{where}: {what}" for where, what in findings if where not in exceptions]
    left += [
        f"tools/exceptions.toml: {where} is no longer needed" for where in exceptions if where not in found
    ]
    print("\n".join(left))
    sys.exit(1 if left else 0)


if __name__ == "__main__":
    main()
