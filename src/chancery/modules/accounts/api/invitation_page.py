# SPDX-License-Identifier: EUPL-1.2
"""The page on which somebody with a code on paper sets their first password."""

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import parse_qs

from chancery.kit.errors import BadRequest, ChanceryError
from chancery.modules.accounts.api.page import html_page, page_language
from chancery.modules.accounts.errors import TooManyAttempts, WeakPassword, WrongCode
from chancery.modules.accounts.rules.mail import Language
from chancery.modules.accounts.service.invitations import Invitations
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response
from chancery.platform.http.routes import Route

INVITATION_PATH = "/api/v1/invitation"
_LIMIT = 8_192
_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "ask": "Welcome. Set your password with the code that you were given.",
        "user": "User name",
        "code": "Code",
        "password": "New password",
        "again": "New password again",
        "button": "Set the password",
        "wrong": "The user name or the code is wrong, or the code was used or is over.",
        "weak": "Choose another password: it is too short or among those that attackers try first.",
        "differ": "The two passwords differ.",
        "wait": "There were too many attempts. Wait a while and try again.",
        "done": "Your password is set.",
        "next": "Sign in",
    },
    "ru": {
        "ask": "Добро пожаловать. Задайте пароль с помощью кода, который вам выдали.",
        "user": "Имя пользователя",
        "code": "Код",
        "password": "Новый пароль",
        "again": "Новый пароль ещё раз",
        "button": "Задать пароль",
        "wrong": "Неверно имя пользователя или код, либо код уже использован или истёк.",
        "weak": "Выберите другой пароль: этот слишком короткий или из тех, что злоумышленники пробуют первыми.",
        "differ": "Пароли не совпадают.",
        "wait": "Слишком много попыток. Подождите и попробуйте снова.",
        "done": "Пароль задан.",
        "next": "Войти",
    },
}
_FIELDS = ("user", "code", "password", "again")


class InvitationPage:
    """`/api/v1/invitation`."""

    def __init__(self, invitations: Invitations, *, home_url: str) -> None:
        self._invitations = invitations
        self._home_url = home_url

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", INVITATION_PATH, self.show, login=False, tag="session",
                  summary="The page on which a code on paper becomes a first password"),
            Route("POST", INVITATION_PATH, self.redeem, body=bytes, login=False, limit=_LIMIT, tag="session",
                  summary="Set a first password by a code"),
        )  # fmt: skip

    async def show(self, request: Request) -> Response:
        """Answer `GET /api/v1/invitation`."""
        language = page_language(request)
        return html_page(language, _TEXTS[language]["ask"], _form(language, request.query.get("user") or ""))

    async def redeem(self, request: Request) -> Response:
        """Answer `POST /api/v1/invitation`, the page's form."""
        language = page_language(request)
        user, code, password, again = _fields(request.body)
        if password != again:
            return _again(language, "differ", user, 400)
        try:
            await self._invitations.redeem(user, code, password, address=request.client)
        except (WrongCode, WeakPassword, TooManyAttempts) as error:
            return _again(language, _told(error), user, error.http_status)
        texts = _TEXTS[language]
        link = f'<p><a href="{escape(self._home_url)}/">{escape(texts["next"])}</a></p>'
        return html_page(language, texts["done"], link)


def _told(error: ChanceryError) -> str:
    if isinstance(error, WeakPassword):
        return "weak"
    return "wait" if isinstance(error, TooManyAttempts) else "wrong"


def _again(language: Language, key: str, user: str, status: int) -> Response:
    return html_page(language, _TEXTS[language][key], _form(language, user), status=status)


def _fields(body: bytes) -> list[str]:
    try:
        found = parse_qs(body.decode(), max_num_fields=len(_FIELDS))
    except ValueError as error:
        raise BadRequest("the form is malformed") from error
    values = [found.get(name, [""])[0] for name in _FIELDS]
    if any("\0" in value for value in values):
        raise BadRequest("the form is malformed")
    return values


def _form(language: Language, user: str) -> str:
    texts = _TEXTS[language]
    kinds = {
        "user": f'value="{escape(user)}" autocomplete="username" autocapitalize="none"',
        "code": 'autocomplete="one-time-code"',
        "password": 'type="password" autocomplete="new-password"',
        "again": 'type="password" autocomplete="new-password"',
    }
    fields = "".join(
        f'<label for="{name}">{escape(texts[name])}</label>'
        f'<input id="{name}" name="{name}" required {kinds[name]}>'
        for name in _FIELDS
    )
    return f'<form method="post" action="{INVITATION_PATH}">{fields}<button>{escape(texts["button"])}</button></form>'
