# SPDX-License-Identifier: EUPL-1.2
"""What rooms of teams are called."""

import pytest

from chancery.kit.ids import RoomId
from chancery.modules.teams.contract import BoundRoom, Purpose
from chancery.modules.teams.rules import is_of_post, post_of, team_title


@pytest.mark.parametrize(
    ("purpose", "name", "title"),
    [
        ("space", "", "Legal"),
        ("discussion", "", "Legal"),
        ("announcements", "News", "Legal · News"),
        ("room", "Drafts", "Drafts"),
    ],
)
def test_titles(purpose: Purpose, name: str, title: str) -> None:
    assert team_title(BoundRoom(RoomId("!r"), "team:t", purpose, name), "Legal") == title


def test_whose() -> None:
    room = BoundRoom(RoomId("!r"), "post:p", "post", "")
    assert is_of_post(room)
    assert post_of(room) == "p"
    assert not is_of_post(BoundRoom(RoomId("!r"), "team:t", "space", ""))
