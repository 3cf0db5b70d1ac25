# SPDX-License-Identifier: EUPL-1.2
"""Serves the built web client from memory of its file list; a request's path never touches the disk."""

import asyncio
import json
import mimetypes
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chancery.platform.http.response import Headers, Response, StreamResponse

_NOT_PAGES = (
    b"/api",
    b"/_",
    b"/.well-known",
    b"/oauth2",
    b"/assets/",
    b"/dav",
    b"/health",
    b"/ready",
    b"/metrics",
)
_WHOLE_BYTES = 131_072
_CHUNK_BYTES = 262_144
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".ftl": "text/plain; charset=utf-8",
}
_NOT_BUILT = (
    b"<!doctype html><html lang=en><title>Chancery</title><h1>The web client is not built</h1>"
    b"<p>The server runs, but this installation holds no web client. "
    b"In a source tree, <code>make run</code> builds it; a released package carries it.</p></html>"
)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the build with its precompressed variants."""

    path: Path
    size: int
    etag: str
    content_type: str
    variants: Mapping[str, "_File"] = field(default_factory=dict)


def _wants_page(raw_path: bytes, accept: str) -> bool:
    # The front page also for programs that accept anything; other pages only for who asks for HTML by name.
    return "text/html" in accept or (raw_path == b"/" and "*/*" in accept)


class WebClient:
    """Answers GET and HEAD of paths that no route knows: a file of the build, or its index page."""

    def __init__(self, folder: Path, *, connect: Sequence[str] = ()) -> None:
        self._folder = folder
        self._connect = connect
        self._files: dict[bytes, _File] = {}
        self._policy = ""
        self._load()

    def __call__(
        self, method: str, raw_path: bytes, headers: Mapping[str, str]
    ) -> Response | StreamResponse | None:
        """Return the answer, or None for a path that belongs to an API or is no page."""
        file = self._files.get(raw_path)
        if file is not None:
            return self._serve(file, headers, immutable=raw_path.startswith(b"/assets/"))
        if raw_path.startswith(_NOT_PAGES) or not _wants_page(raw_path, headers.get("accept", "*/*")):
            return None
        if not self._files:
            self._load()
        index = self._files.get(b"/index.html")
        if index is None:
            return Response(_NOT_BUILT, 503, (("content-type", "text/html; charset=utf-8"),))
        return self._serve(index, headers, immutable=False)

    def _load(self) -> None:
        if not (self._folder / "index.html").is_file():
            return
        paths = {path for path in self._folder.rglob("*") if path.is_file()}
        for path in paths:
            if path.suffix in (".br", ".gz") and path.with_suffix("") in paths:
                continue
            self._files[b"/" + path.relative_to(self._folder).as_posix().encode()] = _describe(path, paths)
        self._policy = _policy(self._folder / "csp.json", self._connect)

    def _serve(
        self, file: _File, headers: Mapping[str, str], *, immutable: bool
    ) -> Response | StreamResponse:
        chosen = _negotiate(file, headers.get("accept-encoding", ""))
        out = [
            ("content-type", file.content_type),
            ("cache-control", "public, max-age=31536000, immutable" if immutable else "no-cache"),
            ("etag", chosen.etag),
            ("vary", "accept-encoding"),
            ("content-security-policy", self._policy),
            ("cross-origin-opener-policy", "same-origin"),
            (
                "permissions-policy",
                "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
            ),
        ]
        if chosen.etag in headers.get("if-none-match", ""):
            return Response(status=304, headers=out)
        out += [("content-encoding", name) for name, variant in file.variants.items() if variant is chosen]
        return _body(chosen, out)


def _describe(path: Path, paths: set[Path]) -> _File:
    content_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    variants = {
        name: _plain(path.with_name(path.name + suffix), content_type)
        for name, suffix in _ENCODINGS
        if path.with_name(path.name + suffix) in paths
    }
    plain = _plain(path, content_type)
    return _File(path, plain.size, plain.etag, content_type, variants)


def _plain(path: Path, content_type: str) -> _File:
    status = path.stat()
    return _File(path, status.st_size, f'"{status.st_size:x}-{status.st_mtime_ns:x}"', content_type)


def _negotiate(file: _File, accepted: str) -> _File:
    offers = {name.strip(): weight.replace(" ", "") for name, _, weight in _offers(accepted)}
    for name, variant in file.variants.items():
        if offers.get(name, "q=0") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            return variant
    return file


def _offers(accepted: str) -> list[tuple[str, str, str]]:
    return [offer.partition(";") for offer in accepted.lower().split(",")]


def _body(file: _File, headers: Headers) -> Response | StreamResponse:
    if file.size <= _WHOLE_BYTES:
        return Response(file.path.read_bytes(), 200, headers)
    return StreamResponse(_chunks(file.path), 200, (*headers, ("content-length", str(file.size))))


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while chunk := await asyncio.to_thread(file.read, _CHUNK_BYTES):
            yield chunk


def _policy(styles_file: Path, connect: Sequence[str]) -> str:
    """Return the Content-Security-Policy; the build names the hashes of the styles that its libraries insert."""
    styles: list[str] = []
    if styles_file.is_file():
        styles = json.loads(styles_file.read_text("utf-8")).get("style_src", [])
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            " ".join(["style-src 'self'", *styles]),
            "img-src 'self' blob: data:",
            "media-src 'self' blob: mediastream:",
            "font-src 'self'",
            " ".join(["connect-src 'self'", *connect]),
            "worker-src 'self'",
            "manifest-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "require-trusted-types-for 'script'",
            "trusted-types default",
        ]
    )
