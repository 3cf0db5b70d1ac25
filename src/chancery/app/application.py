# SPDX-License-Identifier: EUPL-1.2
"""What the wiring builds and the server serves."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from chancery.platform.config.settings import Settings
from chancery.platform.http.routes import Authenticate
from chancery.platform.lifecycle import Hook, Module

Check = Callable[[], Awaitable[str]]
"""Returns a few words on the state of a part ("ok", "2 engines"); raises any error when the part is not ready."""


@dataclass(frozen=True, slots=True)
class Application:
    """All modules, built bottom up, and how to let them go.

    `checks` answer `GET /ready` by name (database, blobs, antivirus …); `gauges` are read at each scrape of
    `GET /metrics`, by metric name; `close` releases what the wiring opened, after the modules have stopped.
    """

    settings: Settings
    modules: Sequence[Module]
    authenticate: Authenticate
    close: Hook
    checks: Mapping[str, Check] = field(default_factory=dict)
    gauges: Mapping[str, Callable[[], float]] = field(default_factory=dict)
