# SPDX-License-Identifier: EUPL-1.2
"""Pure: what a web page says of itself, in the words of the Open Graph protocol."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

MOST_TEXT: Final = 1_000
MOST_URL: Final = 2_048
_TAGS = {"og:title", "og:description", "og:site_name", "og:type", "og:url", "og:image", "og:image:alt"}
_INSTEAD: Final = {
    "og:title": ("twitter:title",),
    "og:description": ("twitter:description", "description"),
    "og:image": ("og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"),
}


class _Head(HTMLParser):
    """Reads `meta` and `title` of a page; everything else passes by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self.title = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self._in_title = tag == "title" and not self.title
        if tag != "meta":
            return
        values = {name: value or "" for name, value in attrs}
        name = (values.get("property") or values.get("name") or "").strip().lower()
        if name and values.get("content", "").strip():
            # Where a page has several pictures, the first is the one that it wants shown.
            self.found.setdefault(name, values["content"])

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def page_properties(html: str, *, url: str) -> dict[str, str]:
    """Return the Open Graph properties of a page; `og:image` is an absolute http(s) address."""
    head = _Head()
    # The library's parser gives up at a declaration that is none, such as `<![:`; what came before it counts.
    with suppress(AssertionError):
        head.feed(html)
        head.close()
    found = {name: _first(head.found, name) for name in _TAGS}
    found["og:title"] = found["og:title"] or head.title
    kept = {name: _clean(value) for name, value in found.items()}
    kept["og:image"] = _address(url, found["og:image"])
    return {name: value for name, value in sorted(kept.items()) if value}


def _first(found: Mapping[str, str], name: str) -> str:
    names = (name, *_INSTEAD.get(name, ()))
    return next((found[other] for other in names if other in found), "")


def _clean(text: str) -> str:
    plain = " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())
    return plain if len(plain) <= MOST_TEXT else plain[: MOST_TEXT - 1].rstrip() + "…"


def _address(base: str, found: str) -> str:
    try:
        address = urljoin(base, found.strip()) if found.strip() else ""
        scheme = urlsplit(address).scheme
    except ValueError:
        return ""
    return address if scheme in ("http", "https") and len(address) <= MOST_URL and address.isascii() else ""


def text_of(content: bytes, content_type: str) -> str:
    """Return a page's text by the character set of its header or of its first kilobyte, UTF-8 otherwise."""
    named = _charset(content_type) or _charset(content[:1024].decode("ascii", "ignore"))
    try:
        return content.decode(named or "utf-8", "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def _charset(text: str) -> str:
    _, found, rest = text.lower().partition("charset=")
    name = rest.lstrip("\"' ").partition(";")[0]
    return (
        "".join(sign for sign in name[:40].split(">")[0] if sign.isalnum() or sign in "-_.") if found else ""
    )


def is_page(content_type: str) -> bool:
    """Whether a type is one that has a head to read."""
    return content_type.partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml")


def with_picture(properties: Mapping[str, str], picture: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a preview: the page's picture replaced by our copy of it, or left out."""
    plain: dict[str, Any] = {name: value for name, value in properties.items() if name != "og:image"}
    return plain if picture is None else {**plain, **picture}
