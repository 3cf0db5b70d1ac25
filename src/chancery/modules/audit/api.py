# SPDX-License-Identifier: EUPL-1.2
"""Routes of the audit log."""

from collections.abc import Sequence

from chancery.kit.paging import page_size
from chancery.modules.audit.model import EntryFilter
from chancery.modules.audit.schemas import CheckpointView, EntryPage, entry_page
from chancery.modules.audit.service.read import AuditReader
from chancery.platform.http.request import Query, Request
from chancery.platform.http.routes import Route


class AuditApi:
    """The three reading endpoints; there is none that writes."""

    def __init__(self, reader: AuditReader, verifier_key: str) -> None:
        self._reader = reader
        self._verifier_key = verifier_key

    def routes(self) -> Sequence[Route]:
        """Return the module's routes."""
        return (
            Route("GET", "/api/v1/audit/about-me", self.about_me, answer=EntryPage, tag="audit",
                  summary="Who looked at my data or changed it"),
            Route("GET", "/api/v1/audit/entries", self.entries, answer=EntryPage, tag="audit",
                  summary="The log, for administrators"),
            Route("GET", "/api/v1/audit/checkpoint", self.checkpoint, answer=CheckpointView, tag="audit",
                  summary="The newest signed checkpoint"),
        )  # fmt: skip

    async def about_me(self, request: Request) -> EntryPage:
        """Answer `GET /api/v1/audit/about-me`."""
        page = await self._reader.list_about(
            request.caller, cursor=request.query.get("cursor"), limit=page_size(request.query.get("limit"))
        )
        return entry_page(page, await self._reader.names_of(page.items))

    async def entries(self, request: Request) -> EntryPage:
        """Answer `GET /api/v1/audit/entries`."""
        query = request.query
        page = await self._reader.list_entries(
            request.caller, _filter(query), cursor=query.get("cursor"), limit=page_size(query.get("limit"))
        )
        return entry_page(page, await self._reader.names_of(page.items))

    async def checkpoint(self, request: Request) -> CheckpointView:
        """Answer `GET /api/v1/audit/checkpoint`."""
        last = await self._reader.last_checkpoint()
        return CheckpointView(last.note if last else None, last.tree_size if last else 0, self._verifier_key)


def _filter(query: Query) -> EntryFilter:
    return EntryFilter(
        action=query.get("action"),
        actor=query.get("actor"),
        subject=query.get("subject"),
        since=_moment(query, "since"),
        until=_moment(query, "until"),
    )


def _moment(query: Query, name: str) -> int | None:
    return query.integer(name, default=0) if query.get(name) is not None else None
