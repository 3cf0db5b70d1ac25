# SPDX-License-Identifier: EUPL-1.2
"""This module's own vocabulary: what can be found, what is looked for, what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Order = Literal["rank", "recent"]

TEXT_MEMBERS: Mapping[str, str] = {
    "m.room.message": "content.body",
    "m.room.name": "content.name",
    "m.room.topic": "content.topic",
}
"""The event types that can be found, with the key by which a request names their text."""
REDACTION = "m.room.redaction"


@dataclass(frozen=True, slots=True)
class Document:
    """An event as the index holds it: its words, and the stems that differ from them, joined by spaces."""

    position: int
    room_id: str
    sender: str
    type: str
    sent_at: int
    shown: str
    words: str
    stems: str


@dataclass(frozen=True, slots=True)
class Term:
    """One word that is looked for; a word that may still be typed is also the beginning of others."""

    word: str
    stem: str
    is_prefix: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """Where and what to look for; None leaves a part open.

    `before` bounds the positions from above; `since` and `until` are milliseconds, both included.
    """

    rooms: Sequence[str]
    types: Sequence[str]
    senders: Sequence[str] | None = None
    not_senders: Sequence[str] = ()
    before: int | None = None
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found; a higher rank fits better."""

    position: int
    room_id: str
    sender: str
    rank: float
