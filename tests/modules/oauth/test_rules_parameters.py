# SPDX-License-Identifier: EUPL-1.2
"""Parameters of queries and forms."""

import pytest

from chancery.modules.oauth.errors import OAuthError
from chancery.modules.oauth.rules import parameters


def test_parameters_without_a_value_are_left_out() -> None:
    assert parameters.read_parameters("a=1&b=") == {"a": "1"}
    assert parameters.read_parameters("") == {}


@pytest.mark.parametrize("text", ["-1", "1.5", "", "soon", "9" * 11, "٣"])
def test_seconds_are_whole_numbers(text: str) -> None:
    assert parameters.whole_number("60") == 60
    with pytest.raises(OAuthError):
        parameters.whole_number(text)
