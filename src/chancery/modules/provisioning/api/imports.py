# SPDX-License-Identifier: EUPL-1.2
"""Importing a file: upload with a preview, the difference and the problems in pages, the run."""

from collections.abc import Sequence
from typing import cast, get_args

from chancery.kit.errors import BadRequest
from chancery.kit.ids import UnitId
from chancery.modules.provisioning.contract import ChangeKind, Consent
from chancery.modules.provisioning.schemas import (
    ApplyBody,
    ChangePage,
    ColumnsBody,
    ImportList,
    ImportPreview,
    ImportView,
    InvitationList,
    ProblemPage,
    preview_view,
    run_view,
)
from chancery.modules.provisioning.service.imports import Imports, Order
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_IMPORTS = "/api/v1/imports"
_IMPORT = f"{_IMPORTS}/{{import_id}}"
_PAGE = 100
_MOST = 500
_MAX_NAME = 200


class ImportsApi:
    """`/api/v1/imports`."""

    def __init__(self, imports: Imports, *, max_bytes: int, home_url: str) -> None:
        self._imports = imports
        self._home_url = home_url
        self._max_bytes = max_bytes

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("POST", _IMPORTS, self.upload, body=bytes, limit=self._max_bytes, answer=ImportPreview, tag="imports",
                  summary="Preview a CSV or XLSX file for the unit `root`; changes nothing yet"),
            Route("GET", _IMPORTS, self.list_imports, answer=ImportList, tag="imports",
                  summary="Imports for what the caller administers"),
            Route("GET", _IMPORT, self.access, answer=ImportView, tag="imports",
                  summary="One import, with how far it is"),
            Route("GET", f"{_IMPORT}/changes", self.changes, answer=ChangePage, tag="imports",
                  summary="What it does, one after the other; `kind` shows one kind alone"),
            Route("GET", f"{_IMPORT}/problems", self.problems, answer=ProblemPage, tag="imports",
                  summary="What is wrong, by line, and how to mend it"),
            Route("POST", f"{_IMPORT}/columns", self.reread, body=ColumnsBody, answer=ImportPreview, tag="imports",
                  summary="Preview the file anew with other columns; the former preview is given up"),
            Route("POST", f"{_IMPORT}/apply", self.apply, body=ApplyBody, answer=ImportView, optional_body=True,
                  tag="imports", summary="Start the import"),
            Route("POST", f"{_IMPORT}/invitations", self.invite, answer=InvitationList, tag="imports",
                  summary="Fresh codes for a first sign-in, for people whom the import added"),
            Route("POST", f"{_IMPORT}/cancel", self.cancel, answer=ImportView, tag="imports",
                  summary="Give a preview up"),
        )  # fmt: skip

    async def upload(self, request: Request) -> ImportPreview:
        """Answer `POST /api/v1/imports`."""
        order = Order(
            root=UnitId(_text(request, "root") or ""),
            name=_text(request, "name") or "",
            content=request.body,
            label=_label(request),
            complete=request.query.flag("complete"),
        )
        return preview_view(await self._imports.upload(request.caller.user_id, order))

    async def list_imports(self, request: Request) -> ImportList:
        """Answer `GET /api/v1/imports`."""
        limit = request.query.integer("limit", default=_PAGE, least=1, most=_MOST)
        before = request.query.integer("before", default=2**53 - 1)
        runs = await self._imports.list_runs(request.caller.user_id, before=before, limit=limit)
        following = runs[-1].created_at if len(runs) == limit else None
        return ImportList([run_view(run) for run in runs], following)

    async def access(self, request: Request) -> ImportView:
        """Answer `GET /api/v1/imports/{import_id}`."""
        return run_view(await self._imports.access(request.caller.user_id, _id(request)))

    async def changes(self, request: Request) -> ChangePage:
        """Answer `GET /api/v1/imports/{import_id}/changes`."""
        kind = request.query.get("kind")
        if kind is not None and kind not in get_args(ChangeKind):
            raise BadRequest("kind is one of the kinds of changes")
        after, limit = _page(request)
        found = await self._imports.changes(
            request.caller.user_id,
            _id(request),
            cast("ChangeKind | None", kind),
            after=after,
            limit=limit + 1,
        )
        return ChangePage(list(found[:limit]), after + limit if len(found) > limit else None)

    async def problems(self, request: Request) -> ProblemPage:
        """Answer `GET /api/v1/imports/{import_id}/problems`."""
        after, limit = _page(request)
        found = await self._imports.problems(
            request.caller.user_id, _id(request), after=after, limit=limit + 1
        )
        return ProblemPage(list(found[:limit]), after + limit if len(found) > limit else None)

    async def reread(self, request: Request) -> ImportPreview:
        """Answer `POST /api/v1/imports/{import_id}/columns`."""
        body: ColumnsBody = request.body
        preview = await self._imports.reread(
            request.caller.user_id, _id(request), body.columns, complete=body.complete
        )
        return preview_view(preview)

    async def apply(self, request: Request) -> ImportView:
        """Answer `POST /api/v1/imports/{import_id}/apply`."""
        body: ApplyBody = request.body
        consent = Consent(good_lines=body.good_lines, leaving=body.leaving)
        return run_view(await self._imports.apply(request.caller.user_id, _id(request), consent))

    async def invite(self, request: Request) -> InvitationList:
        """Answer `POST /api/v1/imports/{import_id}/invitations`."""
        after, limit = _page(request)
        run = await self._imports.access(request.caller.user_id, _id(request))
        found = await self._imports.invite(request.caller.user_id, run.id, after=after, limit=limit)
        following = after + limit if after + limit < run.counts.get("person.added", 0) else None
        return InvitationList(list(found), f"{self._home_url}/api/v1/invitation", following)

    async def cancel(self, request: Request) -> ImportView:
        """Answer `POST /api/v1/imports/{import_id}/cancel`."""
        return run_view(await self._imports.cancel(request.caller.user_id, _id(request)))


def _id(request: Request) -> str:
    return request.params["import_id"]


def _page(request: Request) -> tuple[int, int]:
    return (
        request.query.integer("after", default=0),
        request.query.integer("limit", default=_PAGE, least=1, most=_MOST),
    )


def _text(request: Request, name: str) -> str | None:
    text = request.query.get(name)
    if text is not None and ("\0" in text or len(text) > _MAX_NAME):
        raise BadRequest(f"{name} is a text of up to {_MAX_NAME} characters")
    return text


def _label(request: Request) -> str:
    label = _text(request, "source") or "people"
    if not label.replace("-", "").replace("_", "").isalnum():
        raise BadRequest("source is a word of letters, digits, - and _")
    return label
