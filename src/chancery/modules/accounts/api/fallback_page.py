# SPDX-License-Identifier: EUPL-1.2
"""`/auth/{type}/fallback/web`: the page on which somebody confirms a request of a client that has no form for it."""

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import parse_qs

from chancery.kit.errors import BadRequest
from chancery.modules.accounts.api.page import html_page, page_language
from chancery.modules.accounts.rules.mail import Language
from chancery.modules.accounts.service.fallback import CODE_STAGE, Fallback, Stage
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response
from chancery.platform.http.routes import Route

_PATH = "/_matrix/client/v3/auth/{auth_type}/fallback/web"
_LIMIT = 8_192
# How a page tells the client that opened it (client-server API, "Fallback").
_DONE = (
    "if(window.onAuthDone)window.onAuthDone();"
    "else if(window.opener&&window.opener.postMessage)window.opener.postMessage('authDone','*');"
)
_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "ask": "An application in which you are signed in as {user} wants to {deed}. "
        "Confirm only if you began this yourself.",
        "click": "An application wants to create an account.",
        "password": "Password",
        "code": "Code from your authenticator application, or a recovery code",
        "button": "Confirm",
        "wrong": "The password is wrong.",
        "wrong_code": "The code is wrong or was used already.",
        "done": "Confirmed. Close this page and go back to the application.",
        "over": "This request is unknown or over. Begin again in the application.",
        "devices": "sign out devices",
        "password_change": "change your password",
        "deactivate": "close your account",
        "3pid": "add an e-mail address",
        "get_token": "sign in another device",
        "device_signing": "replace the keys by which others know you",
        "other": "do something that needs your password",
    },
    "ru": {
        "ask": "Приложение, в котором выполнен вход как {user}, хочет {deed}. "
        "Подтверждайте, только если вы сами это начали.",
        "click": "Приложение хочет создать учётную запись.",
        "password": "Пароль",
        "code": "Код из приложения-аутентификатора или резервный код",
        "button": "Подтвердить",
        "wrong": "Пароль неверен.",
        "wrong_code": "Код неверен или уже использован.",
        "done": "Подтверждено. Закройте эту страницу и вернитесь в приложение.",
        "over": "Запрос неизвестен или больше не действует. Начните заново в приложении.",
        "devices": "завершить сеансы устройств",
        "password_change": "сменить ваш пароль",
        "deactivate": "закрыть вашу учётную запись",
        "3pid": "добавить адрес электронной почты",
        "get_token": "выполнить вход на другом устройстве",
        "device_signing": "заменить ключи, по которым вас узнают другие",
        "other": "сделать то, для чего нужен пароль",
    },
}
_DEEDS = {
    "/devices/": "devices",
    "/delete_devices": "devices",
    "/account/password": "password_change",
    "/account/deactivate": "deactivate",
    "/account/3pid": "3pid",
    "/login/get_token": "get_token",
    "/keys/device_signing": "device_signing",
}


class FallbackPage:
    """The page, and what its form sends."""

    def __init__(self, fallback: Fallback) -> None:
        self._fallback = fallback

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _PATH, self.show, login=False),
            Route("POST", _PATH, self.complete, body=bytes, login=False, limit=_LIMIT),
        )

    async def show(self, request: Request) -> Response:
        """Answer `GET /auth/{type}/fallback/web`."""
        session = request.query.require("session")
        stage = await self._fallback.find(request.params["auth_type"], session)
        language = page_language(request)
        return _over(language) if stage is None else _form(language, stage, session)

    async def complete(self, request: Request) -> Response:
        """Answer `POST /auth/{type}/fallback/web`, the page's form."""
        session, proof = _fields(request)
        stage = await self._fallback.find(request.params["auth_type"], session)
        language = page_language(request)
        if stage is None:
            return _over(language)
        if not await self._fallback.complete(stage, session, proof, request.client):
            return _form(language, stage, session, is_wrong=True)
        return html_page(language, _TEXTS[language]["done"], script=_DONE)


def _fields(request: Request) -> tuple[str, str]:
    try:
        given = parse_qs(request.body.decode(), max_num_fields=10)
    except ValueError as error:
        raise BadRequest("session and proof are needed") from error
    session = given.get("session", [request.query.get("session") or ""])[0]
    return session, given.get("password", given.get("code", [""]))[0]


def _over(language: Language) -> Response:
    return html_page(language, _TEXTS[language]["over"], status=400)


def _form(language: Language, stage: Stage, session: str, *, is_wrong: bool = False) -> Response:
    texts = _TEXTS[language]
    hidden = f'<input type="hidden" name="session" value="{escape(session)}">'
    # Without an action the form goes back to the address that it came from.
    form = f'<form method="post">{hidden}{_field(texts, stage)}<button>{texts["button"]}</button></form>'
    wrong = texts["wrong_code" if stage.kind == CODE_STAGE else "wrong"]
    warning = f'<p role="alert">{wrong}</p>' if is_wrong else ""
    return html_page(language, _question(texts, stage), warning + form, status=401 if is_wrong else 200)


def _question(texts: Mapping[str, str], stage: Stage) -> str:
    if stage.user_id is None:
        return texts["click"]
    deed = next((name for part, name in _DEEDS.items() if part in stage.path), "other")
    return texts["ask"].format(user=stage.user_id, deed=texts[deed])


def _field(texts: Mapping[str, str], stage: Stage) -> str:
    if stage.user_id is None:
        return ""
    if stage.kind == CODE_STAGE:
        field = '<input name="code" autocomplete="one-time-code" required autofocus>'
        return f"<label>{texts['code']}{field}</label>"
    field = '<input type="password" name="password" autocomplete="current-password" required autofocus>'
    return f"<label>{texts['password']}{field}</label>"
