# SPDX-License-Identifier: EUPL-1.2
"""Files come in over the Matrix client-server API."""

from collections.abc import Sequence

from chancery.modules.media.contract import Description, MediaId
from chancery.modules.media.schemas import ReservationAnswer, UploadAnswer
from chancery.modules.media.service.upload import Uploads
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route


class UploadApi:
    """Upload at once, or announce first and fill later."""

    def __init__(self, uploads: Uploads, *, server_name: str, max_bytes: int) -> None:
        self._uploads = uploads
        self._server_name = server_name
        self._max_bytes = max_bytes

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("POST", "/_matrix/media/v3/upload", self.upload, answer=UploadAnswer, stream=True,
                  limit=self._max_bytes, tag="media", summary="Upload a file"),
            Route("POST", "/_matrix/media/v1/create", self.create, answer=ReservationAnswer, tag="media",
                  summary="Announce a file that is uploaded later"),
            Route("PUT", "/_matrix/media/v3/upload/{server_name}/{media_id}", self.fill, stream=True,
                  limit=self._max_bytes, tag="media", summary="Upload the content of an announced file"),
        )  # fmt: skip

    async def upload(self, request: Request) -> UploadAnswer:
        """Answer `POST /_matrix/media/v3/upload`."""
        item = await self._uploads.upload(request.caller.user_id, request.stream(), _description(request))
        return UploadAnswer(f"mxc://{self._server_name}/{item.media_id}")

    async def create(self, request: Request) -> ReservationAnswer:
        """Answer `POST /_matrix/media/v1/create`."""
        item = await self._uploads.reserve(request.caller.user_id)
        return ReservationAnswer(f"mxc://{self._server_name}/{item.media_id}", item.expires or 0)

    async def fill(self, request: Request) -> None:
        """Answer `PUT /_matrix/media/v3/upload/{serverName}/{mediaId}`."""
        await self._uploads.fill(
            request.caller.user_id,
            request.params["server_name"],
            MediaId(request.params["media_id"]),
            request.stream(),
            _description(request),
        )


def _description(request: Request) -> Description:
    return Description(request.header("content-type"), request.query.get("filename"))
