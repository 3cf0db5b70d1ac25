# SPDX-License-Identifier: EUPL-1.2
"""A small page of this server that stands by itself: one style, at most one script, nothing from elsewhere."""

import base64
from hashlib import sha256
from html import escape

from chancery.modules.accounts.rules.mail import Language, language_of
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response

_STYLE = (
    ":root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;"
    "padding:0 1rem}button,input{font:inherit;padding:.6rem 1.2rem}label,input{display:block;margin:.5rem 0}"
)


def page_language(request: Request) -> Language:
    """Return the language in which the browser wants to read."""
    return language_of(request.headers.get("accept-language", ""))


def html_page(
    language: Language, text: str, more: str = "", *, status: int = 200, script: str = ""
) -> Response:
    """Return a page with a text, HTML after it, and a script that runs at once."""
    html = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Chancery</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><main><h1>Chancery</h1><p>{escape(text)}</p>{more}</main>"
        f"{f'<script>{script}</script>' if script else ''}</body></html>"
    )
    headers = (("content-type", "text/html; charset=utf-8"), ("content-security-policy", _policy(script)))
    return Response(html.encode(), status, headers)


def _policy(script: str) -> str:
    scripts = f" script-src {_source(script)};" if script else ""
    return (
        f"default-src 'none'; style-src {_source(_STYLE)};{scripts} form-action 'self';"
        " frame-ancestors 'none'; base-uri 'none'"
    )


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
