# SPDX-License-Identifier: EUPL-1.2
"""What the scanner says about itself."""

from collections.abc import Mapping, Sequence

from chancery.kit.errors import Forbidden
from chancery.modules.antivirus.contract import VerdictState
from chancery.modules.antivirus.model import EngineStatus
from chancery.modules.antivirus.service.panel import Panel
from chancery.modules.antivirus.store import VerdictStore
from chancery.platform.http.request import Caller


class ScannerReport:
    """Engines and verdicts, for administrators."""

    def __init__(self, panel: Panel, store: VerdictStore) -> None:
        self._panel = panel
        self._store = store

    async def access_status(self, actor: Caller) -> tuple[Sequence[EngineStatus], Mapping[VerdictState, int]]:
        """Return how the engines do and how many contents have which verdict; raises Forbidden."""
        if not actor.is_admin:
            raise Forbidden("only administrators see the state of the scanner")
        return await self._panel.status(), await self._store.count_by_state()
