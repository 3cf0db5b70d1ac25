# SPDX-License-Identifier: EUPL-1.2
"""Profiles: ours can be read, and what is wrong in one is said."""

from pathlib import Path

import pytest

from chancery.app.load.profile import PROFILES, ProfileError, decode_profile, load_profile


@pytest.mark.parametrize("name", sorted(path.stem for path in PROFILES.glob("*.toml")))
def test_our_profiles_can_be_read(name: str) -> None:
    assert load_profile(name).hours > 0


def test_a_file_is_a_profile_too(tmp_path: Path) -> None:
    path = tmp_path / "night.toml"
    path.write_text('name = "night"\n[[phases]]\nname = "watch"\nhours = 8\nonline = 0.01\n')
    assert load_profile(str(path)).phases[0].online == 0.01


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "value"),
        ('name = "x"', "phases"),
        ('name = "x"\nphases = []', "phases"),
        ('name = "x"\n[[phases]]\nname = "a"\nhours = 0', "hours"),
        ('name = "x"\n[[phases]]\nname = "a"\nhours = 1\nonline = 2', "online"),
        ('name = "x"\nspeed = 3\n[[phases]]\nname = "a"\nhours = 1', "speed"),
    ],
)
def test_what_is_wrong_is_said(text: str, said: str) -> None:
    with pytest.raises(ProfileError, match=said):
        decode_profile(text)


def test_an_unknown_name_lists_ours() -> None:
    with pytest.raises(ProfileError, match="working-day"):
        load_profile("no-such-profile")
