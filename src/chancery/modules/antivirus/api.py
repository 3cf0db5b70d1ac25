# SPDX-License-Identifier: EUPL-1.2
"""Routes of the scanner."""

from collections.abc import Sequence

from chancery.modules.antivirus.contract import VerdictState
from chancery.modules.antivirus.model import Policy
from chancery.modules.antivirus.schemas import EngineView, RulesView, StatusView
from chancery.modules.antivirus.service.report import ScannerReport
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route


class AntivirusApi:
    """Rules for the browsers, the state of the engines for administrators."""

    def __init__(self, *, rules: RulesView, report: ScannerReport, policy: Policy, max_bytes: int) -> None:
        self._rules = rules
        self._report = report
        self._policy = policy
        self._max_bytes = max_bytes

    def routes(self) -> Sequence[Route]:
        """Return the module's routes."""
        return (
            Route("GET", "/api/v1/antivirus/rules", self.rules, answer=RulesView, tag="antivirus",
                  summary="YARA rules for scanning in the browser"),
            Route("GET", "/api/v1/antivirus/status", self.status, answer=StatusView, tag="antivirus",
                  summary="Engines, policy and counts of verdicts, for administrators"),
        )  # fmt: skip

    async def rules(self, request: Request) -> Response:
        """Answer `GET /api/v1/antivirus/rules`; a browser that has this version gets 304."""
        etag = f'"{self._rules.version}"'
        headers = (("etag", etag), ("cache-control", "private, no-cache"))
        if request.header("if-none-match") == etag:
            return Response(status=304, headers=headers)
        return json_response(self._rules, headers=headers)

    async def status(self, request: Request) -> StatusView:
        """Answer `GET /api/v1/antivirus/status`."""
        engines, verdicts = await self._report.access_status(request.caller)
        return StatusView(
            engines=[
                EngineView(engine.name, engine.signatures, available=engine.signatures is not None)
                for engine in engines
            ],
            max_bytes=self._max_bytes,
            block_executables=self._policy.block_executables,
            block_macros=self._policy.block_macros,
            verdicts={state.value: verdicts.get(state, 0) for state in VerdictState},
        )
