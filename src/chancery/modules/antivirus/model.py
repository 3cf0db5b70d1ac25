# SPDX-License-Identifier: EUPL-1.2
"""The scanner's own vocabulary."""

from dataclasses import dataclass

from chancery.modules.antivirus.contract import Verdict


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """A verdict with the signatures that gave it and when (milliseconds since the epoch)."""

    verdict: Verdict
    signatures: str
    scanned_at: int


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """How one engine is doing; `signatures` is None when it does not answer."""

    name: str
    signatures: str | None


@dataclass(frozen=True, slots=True)
class Policy:
    """What counts as infected besides malware."""

    block_executables: bool = True
    block_macros: bool = True
