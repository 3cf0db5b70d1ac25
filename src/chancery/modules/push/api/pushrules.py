# SPDX-License-Identifier: EUPL-1.2
"""`/pushrules/*`."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from chancery.modules.push.errors import RuleRejected
from chancery.modules.push.model import Switch
from chancery.modules.push.rules.changes import checked_actions
from chancery.modules.push.service.rulesets import RulesetService
from chancery.platform.http.request import Request
from chancery.platform.http.response import raw_json
from chancery.platform.http.routes import Route

V3 = "/_matrix/client/v3"
RULE = f"{V3}/pushrules/global/{{kind}}/{{rule_id}}"
OTHER = f"{V3}/pushrules/{{rest:path}}"
TAG = "Push notifications"


class EnabledBody(Struct):
    """Body of `PUT …/enabled`."""

    enabled: bool


class ActionsBody(Struct):
    """Body of `PUT …/actions`."""

    actions: list[Any]


class PushRulesApi:
    """Parses, calls one service, renders."""

    def __init__(self, rulesets: RulesetService) -> None:
        self._rulesets = rulesets

    def routes(self) -> Sequence[Route]:
        return (
            Route("GET", f"{V3}/pushrules/", self.show_all, tag=TAG),
            Route("GET", f"{V3}/pushrules/global/", self.show_global, tag=TAG),
            Route("GET", RULE, self.show, tag=TAG),
            Route("PUT", RULE, self.put, body=dict[str, Any], tag=TAG),
            Route("DELETE", RULE, self.delete, tag=TAG),
            Route("GET", f"{RULE}/enabled", self.show_enabled, tag=TAG),
            Route("PUT", f"{RULE}/enabled", self.put_enabled, body=EnabledBody, tag=TAG),
            Route("GET", f"{RULE}/actions", self.show_actions, tag=TAG),
            Route("PUT", f"{RULE}/actions", self.put_actions, body=ActionsBody, tag=TAG),
            Route("GET", f"{V3}/pushrules", self.refuse, tag=TAG),
            Route("GET", OTHER, self.refuse, tag=TAG),
            Route("PUT", OTHER, self.refuse, tag=TAG),
            Route("DELETE", OTHER, self.refuse, tag=TAG),
        )

    async def refuse(self, request: Request) -> object:
        """Refuse a scope, kind or attribute that there is none of, and a rule without an id."""
        raise RuleRejected("this is no address of push rules", errcode="M_UNRECOGNIZED")

    async def show_all(self, request: Request) -> object:
        return raw_json(await self._rulesets.content(request.caller.user_id))

    async def show_global(self, request: Request) -> object:
        return await self._rulesets.ruleset(request.caller.user_id)

    async def show(self, request: Request) -> object:
        return await self._rulesets.access(request.caller.user_id, *_names(request))

    async def put(self, request: Request) -> object:
        before, after = request.query.get("before"), request.query.get("after")
        await self._rulesets.put_rule(
            request.caller.user_id, *_names(request), request.body, before=before, after=after
        )
        return {}

    async def delete(self, request: Request) -> object:
        await self._rulesets.delete_rule(request.caller.user_id, *_names(request))
        return {}

    async def show_enabled(self, request: Request) -> object:
        return {"enabled": (await self._rulesets.access(request.caller.user_id, *_names(request))).enabled}

    async def put_enabled(self, request: Request) -> object:
        body: EnabledBody = request.body
        await self._rulesets.switch(request.caller.user_id, *_names(request), Switch(enabled=body.enabled))
        return {}

    async def show_actions(self, request: Request) -> object:
        return {"actions": (await self._rulesets.access(request.caller.user_id, *_names(request))).actions}

    async def put_actions(self, request: Request) -> object:
        body: ActionsBody = request.body
        switch = Switch(actions=checked_actions(body.actions))
        await self._rulesets.switch(request.caller.user_id, *_names(request), switch)
        return {}


def _names(request: Request) -> tuple[str, str]:
    return request.params["kind"], request.params["rule_id"]
