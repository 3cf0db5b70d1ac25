# SPDX-License-Identifier: EUPL-1.2
"""What names may be."""

import pytest

from chancery.kit.errors import BadRequest
from chancery.modules.org.rules.names import check_person_name, named


def test_a_name_stands_without_the_space_around_it() -> None:
    assert named("  Legal Department ") == "Legal Department"


@pytest.mark.parametrize("text", ["", "   ", "x" * 201])
def test_no_name(text: str) -> None:
    with pytest.raises(BadRequest):
        named(text)


def test_names_of_the_server_itself_are_nobodys() -> None:
    check_person_name("@anna:ministry.example")
    with pytest.raises(BadRequest):
        check_person_name("@_organisation:ministry.example")
