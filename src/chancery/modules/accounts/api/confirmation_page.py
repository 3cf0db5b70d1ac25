# SPDX-License-Identifier: EUPL-1.2
"""The page behind a link in a letter; only its button confirms, because mail scanners open links by themselves."""

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import parse_qs

import msgspec

from chancery.kit.errors import BadRequest
from chancery.modules.accounts.api.page import html_page, page_language
from chancery.modules.accounts.errors import NotConfirmed
from chancery.modules.accounts.model import Confirmation
from chancery.modules.accounts.rules.mail import Language
from chancery.modules.accounts.service.confirmations import LINK_PATH, Confirmations
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route

_FIELDS = ("sid", "client_secret", "token")
_LIMIT = 8_192
_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "ask": "Is {address} your address?",
        "password": "Set a new password for the account of {address}?",
        "button": "Yes, confirm",
        "done": "The address is confirmed. You can close this page and go back to the application.",
        "over": "This link is unknown or over. Ask for a new one in the application.",
        "next": "Go on",
    },
    "ru": {
        "ask": "{address} — ваш адрес?",
        "password": "Задать новый пароль для учётной записи с адресом {address}?",
        "button": "Да, подтверждаю",
        "done": "Адрес подтверждён. Закройте эту страницу и вернитесь в приложение.",
        "over": "Ссылка неизвестна или больше не действует. Запросите новую в приложении.",
        "next": "Дальше",
    },
}


class ConfirmationPage:
    """`/api/v1/email/confirm`."""

    def __init__(self, confirmations: Confirmations, *, home_url: str, acts_at_once: bool) -> None:
        self._confirmations = confirmations
        self._home_url = home_url
        self._acts_at_once = acts_at_once

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", LINK_PATH, self.show, login=False, tag="session",
                  summary="The page behind a link in a letter"),
            Route("POST", LINK_PATH, self.confirm, body=bytes, login=False, limit=_LIMIT, tag="session",
                  summary="Confirms an e-mail address"),
        )  # fmt: skip

    async def show(self, request: Request) -> Response:
        """Answer `GET /api/v1/email/confirm`."""
        language = page_language(request)
        sid, secret, token = [request.query.get(name) or "" for name in _FIELDS]
        try:
            found = await self._confirmations.open(sid, secret, token)
            if self._acts_at_once and found.purpose != "password":
                # Suites follow links as a mail scanner does.
                return self._done(await self._confirmations.confirm(sid, secret, token), language)
        except NotConfirmed:
            return html_page(language, _TEXTS[language]["over"], status=400)
        key = "password" if found.purpose == "password" else "ask"
        return html_page(
            language,
            _TEXTS[language][key].format(address=found.address),
            _form({"sid": sid, "client_secret": secret, "token": token}, _TEXTS[language]["button"]),
        )

    async def confirm(self, request: Request) -> Response:
        """Answer `POST /api/v1/email/confirm`: the page's form, or JSON from a program."""
        language, is_json = page_language(request), _is_json(request)
        fields = _fields(request.body, is_json=is_json)
        if not any(fields):
            # As some suites post: the fields stay in the link.
            fields = [request.query.get(name) or "" for name in _FIELDS]
        try:
            found = await self._confirmations.confirm(*fields)
        except NotConfirmed:
            if is_json:
                raise
            return html_page(language, _TEXTS[language]["over"], status=400)
        return json_response({"success": True}) if is_json else self._done(found, language)

    def _done(self, found: Confirmation, language: Language) -> Response:
        link, texts = found.next_link or "", _TEXTS[language]
        # A link that a stranger chose leads nowhere but to this server.
        is_own = bool(self._home_url) and link.startswith(f"{self._home_url}/")
        more = f'<p><a href="{escape(link)}">{escape(texts["next"])}</a></p>' if is_own else ""
        return html_page(language, texts["done"], more)


def _is_json(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip() == "application/json"


def _fields(body: bytes, *, is_json: bool) -> list[str]:
    try:
        if is_json:
            known = msgspec.json.decode(body, type=dict[str, str])
            return [known.get(name, "") for name in _FIELDS]
        given = parse_qs(body.decode(), max_num_fields=10)
    except (ValueError, msgspec.MsgspecError) as error:
        raise BadRequest("sid, client_secret and token are needed") from error
    return [given.get(name, [""])[0] for name in _FIELDS]


def _form(fields: Mapping[str, str], button: str) -> str:
    inputs = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in fields.items()
    )
    return f'<form method="post" action="{LINK_PATH}">{inputs}<button>{escape(button)}</button></form>'
