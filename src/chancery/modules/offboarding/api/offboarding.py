# SPDX-License-Identifier: EUPL-1.2
"""Letting a person go: the preview, the deed, the record."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.kit.ids import UserId
from chancery.kit.paging import page_size
from chancery.modules.accounts.contract import Accounts
from chancery.modules.offboarding.contract import Record
from chancery.modules.offboarding.schemas import (
    LeaverPage,
    OffboardingBody,
    OffboardingPlan,
    OffboardingRecord,
    leaver_page,
    plan_view,
    record_view,
)
from chancery.modules.offboarding.service.offboarding import OffboardingService
from chancery.modules.offboarding.service.records import Records
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_PERSON = "/api/v1/org/people/{user_id}/offboarding"


class OffboardingApi:
    """`/api/v1/org/people/…/offboarding` and the records."""

    def __init__(self, offboarding: OffboardingService, records: Records, accounts: Accounts) -> None:
        self._offboarding = offboarding
        self._records = records
        self._accounts = accounts

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _PERSON, self.preview, answer=OffboardingPlan, tag="org",
                  summary="What ends and who takes it over when a person leaves; `successor` is optional"),
            Route("POST", _PERSON, self.offboard, body=OffboardingBody, answer=OffboardingRecord, tag="org",
                  summary="Let a person go; asks for a proof; asked again, the record of it"),
            Route("GET", "/api/v1/org/offboardings", self.records, answer=LeaverPage, tag="org",
                  summary="The people who left, by the records that I may read"),
            Route("GET", "/api/v1/org/offboardings/{offboarding_id}", self.record, answer=OffboardingRecord,
                  tag="org", summary="The record of a person's leaving: what was done, and what is not yet"),
        )  # fmt: skip

    async def preview(self, request: Request) -> OffboardingPlan:
        """Answer `GET /api/v1/org/people/{user_id}/offboarding`."""
        successor = _person(request.query.get("successor"))
        plan = await self._offboarding.preview(request.caller, _leaver(request), successor)
        return plan_view(plan, await self._records.names_of(plan))

    async def offboard(self, request: Request) -> OffboardingRecord:
        """Answer `POST /api/v1/org/people/{user_id}/offboarding`."""
        body: OffboardingBody = request.body

        async def prove() -> None:
            path = request.raw_path.decode()
            await self._accounts.confirm_identity(
                request.caller, body.auth, path=path, body=body, is_strict=True
            )

        record = await self._offboarding.offboard(
            request.caller,
            _leaver(request),
            _person(body.successor),
            confirmation=body.confirmation,
            proof=prove,
        )
        return await self._view(record)

    async def records(self, request: Request) -> LeaverPage:
        """Answer `GET /api/v1/org/offboardings`."""
        query = request.query
        page = await self._records.list_leavers(
            request.caller, cursor=query.get("cursor"), limit=page_size(query.get("limit"))
        )
        return leaver_page(page, await self._records.names_of_leavers(page))

    async def record(self, request: Request) -> OffboardingRecord:
        """Answer `GET /api/v1/org/offboardings/{offboarding_id}`."""
        record = await self._offboarding.access(request.caller, request.params["offboarding_id"])
        return await self._view(record)

    async def _view(self, record: Record) -> OffboardingRecord:
        return record_view(record, await self._records.names_of(record))


def _leaver(request: Request) -> UserId:
    return UserId(request.params["user_id"])


def _person(text: str | None) -> UserId | None:
    if text is not None and "\0" in text:
        raise BadRequest("successor is a user id")
    return UserId(text) if text else None
