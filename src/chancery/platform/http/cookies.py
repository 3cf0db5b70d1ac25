# SPDX-License-Identifier: EUPL-1.2
"""Protection of cookie sessions against forged requests from other sites."""

from urllib.parse import urlsplit

from chancery.kit.errors import Forbidden
from chancery.platform.http.request import Request

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def check_same_origin(request: Request) -> None:
    """Refuse a request that may change something and was not sent by a page of ours; for cookie sessions only.

    Pages cannot set `Sec-Fetch-Site` or `Origin`, and one of them comes with every such request of a browser.
    SameSite=Strict alone lets sibling subdomains through. Raises Forbidden.
    """
    if request.method in _SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site")
    if site == "same-origin":
        return
    host = request.headers.get("host", "").lower()
    if site is None and host and urlsplit(request.headers.get("origin", "")).netloc.lower() == host:
        return
    raise Forbidden("a request with the session cookie must come from a page of this server")
