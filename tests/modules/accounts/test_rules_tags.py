# SPDX-License-Identifier: EUPL-1.2
"""Room tags as content of `m.tag`."""

from typing import Any

import pytest

from chancery.kit.errors import BadJson
from chancery.modules.accounts.rules.tags import tags_of, with_tag, without_tag


def test_a_tag_is_set_beside_others_and_taken_off() -> None:
    content = with_tag({"tags": {"u.a": {}}}, "m.favourite", {"order": 0.5})
    assert content == {"tags": {"u.a": {}, "m.favourite": {"order": 0.5}}}
    assert without_tag(content, "u.a") == {"tags": {"m.favourite": {"order": 0.5}}}
    assert without_tag(content, "u.unknown") == content


@pytest.mark.parametrize("content", [None, [], {"tags": []}, {"tags": "x"}, {}, 7])
def test_content_of_another_shape_counts_as_none(content: Any) -> None:
    assert tags_of(content) == {}
    assert with_tag(content, "u.a", {}) == {"tags": {"u.a": {}}}


@pytest.mark.parametrize(
    ("tag", "body"), [("", {}), ("x" * 256, {}), ("u.a", {"order": "1"}), ("u.a", {"order": True})]
)
def test_bad_tags_are_refused(tag: str, body: dict[str, Any]) -> None:
    with pytest.raises(BadJson):
        with_tag({}, tag, body)
