# SPDX-License-Identifier: EUPL-1.2
"""`/dehydrated_device` (MSC3814), under the name that clients of the field use."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec

from chancery.kit.ids import DeviceId
from chancery.modules.keys import rules
from chancery.modules.keys.service.dehydrated import DehydratedService
from chancery.modules.keys.store.dehydrated import Dehydrated
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

PATH = "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device"
TAG = "End-to-end encryption"

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=255)]


class DehydratedBody(msgspec.Struct):
    """Body of `PUT /dehydrated_device`."""

    device_id: Text
    device_data: dict[str, Any]
    device_keys: dict[str, Any]
    initial_device_display_name: Annotated[str, msgspec.Meta(max_length=255)] | None = None
    one_time_keys: dict[str, Any] = {}
    fallback_keys: dict[str, Any] = {}


class EventsBody(msgspec.Struct):
    """Body of `POST /dehydrated_device/{device_id}/events`."""

    next_batch: str | None = None


class DehydratedApi:
    """Parses, calls one service, renders."""

    def __init__(self, service: DehydratedService) -> None:
        self._service = service

    def routes(self) -> Sequence[Route]:
        """Return the routes of this file."""
        events = f"{PATH}/{{dehydrated_id}}/events"
        return (
            Route("PUT", PATH, self.put, body=DehydratedBody, tag=TAG),
            Route("GET", PATH, self.show, tag=TAG),
            Route("DELETE", PATH, self.delete, tag=TAG),
            Route("POST", events, self.events, body=EventsBody, optional_body=True, tag=TAG),
        )

    async def put(self, request: Request) -> object:
        """Answer `PUT /dehydrated_device`."""
        body: DehydratedBody = request.body
        rules.check_size(body.device_data)
        device = Dehydrated(
            DeviceId(body.device_id), body.initial_device_display_name, msgspec.json.encode(body.device_data)
        )
        await self._service.put(
            request.caller.user_id,
            device,
            device_keys=body.device_keys,
            one_time=body.one_time_keys,
            fallback=body.fallback_keys,
        )
        return {"device_id": device.device_id}

    async def show(self, request: Request) -> object:
        """Answer `GET /dehydrated_device`."""
        device = await self._service.access(request.caller.user_id)
        return {"device_id": device.device_id, "device_data": msgspec.Raw(device.device_data)}

    async def delete(self, request: Request) -> object:
        """Answer `DELETE /dehydrated_device`."""
        return {"device_id": await self._service.delete(request.caller.user_id)}

    async def events(self, request: Request) -> object:
        """Answer `POST /dehydrated_device/{device_id}/events`."""
        body: EventsBody = request.body
        device_id = DeviceId(request.params["dehydrated_id"])
        events, batch = await self._service.events(request.caller.user_id, device_id, body.next_batch)
        return {"events": events, "next_batch": batch}
