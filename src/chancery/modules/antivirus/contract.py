# SPDX-License-Identifier: EUPL-1.2
"""Door to the virus scanner, and the port that every engine fills."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from chancery.kit.ids import BlobId


class VerdictState(StrEnum):
    """The three answers; only `CLEAN` opens a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"


class Reason(StrEnum):
    """Why a content could not be scanned."""

    ENCRYPTED = "encrypted"
    """It is, or holds, something behind a password."""
    TOO_LARGE = "too_large"
    """It exceeds the largest size that is scanned."""
    TOO_COMPLEX = "too_complex"
    """It is nested too deeply, has too many parts or swells too much when unpacked."""
    UNREADABLE = "unreadable"
    """It is an archive that is broken or of a kind that no engine opens."""
    TIMEOUT = "timeout"
    """The scan took too long."""
    ENGINE_UNAVAILABLE = "engine_unavailable"
    """An engine did not answer; asking again later may help."""

    @property
    def is_passing(self) -> bool:
        """Whether the same content may get another answer without new signatures (a limit is a setting)."""
        return self in (Reason.ENGINE_UNAVAILABLE, Reason.TIMEOUT, Reason.TOO_LARGE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a content: `signature` names what was found, `reason` why nothing could be said."""

    sha256: str
    state: VerdictState
    signature: str | None = None
    reason: Reason | None = None

    @property
    def is_clean(self) -> bool:
        """Whether the content may be given out."""
        return self.state is VerdictState.CLEAN


class Scanner(Protocol):
    """Judges contents. It fails closed: what no engine vouches for is `UNSCANNED` and stays shut."""

    async def scan(self, blob_id: BlobId, *, purpose: str) -> Verdict:
        """Return the verdict on a stored blob, scanning it unless the present signatures know its hash.

        Callers that ask for the same content at once share one scan. Raises BlobNotFound and BlobDamaged.
        """

    async def scan_bytes(self, content: bytes) -> Verdict:
        """Return the verdict on bytes in memory, under the same rules."""

    async def verdict_of(self, sha256: str) -> Verdict | None:
        """Return the verdict of the present signatures on a hash, or None when it must be scanned (again)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one engine says of one content.

    `unopened` qualifies a clean finding: the engine saw a container that it could not open. `vouches` says that the
    engine opens containers itself and reports those that it cannot, so that its clean finding covers for others.
    """

    state: VerdictState
    signature: str | None = None
    reason: Reason | None = None
    unopened: Reason | None = None
    vouches: bool = False


class EngineUnavailable(Exception):
    """The engine does not answer."""


class Engine(Protocol):
    """One way of looking for malware."""

    @property
    def name(self) -> str:
        """The engine's name in verdicts and in the console."""

    def is_present(self) -> bool:
        """Whether the engine is to be asked; False only for one that was not demanded and is not installed."""

    async def signatures(self) -> str:
        """Return what the engine judges by: program, signature set and policy; raises EngineUnavailable."""

    async def scan(self, content: bytes) -> Finding:
        """Judge bytes; a failure is a finding (`UNSCANNED`), never an exception."""
