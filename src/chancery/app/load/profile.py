# SPDX-License-Identifier: EUPL-1.2
"""What a simulated organisation looks like and how its day goes: a TOML file read into typed parts."""

import tomllib
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

PROFILES = Path(__file__).parent / "profiles"

Share = Annotated[float, Meta(ge=0, le=1)]
Rate = Annotated[float, Meta(ge=0, le=10_000)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]


class ProfileError(Exception):
    """The profile cannot be read; the text says why."""


class Organisation(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How people are grouped into rooms."""

    team: Annotated[int, Meta(ge=2, le=1000)] = 12
    """People of a team, who share one room."""
    department: Annotated[int, Meta(ge=2, le=10_000)] = 120
    """People of a department, who share one room."""
    project: Annotated[int, Meta(ge=2, le=1000)] = 25
    """People of a project room, drawn from all departments."""
    projects_per_person: Count = 2
    colleagues: Count = 4
    """How many people each writes to directly."""


class Habits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a person does in one hour of ordinary work."""

    messages: Rate = 6
    direct: Share = 0.4
    """Share of the messages that go to one colleague."""
    wide: Share = 0.02
    """Share of the messages that go to the department's room."""
    typing: Share = 0.6
    """Share of the messages before which others see somebody typing."""
    reads: Rate = 12
    """Receipts sent: a room opened and read to its end."""
    opens: Rate = 3
    """Pages of older messages fetched."""
    reconnects: Rate = 0.2
    """Times that the client starts anew and syncs from its last token."""
    characters: Annotated[int, Meta(ge=1, le=20_000)] = 140
    """Median length of a message; lengths follow a log-normal distribution."""
    key_share_every: Annotated[int, Meta(ge=1, le=10_000)] = 100
    """After so many messages of a person in a room its key is sent to every member's device."""


class Phase(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of the day."""

    name: str
    hours: Annotated[float, Meta(gt=0, le=24)]
    online: Share = 0.9
    """Share of the people who are signed in and listening at its end; they come and go evenly."""
    activity: Rate = 1
    """Factor on all habits."""
    announcements: Count = 0
    """Messages into the room that everybody is in."""
    meetings: Share = 0
    """Share of the teams that meet: their room's messages come ten times as fast."""


class Profile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole day."""

    name: str
    organisation: Organisation = Organisation()
    habits: Habits = Habits()
    phases: Annotated[tuple[Phase, ...], Meta(min_length=1)]

    @property
    def hours(self) -> float:
        """Length of the day, in hours."""
        return sum(phase.hours for phase in self.phases)


def load_profile(name: str) -> Profile:
    """Return a profile of ours by its name, or one from a file; raises ProfileError."""
    ours = PROFILES / f"{name}.toml"
    path = ours if ours.exists() else Path(name)
    try:
        return decode_profile(path.read_text("utf-8"))
    except OSError as error:
        known = ", ".join(sorted(one.stem for one in PROFILES.glob("*.toml")))
        raise ProfileError(f"{name}: {error.strerror}. A file is needed, or one of: {known}.") from error
    except ProfileError as error:
        raise ProfileError(f"{path}: {error}") from error


def decode_profile(text: str) -> Profile:
    """Return the profile that a TOML text describes; raises ProfileError."""
    try:
        raw: dict[str, Any] = tomllib.loads(text)
        return msgspec.convert(raw, Profile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ProfileError(str(error)) from error
