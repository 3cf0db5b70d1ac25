# SPDX-License-Identifier: EUPL-1.2
"""Previews of links over the Matrix client-server API."""

from collections.abc import Sequence
from typing import Final

from chancery.modules.media.service.previews import Previews
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, raw_json
from chancery.platform.http.routes import Route

# The older path is deprecated (client-server API 1.11), yet asks for a login as the newer one does.
_PATHS: Final = ("/_matrix/client/v1/media/preview_url", "/_matrix/media/v3/preview_url")


class PreviewApi:
    """Parses, calls one service, renders."""

    def __init__(self, previews: Previews) -> None:
        self._previews = previews

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        summary = "What a link leads to"
        return tuple(Route("GET", path, self.preview, tag="media", summary=summary) for path in _PATHS)

    async def preview(self, request: Request) -> Response:
        """Answer `GET /preview_url`; `ts` is a preference that no cache has to honour."""
        request.query.integer("ts", default=0)
        return raw_json(await self._previews.preview_of(request.caller.user_id, request.query.require("url")))
