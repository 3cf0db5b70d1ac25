# SPDX-License-Identifier: EUPL-1.2
"""What the log stores: entries as they lie in the table, checkpoints, and what a verification finds."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry; `salt`, `actor`, `subject` and `details` (canonical JSON) are None once they were erased."""

    position: int
    at: int
    action: str
    commitment: bytes
    salt: bytes | None
    actor: str | None
    subject: str | None
    details: str | None


@dataclass(frozen=True, slots=True)
class StoredLeaf:
    """The hash of a sealed entry and its place in the tree."""

    tree_index: int
    position: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    """A signed note about the first `tree_size` entries, the last of which lies at stream position `upto`."""

    tree_size: int
    upto: int
    peaks: bytes
    note: str


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries a reader wants; `before` is the stream position from which to go back."""

    before: int | None = None
    action: str | None = None
    actor: str | None = None
    subject: str | None = None
    since: int | None = None
    until: int | None = None


@dataclass(slots=True)
class Verification:
    """What a walk over the log found; the log is sound when `problems` is empty."""

    entries: int = 0
    sealed: int = 0
    checkpoints: int = 0
    root: bytes = b""
    problems: list[str] = field(default_factory=list)
