# SPDX-License-Identifier: EUPL-1.2
"""The data sets of the demo agency, read from TOML and checked."""

import tomllib
from importlib.resources import files
from typing import Literal

import msgspec

Language = Literal["en", "ru"]
LANGUAGES: tuple[Language, ...] = ("en", "ru")
AGENCY = "agency"
"""The key of the tree's root."""


class DemoUnit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit; `above` is the key of its parent."""

    key: str
    name: str
    kind: str
    above: str = AGENCY


class DemoPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person with the post that they hold."""

    login: str
    name: str
    unit: str
    post: str
    room: str
    head: bool = False
    speaks: list[str] | None = None


class DemoActing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who acts for the head of a unit."""

    login: str
    unit: str


class DemoRoom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A room; the first member (or writer) made it. Without `encrypted` or `direct` its script is played."""

    members: list[str] | Literal["all"]
    name: str | None = None
    topic: str | None = None
    writers: list[str] = []
    encrypted: bool = False
    direct: bool = False
    script: list[str] = []


class DemoData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole data set; `name_words` is how many words of the full name chats show."""

    language: Language
    agency: str
    email_domain: str
    phone: str
    name_words: int
    logins: list[str]
    administrators: list[str]
    units: list[DemoUnit]
    people: list[DemoPerson]
    acting: list[DemoActing]
    files: dict[str, str]
    rooms: list[DemoRoom]


def load(language: Language) -> DemoData:
    """Return the data set of a language."""
    text = files("chancery.app.demo").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return msgspec.convert({**tomllib.loads(text), "language": language}, DemoData)
