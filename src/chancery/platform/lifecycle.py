# SPDX-License-Identifier: EUPL-1.2
"""The manifest that every module gives to the wiring: what it needs, serves, stores and runs."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from chancery.platform.http.routes import Route

Hook = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """A background task: `run` is awaited every `every` seconds, never twice at once; errors are logged and it goes on."""

    name: str
    run: Hook
    every: float


@dataclass(frozen=True, slots=True)
class Module:
    """One module, built: `name` is its folder, `needs` the modules whose contracts or events it uses."""

    name: str
    needs: Sequence[str] = ()
    routes: Sequence[Route] = ()
    jobs: Sequence[Job] = ()
    start: Hook | None = None
    stop: Hook | None = None
