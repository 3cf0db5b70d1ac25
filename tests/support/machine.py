# SPDX-License-Identifier: EUPL-1.2
"""The ground of state machines: a whole application of its own, with people, beside a plain model."""

import asyncio
import tempfile
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize

from chancery.platform.bus.local import LocalBus
from chancery.platform.db.open import open_database
from chancery.platform.db.port import Database
from support.ministry import Ministry, ministry_settings, open_ministry
from support.people import Person

T = TypeVar("T")


def sized(examples: int, steps: int) -> settings:
    """Return settings for machines that talk to a server: some seconds in all, no deadline per step."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


class MinistryMachine(RuleBasedStateMachine):
    """Opens a ministry with the people of `names`; subclasses furnish it in `begin`."""

    names: ClassVar[tuple[str, ...]] = ("anna", "boris", "carla")

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.database: Database
        self.context: AbstractAsyncContextManager[Ministry]
        self.ministry: Ministry | None = None
        self.people: dict[str, Person] = {}
        self.room = ""

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for something."""
        return self.loop.run_until_complete(work)

    @initialize()
    def open(self) -> None:
        """Start the application, then furnish it."""
        self.run(self._open())
        self.run(self.begin())

    async def begin(self) -> None:
        """Make what the machine plays with."""

    async def _open(self) -> None:
        folder, bus = Path(self.folder.name), LocalBus()
        self.database = await open_database(f"sqlite:///{folder}/chancery.db", folder, bus)
        self.context = open_ministry(ministry_settings(folder), self.database, bus, folder)
        self.ministry = await self.context.__aenter__()
        for name in self.names:
            self.people[name] = await self.ministry.person(name)

    def teardown(self) -> None:
        """Close everything."""
        if self.ministry is not None:
            self.run(self.context.__aexit__(None, None, None))
            self.run(self.database.close())
        self.loop.close()
        self.folder.cleanup()
