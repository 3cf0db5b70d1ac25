# SPDX-License-Identifier: EUPL-1.2
"""JSON shapes of the scanner's API."""

import msgspec


class RulesView(msgspec.Struct, frozen=True):
    """YARA rules for scanning in the browser; `version` changes with the text."""

    version: str
    source: str


class EngineView(msgspec.Struct, frozen=True):
    """One engine; `signatures` is null while it does not answer."""

    name: str
    signatures: str | None
    available: bool


class StatusView(msgspec.Struct, frozen=True):
    """The scanner for administrators; `verdicts` counts contents by verdict."""

    engines: list[EngineView]
    max_bytes: int
    block_executables: bool
    block_macros: bool
    verdicts: dict[str, int]
