# SPDX-License-Identifier: EUPL-1.2
"""Names, values and size of profile fields."""

import pytest

from chancery.kit.errors import BadRequest
from chancery.modules.accounts.rules.profile import MOST_BYTES, check_name, check_size, check_value


@pytest.mark.parametrize("name", ["m.tz", "org.example.x-y_z", "a" * 255])
def test_namespaced_names_pass(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize("name", ["", "M.tz", "1a", "a b", "ä", "a" * 256])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(BadRequest):
        check_name(name)


def test_a_time_zone_is_a_text_and_other_fields_are_anything() -> None:
    check_value("m.tz", "Europe/Berlin")
    check_value("org.example", [1, None])
    with pytest.raises(BadRequest):
        check_value("m.tz", None)


def test_a_profile_is_smaller_than_its_bound() -> None:
    check_size(MOST_BYTES - 1)
    with pytest.raises(BadRequest):
        check_size(MOST_BYTES)
