# SPDX-License-Identifier: EUPL-1.2
"""The policy sets of agencies, the simulator, and whom one may write to."""

from collections.abc import Sequence

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest
from chancery.kit.ids import AgencyId, UserId
from chancery.modules.policies.rules.engine import problems_of
from chancery.modules.policies.schemas import (
    AgencyIds,
    CheckBody,
    CheckView,
    ContactList,
    ContactsBody,
    PolicySetBody,
    PolicySetView,
    SimulationBody,
    SimulationView,
    VersionList,
    check_view,
    contact_view,
    set_view,
    simulation_view,
    version_list,
)
from chancery.modules.policies.service.acquaintances import Acquaintances
from chancery.modules.policies.service.keeper import PolicyKeeper
from chancery.modules.policies.service.simulator import Experiment, Simulator
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_POLICIES = "/api/v1/policies"
_AGENCY = f"{_POLICIES}/{{agency_id}}"
_LATEST = 2**53 - 1


class PoliciesApi:
    """`/api/v1/policies`."""

    def __init__(
        self, keeper: PolicyKeeper, simulator: Simulator, acquaintances: Acquaintances, clock: Clock
    ) -> None:
        self._keeper = keeper
        self._simulator = simulator
        self._acquaintances = acquaintances
        self._clock = clock

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _POLICIES, self.agencies, answer=AgencyIds, tag="policies",
                  summary="The agencies whose policies I keep"),
            Route("POST", f"{_POLICIES}/contacts", self.contacts, body=ContactsBody, answer=ContactList,
                  tag="policies", summary="Whether I may write to these people, and why not"),
            Route("POST", f"{_POLICIES}/check", self.check, body=CheckBody, answer=CheckView, tag="policies",
                  summary="What is wrong with a policy text, by line; nothing is saved"),
            Route("POST", f"{_POLICIES}/simulate", self.simulate, body=SimulationBody, answer=SimulationView,
                  tag="policies", summary="Whether one person may write to another, and what decides it"),
            Route("GET", _AGENCY, self.show, answer=PolicySetView, tag="policies",
                  summary="An agency's policies"),
            Route("PUT", _AGENCY, self.save, body=PolicySetBody, answer=PolicySetView, tag="policies",
                  summary="Save a version of an agency's policies"),
            Route("GET", f"{_AGENCY}/versions", self.versions, answer=VersionList, tag="policies",
                  summary="The versions of an agency's policies below `below`, the newest first"),
            Route("GET", f"{_AGENCY}/versions/{{number}}", self.version, answer=PolicySetView, tag="policies",
                  summary="A version of an agency's policies"),
        )  # fmt: skip

    async def agencies(self, request: Request) -> AgencyIds:
        """Answer `GET /api/v1/policies`."""
        return AgencyIds(list(await self._keeper.list_agencies(request.caller.user_id)))

    async def contacts(self, request: Request) -> ContactList:
        """Answer `POST /api/v1/policies/contacts`."""
        body: ContactsBody = request.body
        wanted = [UserId(user_id) for user_id in body.user_ids]
        verdicts = await self._acquaintances.verdicts(request.caller, wanted, body.deed)
        return ContactList([contact_view(verdict) for verdict in verdicts])

    async def check(self, request: Request) -> CheckView:
        """Answer `POST /api/v1/policies/check`."""
        text: str = request.body.text
        return check_view(text, problems_of(text))

    async def simulate(self, request: Request) -> SimulationView:
        """Answer `POST /api/v1/policies/simulate`."""
        body: SimulationBody = request.body
        experiment = Experiment(
            principal=UserId(body.principal),
            resource=UserId(body.resource),
            deed=body.deed,
            now=self._clock() if body.at is None else body.at,
            device=body.device,
            agency_id=AgencyId(body.agency_id) if body.agency_id is not None else None,
            text=body.text,
        )
        return simulation_view(await self._simulator.simulate(request.caller.user_id, experiment))

    async def show(self, request: Request) -> PolicySetView:
        """Answer `GET /api/v1/policies/{agency_id}`."""
        return set_view(await self._keeper.newest(request.caller.user_id, _agency(request)))

    async def save(self, request: Request) -> PolicySetView:
        """Answer `PUT /api/v1/policies/{agency_id}`."""
        body: PolicySetBody = request.body
        saved = await self._keeper.save(
            request.caller.user_id, _agency(request), body.text, comment=body.comment, replaces=body.replaces
        )
        return set_view(saved)

    async def versions(self, request: Request) -> VersionList:
        """Answer `GET /api/v1/policies/{agency_id}/versions`."""
        below = request.query.integer("below", default=_LATEST)
        found = await self._keeper.list_versions(request.caller.user_id, _agency(request), below=below)
        return version_list(found)

    async def version(self, request: Request) -> PolicySetView:
        """Answer `GET /api/v1/policies/{agency_id}/versions/{number}`."""
        number = request.params["number"]
        if not (number.isascii() and number.isdigit()) or len(number) > 15:
            raise BadRequest("the number of a version is a whole number")
        return set_view(await self._keeper.version(request.caller.user_id, _agency(request), int(number)))


def _agency(request: Request) -> AgencyId:
    return AgencyId(request.params["agency_id"])
