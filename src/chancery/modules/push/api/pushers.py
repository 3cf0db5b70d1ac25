# SPDX-License-Identifier: EUPL-1.2
"""`/pushers`, the activation of Web Push subscriptions (MSC4174), and what browsers need to subscribe."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from chancery.modules.push.model import Pusher
from chancery.modules.push.service.pushers import PusherService
from chancery.modules.push.service.senders import Senders
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route

V3 = "/_matrix/client/v3"
TAG = "Push notifications"
WEBPUSH = "org.matrix.msc4174.webpush"


class AckBody(Struct):
    """Body of `POST …/pushers/ack`."""

    app_id: str
    ack_token: str


class WebPushShown(Struct):
    """Whether browsers may subscribe, and with which key (base64url of the uncompressed point)."""

    enabled: bool
    vapid: str


class PushersApi:
    """Parses, calls one service, renders."""

    def __init__(self, pushers: PusherService, senders: Senders) -> None:
        self._pushers = pushers
        self._senders = senders

    def routes(self) -> Sequence[Route]:
        ack = "/_matrix/client/unstable/org.matrix.msc4174/pushers/ack"
        return (
            Route("GET", f"{V3}/pushers", self.show, tag=TAG),
            Route("POST", f"{V3}/pushers/set", self.set, body=dict[str, Any], tag=TAG),
            Route("POST", ack, self.ack, body=AckBody, tag=TAG),
            Route(
                "GET",
                "/api/v1/push/webpush",
                self.webpush,
                answer=WebPushShown,
                tag="push",
                summary="The key that a browser subscribes to Web Push with",
            ),
        )

    async def show(self, request: Request) -> object:
        found = await self._pushers.list_pushers(request.caller.user_id)
        return {"pushers": [_shown(pusher) for pusher in found]}

    async def set(self, request: Request) -> Response:
        waits = await self._pushers.set_pusher(request.caller, request.body)
        # MSC4174: 201 says that the pusher is set and waits to be activated.
        return json_response({}, 201 if waits else 200)

    async def ack(self, request: Request) -> object:
        body: AckBody = request.body
        await self._pushers.activate(request.caller.user_id, body.app_id, body.ack_token)
        return {}

    async def webpush(self, request: Request) -> WebPushShown:
        return WebPushShown(enabled=self._senders.is_open, vapid=self._senders.vapid_key)


def _shown(pusher: Pusher) -> dict[str, Any]:
    body = pusher.body
    data = {**body.data, "activated": pusher.activated} if pusher.kind == "webpush" else body.data
    shown = {
        "app_id": pusher.app_id,
        "pushkey": pusher.pushkey,
        "kind": WEBPUSH if pusher.kind == "webpush" else pusher.kind,
        "app_display_name": body.app_display_name,
        "device_display_name": body.device_display_name,
        "lang": body.lang,
        "data": data,
        "org.matrix.msc3881.enabled": pusher.enabled,
        "org.matrix.msc3881.device_id": pusher.device_id,
    }
    return shown if body.profile_tag is None else {**shown, "profile_tag": body.profile_tag}
