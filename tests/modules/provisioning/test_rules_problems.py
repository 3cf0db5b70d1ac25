# SPDX-License-Identifier: EUPL-1.2
"""Every problem that the sources of the module name has a text."""

import re
from pathlib import Path

import pytest

from chancery.modules import provisioning
from chancery.modules.provisioning.rules.problems import problem, warning

SOURCES = "".join(path.read_text() for path in Path(str(provisioning.__file__)).parent.rglob("*.py"))
CODES = sorted(set(re.findall(r'(?:problem|warning)\(\s*"([a-z_]+)"', SOURCES)))
PARAMS = [
    "unit",
    "other",
    "field",
    "parent",
    "path",
    "post",
    "kind",
    "person",
    "login",
    "email",
    "owner",
    "reason",
    "most",
    "value",
]


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_a_text(code: str) -> None:
    found = problem(code, 3, **dict.fromkeys(PARAMS, "x"))
    assert (found.severity, found.line) == ("error", 3)
    assert "{" not in found.message


def test_a_warning_is_no_error() -> None:
    assert warning("unit_missing", unit="a").severity == "warning"
