# SPDX-License-Identifier: EUPL-1.2
"""All engines asked as one: what they judge by together, and their joint finding."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chancery.kit.clock import Clock
from chancery.modules.antivirus.contract import Engine, EngineUnavailable, Finding
from chancery.modules.antivirus.model import EngineStatus
from chancery.modules.antivirus.rules import combine

log = logging.getLogger(__name__)

ANSWER_HOLDS_MS: Final = 30_000
"""How long new signatures may go unnoticed."""
SILENCE_HOLDS_MS: Final = 5_000


@dataclass(frozen=True, slots=True)
class _Known:
    names: tuple[str, ...]
    signatures: str | None
    until: int


class Panel:
    """The engines that are present."""

    def __init__(self, engines: Sequence[Engine], clock: Clock) -> None:
        self._engines = engines
        self._clock = clock
        self._known: _Known | None = None

    async def signatures(self) -> str | None:
        """Return what all present engines judge by, or None while one of them does not answer."""
        present = self._present()
        names = tuple(engine.name for engine in present)
        known = self._known
        if known is None or known.names != names or self._clock() >= known.until:
            known = await self._ask(present, names)
            self._known = known
        return known.signatures

    async def _ask(self, present: Sequence[Engine], names: tuple[str, ...]) -> _Known:
        try:
            answers = [f"{engine.name}: {await engine.signatures()}" for engine in present]
        except EngineUnavailable as error:
            log.warning("an engine does not answer: %s", error)
            return _Known(names, None, self._clock() + SILENCE_HOLDS_MS)
        return _Known(names, "; ".join(answers), self._clock() + ANSWER_HOLDS_MS)

    async def examine(self, content: bytes) -> Finding:
        """Return the joint finding of all present engines."""
        return combine(await asyncio.gather(*(engine.scan(content) for engine in self._present())))

    async def status(self) -> list[EngineStatus]:
        """Return how each present engine is doing, asked now."""
        return [EngineStatus(engine.name, await _signatures(engine)) for engine in self._present()]

    def _present(self) -> list[Engine]:
        return [engine for engine in self._engines if engine.is_present()]


async def _signatures(engine: Engine) -> str | None:
    try:
        return await engine.signatures()
    except EngineUnavailable:
        return None
