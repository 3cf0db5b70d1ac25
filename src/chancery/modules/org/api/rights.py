# SPDX-License-Identifier: EUPL-1.2
"""Why somebody has a right, and who has it."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.kit.ids import UserId
from chancery.kit.paging import decode_cursor, encode_cursor, page_size
from chancery.modules.org.contract import Reason
from chancery.modules.org.model import FOR_EVER
from chancery.modules.org.schemas import (
    AdministeredView,
    HolderPage,
    HolderView,
    NamedObject,
    ReasonView,
    RightView,
    UnitRef,
)
from chancery.modules.org.service.rights import Rights
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_RIGHTS = "/api/v1/org/rights"


class RightsApi:
    """`/api/v1/org/rights`."""

    def __init__(self, rights: Rights) -> None:
        self._rights = rights

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _RIGHTS, self.explain, answer=RightView, tag="org",
                  summary="Whether and why `user_id` (oneself unless told) has `relation` to `object`"),
            Route("GET", f"{_RIGHTS}/holders", self.holders, answer=HolderPage, tag="org",
                  summary="Who has `relation` to `object`"),
            Route("GET", f"{_RIGHTS}/administered", self.administered, answer=AdministeredView, tag="org",
                  summary="What I administer"),
        )  # fmt: skip

    async def explain(self, request: Request) -> RightView:
        """Answer `GET /api/v1/org/rights`."""
        actor = request.caller.user_id
        user_id = UserId(request.query.get("user_id") or actor)
        relation, object_ = _wanted(request)
        steps, names = await self._rights.explain(actor, user_id, relation, object_)
        return RightView(bool(steps), [_reason(step, names) for step in steps])

    async def holders(self, request: Request) -> HolderPage:
        """Answer `GET /api/v1/org/rights/holders`."""
        relation, object_ = _wanted(request)
        limit, key = page_size(request.query.get("limit")), decode_cursor(request.query.get("cursor"))
        if key is not None and "\0" in key:
            raise BadRequest("cursor is not one that this server issued")
        after = None if key is None else UserId(key)
        found, names = await self._rights.holders(
            request.caller.user_id, relation, object_, after=after, limit=limit + 1
        )
        items = [HolderView(user_id, names.get(f"user:{user_id}", user_id)) for user_id in found[:limit]]
        return HolderPage(items, encode_cursor(items[-1].user_id) if len(found) > limit else None)

    async def administered(self, request: Request) -> AdministeredView:
        """Answer `GET /api/v1/org/rights/administered`."""
        units = await self._rights.administered(request.caller.user_id)
        return AdministeredView([UnitRef(unit.id, unit.name) for unit in units])


def _wanted(request: Request) -> tuple[str, str]:
    relation, object_ = request.query.get("relation"), request.query.get("object")
    if not relation or not object_:
        raise BadRequest("relation and object are needed")
    return relation, object_


def _reason(step: Reason, names: dict[str, str]) -> ReasonView:
    return ReasonView(
        subject=NamedObject(step.subject, names.get(step.subject)),
        subject_relation=step.subject_relation or None,
        relation=step.relation,
        object=NamedObject(step.object, names.get(step.object)),
        why=step.why,
        ends_at=None if step.ends_at == FOR_EVER else step.ends_at,
    )
