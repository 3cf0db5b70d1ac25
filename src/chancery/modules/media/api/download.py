# SPDX-License-Identifier: EUPL-1.2
"""Files go out over the Matrix client-server API, to signed-in people only."""

from collections.abc import AsyncIterator, Sequence

from chancery.kit.errors import NotFound
from chancery.modules.media.model import ByteRange, Content
from chancery.modules.media.rules.serving import clean_file_name, disposition, wanted_range
from chancery.modules.media.schemas import ConfigAnswer
from chancery.modules.media.service.serve import WAIT_DEFAULT_MS, WAIT_MOST_MS, Downloads
from chancery.platform.http.request import Request
from chancery.platform.http.response import Headers, Response, StreamResponse
from chancery.platform.http.routes import Route

_DOWNLOAD = "/_matrix/client/v1/media/download/{server_name}/{media_id}"
_FROZEN = "/_matrix/media/v3"

SAFE_HEADERS: Headers = (
    ("content-security-policy", "default-src 'none'; sandbox"),
    # Only the reader's own browser keeps it, and for a day: a file may be condemned later.
    ("cache-control", "private, max-age=86400, immutable"),
)


class DownloadApi:
    """Downloads whole or in part, and what an uploader must know beforehand."""

    def __init__(self, downloads: Downloads, *, max_bytes: int, is_open: bool) -> None:
        self._downloads = downloads
        self._is_open = is_open
        self._config = ConfigAnswer(max_bytes)

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _DOWNLOAD, self.download, tag="media", summary="Download a file"),
            Route("GET", f"{_DOWNLOAD}/{{file_name}}", self.download, tag="media",
                  summary="Download a file under a given name"),
            Route("GET", "/_matrix/client/v1/media/config", self.config, answer=ConfigAnswer, tag="media",
                  summary="The largest upload"),
            Route("GET", f"{_FROZEN}/config", self.config, answer=ConfigAnswer, tag="media",
                  summary="The largest upload (old path)"),
            *(self._open_routes() if self._is_open else self._frozen_routes()),
        )  # fmt: skip

    def _frozen_routes(self) -> Sequence[Route]:
        # v1.11 froze the paths without login: what was not there before the freeze is not found there.
        return (
            Route("GET", f"{_FROZEN}/download/{{rest:path}}", self.frozen, login=False, tag="media",
                  summary="Closed: downloads need a login"),
            Route("GET", f"{_FROZEN}/thumbnail/{{rest:path}}", self.frozen, login=False, tag="media",
                  summary="Closed: thumbnails need a login"),
        )  # fmt: skip

    def _open_routes(self) -> Sequence[Route]:
        path = f"{_FROZEN}/download/{{server_name}}/{{media_id}}"
        return (
            Route("GET", path, self.download, login=False, tag="media"),
            Route("GET", f"{path}/{{file_name}}", self.download, login=False, tag="media"),
        )

    async def config(self, request: Request) -> object:
        """Answer `GET /_matrix/client/v1/media/config`."""
        return self._config

    async def frozen(self, request: Request) -> None:
        """Answer the paths that once served media without a login."""
        raise NotFound("media is served at /_matrix/client/v1/media, with an access token")

    async def download(self, request: Request) -> Response | StreamResponse:
        """Answer `GET /_matrix/client/v1/media/download/{serverName}/{mediaId}[/{fileName}]`."""
        media_id = request.params["media_id"]
        content = await self._downloads.access_content(
            request.params["server_name"], media_id, wait=request.park, wait_ms=wait_ms(request)
        )
        etag = f'"{media_id}"'
        if request.header("if-none-match") == etag:
            return Response(status=304, headers=(("etag", etag), *SAFE_HEADERS))
        part = _part(request, etag, content.size)
        name = clean_file_name(request.params.get("file_name")) or content.name
        headers = (
            ("content-type", content.content_type),
            ("content-disposition", disposition(content.content_type, name)),
            ("accept-ranges", "bytes"),
            ("etag", etag),
            *_extent(content, part),
            *SAFE_HEADERS,
        )
        chunks = await begun(self._downloads.read(content.blob_id, part))
        return StreamResponse(chunks, 200 if part is None else 206, headers)


def wait_ms(request: Request) -> int:
    """Return how long the caller would wait for an announced file."""
    return request.query.integer("timeout_ms", default=WAIT_DEFAULT_MS, most=WAIT_MOST_MS)


def _part(request: Request, etag: str, size: int) -> ByteRange | None:
    # RFC 9110 13.1.5: a range of another version of the file is no use; contents never change here.
    condition = request.header("if-range")
    if condition is not None and condition != etag:
        return None
    return wanted_range(request.header("range"), size)


def _extent(content: Content, part: ByteRange | None) -> Headers:
    if part is None:
        return (("content-length", str(content.size)),)
    return (
        ("content-length", str(part.end - part.start)),
        ("content-range", f"bytes {part.start}-{part.end - 1}/{content.size}"),
    )


async def begun(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Return the chunks with the first one read already, so that a damaged file is an error and not half an answer."""
    first = await anext(chunks, b"")
    return _joined(first, chunks)


async def _joined(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    try:
        yield first
        async for chunk in rest:
            yield chunk
    finally:
        await rest.aclose()  # type: ignore[attr-defined]  # blobs are read by async generators
