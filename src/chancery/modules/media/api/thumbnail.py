# SPDX-License-Identifier: EUPL-1.2
"""Thumbnails over the Matrix client-server API."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.modules.media.api.download import SAFE_HEADERS, begun, wait_ms
from chancery.modules.media.contract import MediaId
from chancery.modules.media.model import Method, ThumbnailSize
from chancery.modules.media.rules.thumbnails import choose_size
from chancery.modules.media.service.serve import Downloads
from chancery.modules.media.service.thumbnail import THUMBNAIL_PURPOSE, Thumbnails
from chancery.platform.http.request import Request
from chancery.platform.http.response import StreamResponse
from chancery.platform.http.routes import Route

_SUFFIX = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


class ThumbnailApi:
    """Small versions of pictures."""

    def __init__(self, downloads: Downloads, thumbnails: Thumbnails, *, is_open: bool) -> None:
        self._is_open = is_open
        self._downloads = downloads
        self._thumbnails = thumbnails

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        item = "thumbnail/{server_name}/{media_id}"
        closed = Route("GET", f"/_matrix/client/v1/media/{item}", self.thumbnail, tag="media",
                       summary="A small version of a picture")  # fmt: skip
        if not self._is_open:
            return (closed,)
        return (closed, Route("GET", f"/_matrix/media/v3/{item}", self.thumbnail, login=False, tag="media"))

    async def thumbnail(self, request: Request) -> StreamResponse:
        """Answer `GET /_matrix/client/v1/media/thumbnail/{serverName}/{mediaId}`."""
        size = _wanted_size(request)
        media_id = request.params["media_id"]
        content = await self._downloads.access_content(
            request.params["server_name"], media_id, wait=request.park, wait_ms=wait_ms(request)
        )
        made = await self._thumbnails.thumbnail_of(
            MediaId(media_id), content, size, animated=request.query.flag("animated")
        )
        headers = (
            ("content-type", made.content_type),
            ("content-disposition", f'inline; filename="thumbnail.{_SUFFIX[made.content_type]}"'),
            *SAFE_HEADERS,
        )
        chunks = await begun(self._downloads.read(made.blob_id, None, purpose=THUMBNAIL_PURPOSE))
        return StreamResponse(chunks, 200, headers)


def _wanted_size(request: Request) -> ThumbnailSize:
    request.query.require("width")
    request.query.require("height")
    width = request.query.integer("width", default=0)
    height = request.query.integer("height", default=0)
    if not width or not height:
        raise BadRequest("width and height must be positive")
    try:
        method = Method(request.query.get("method") or Method.SCALE)
    except ValueError as error:
        raise BadRequest("method must be crop or scale") from error
    return choose_size(width, height, method)
