# SPDX-License-Identifier: EUPL-1.2
"""Reporting rooms, events and people, and the list of reports for administrators."""

from collections.abc import Sequence

import msgspec

from chancery.kit.paging import page_size
from chancery.modules.rooms.api.params import CLIENT, ROOM, event_of, room_of
from chancery.modules.rooms.service.reports import Reports
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route


class ReportBody(msgspec.Struct):
    """Why something is reported; may be blank."""

    reason: str


class EventReportBody(msgspec.Struct):
    """Why an event is reported; `score` of older clients is accepted and says nothing."""

    reason: str | None = None
    score: int | None = None


class ReportView(msgspec.Struct):
    """One report."""

    id: int
    reporter: str
    room_id: str | None
    event_id: str | None
    user_id: str | None
    reason: str
    ts: int


class ReportPage(msgspec.Struct):
    """Reports, newest first."""

    reports: list[ReportView]
    next_cursor: str | None


class ReportsApi:
    """What people tell the administrators about."""

    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("POST", f"{ROOM}/report", self.room, body=ReportBody),
            Route(
                "POST", f"{ROOM}/report/{{event_id}}", self.event, body=EventReportBody, optional_body=True
            ),
            Route("POST", f"{CLIENT}/users/{{user_id}}/report", self.user, body=ReportBody),
            Route(
                "GET",
                "/api/v1/reports",
                self.list,
                answer=ReportPage,
                tag="rooms",
                summary="What people reported, for administrators",
            ),
        )

    async def room(self, request: Request) -> None:
        """Answer `POST /rooms/{roomId}/report`."""
        await self._reports.report_room(request.caller, room_of(request), request.body.reason)

    async def event(self, request: Request) -> None:
        """Answer `POST /rooms/{roomId}/report/{eventId}`."""
        reason = request.body.reason or ""
        await self._reports.report_event(request.caller, room_of(request), event_of(request), reason)

    async def user(self, request: Request) -> None:
        """Answer `POST /users/{userId}/report`."""
        await self._reports.report_user(request.caller, request.params["user_id"], request.body.reason)

    async def list(self, request: Request) -> ReportPage:
        """Answer `GET /api/v1/reports`."""
        page = await self._reports.list_reports(
            request.caller,
            cursor=request.query.get("cursor"),
            limit=page_size(request.query.get("limit")),
        )
        views = [
            ReportView(one.position, one.reporter, one.room_id, one.event_id, one.subject, one.reason, one.ts)
            for one in page.items
        ]
        return ReportPage(views, page.next_cursor)
