# SPDX-License-Identifier: EUPL-1.2
"""Routes of the audit log."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.kit.paging import page_size
from chancery.modules.audit.model import EntryFilter
from chancery.modules.audit.schemas import (
    ActionList,
    CheckpointView,
    EntryPage,
    VerificationView,
    as_csv,
    as_json,
    entry_page,
    entry_views,
    verification_view,
)
from chancery.modules.audit.service.read import AuditReader
from chancery.platform.http.request import Query, Request
from chancery.platform.http.response import Response
from chancery.platform.http.routes import Route

_FILES = {"json": (as_json, "application/json"), "csv": (as_csv, "text/csv; charset=utf-8")}


class AuditApi:
    """Reading endpoints; there is none that writes."""

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
            Route("GET", "/api/v1/audit/actions", self.actions, answer=ActionList, tag="audit",
                  summary="The actions that occur in the log, for administrators"),
            Route("GET", "/api/v1/audit/export", self.export, tag="audit",
                  summary="The log as a file, `kind` is json or csv, for administrators"),
            Route("POST", "/api/v1/audit/verification", self.verify, answer=VerificationView, tag="audit",
                  summary="Recompute the whole log, for administrators"),
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

    async def actions(self, request: Request) -> ActionList:
        """Answer `GET /api/v1/audit/actions`."""
        return ActionList(list(await self._reader.list_actions(request.caller)))

    async def export(self, request: Request) -> Response:
        """Answer `GET /api/v1/audit/export`."""
        kind = request.query.get("kind") or "json"
        if kind not in _FILES:
            raise BadRequest("kind is json or csv")
        render, media_type = _FILES[kind]
        entries = await self._reader.export(request.caller, _filter(request.query), kind=kind)
        views = entry_views(entries, await self._reader.names_of(entries))
        disposition = f'attachment; filename="audit.{kind}"'
        headers = (("content-type", media_type), ("content-disposition", disposition))
        return Response(render(views), 200, headers)

    async def verify(self, request: Request) -> VerificationView:
        """Answer `POST /api/v1/audit/verification`."""
        return verification_view(await self._reader.verify(request.caller))


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
