# SPDX-License-Identifier: EUPL-1.2
"""E-mail addresses over HTTP: ask, confirm, add, remove; telephones and identity servers are refused."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.modules.accounts.errors import AddressesClosed
from chancery.modules.accounts.rules.mail import Purpose, language_of
from chancery.modules.accounts.schemas import (
    AddAddressBody,
    AskEmailBody,
    BindBody,
    RemoveAddressBody,
)
from chancery.modules.accounts.service.addresses import AddressService
from chancery.modules.accounts.service.confirmations import Confirmations, Question
from chancery.modules.accounts.service.interactive import InteractiveAuth
from chancery.modules.accounts.service.registration import Registrar
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_V3 = "/_matrix/client/v3"
_ADDRESSES = f"{_V3}/account/3pid"


class AddressesApi:
    """`/account/3pid*` and every `…/requestToken`."""

    def __init__(
        self,
        *,
        addresses: AddressService,
        confirmations: Confirmations,
        interactive: InteractiveAuth,
        registrar: Registrar,
        can_reset: bool,
        is_for_suites: bool,
    ) -> None:
        self._addresses = addresses
        self._confirmations = confirmations
        self._interactive = interactive
        self._registrar = registrar
        self._can_reset = can_reset
        self._is_for_suites = is_for_suites

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _ADDRESSES, self.list),
            Route("POST", f"{_ADDRESSES}/add", self.add, body=AddAddressBody),
            Route("POST", f"{_ADDRESSES}/delete", self.remove, body=RemoveAddressBody),
            Route("POST", _ADDRESSES, self.add_by_suite, body=BindBody),
            Route(
                "POST", f"{_ADDRESSES}/email/requestToken", self.ask_to_add, body=AskEmailBody, login=False
            ),
            Route(
                "POST",
                f"{_V3}/account/password/email/requestToken",
                self.ask_for_password,
                body=AskEmailBody,
                login=False,
            ),
            Route(
                "POST",
                f"{_V3}/register/email/requestToken",
                self.ask_to_register,
                body=AskEmailBody,
                login=False,
            ),
            Route("POST", f"{_ADDRESSES}/bind", self.refuse),
            Route("POST", f"{_ADDRESSES}/unbind", self.refuse),
            Route("POST", f"{_ADDRESSES}/msisdn/requestToken", self.refuse, login=False),
            Route("POST", f"{_V3}/account/password/msisdn/requestToken", self.refuse, login=False),
            Route("POST", f"{_V3}/register/msisdn/requestToken", self.refuse, login=False),
        )

    async def list(self, request: Request) -> object:
        """Answer `GET /account/3pid`."""
        found = await self._addresses.list_addresses(request.caller.user_id)
        return {
            "threepids": [
                {
                    "medium": "email",
                    "address": address.address,
                    "validated_at": address.validated_at,
                    "added_at": address.added_at,
                }
                for address in found
            ]
        }

    async def add(self, request: Request) -> object:
        """Answer `POST /account/3pid/add`."""
        body: AddAddressBody = request.body
        if not self._confirmations.is_possible:
            raise AddressesClosed("this server sends no e-mail")
        await self._interactive.confirm(request.caller, body.auth, path=f"{_ADDRESSES}/add", body=body)
        await self._addresses.add(request.caller.user_id, body.sid, body.client_secret)
        return {}

    async def add_by_suite(self, request: Request) -> object:
        """Answer `POST /account/3pid`: deprecated, asks for no password, so it is for test suites alone."""
        body: BindBody = request.body
        if not self._is_for_suites:
            raise AddressesClosed("use /account/3pid/add")
        proof = body.three_pid_creds
        await self._addresses.add(request.caller.user_id, proof.sid, proof.client_secret)
        return {}

    async def remove(self, request: Request) -> object:
        """Answer `POST /account/3pid/delete`."""
        body: RemoveAddressBody = request.body
        if body.medium != "email":
            raise BadRequest("there are e-mail addresses only", errcode="M_THREEPID_MEDIUM_NOT_SUPPORTED")
        await self._addresses.remove(request.caller.user_id, body.address)
        return {"id_server_unbind_result": "no-support"}

    async def ask_to_add(self, request: Request) -> object:
        """Answer `POST /account/3pid/email/requestToken`."""
        return await self._ask(request, "add")

    async def ask_for_password(self, request: Request) -> object:
        """Answer `POST /account/password/email/requestToken`."""
        if not self._can_reset:
            raise AddressesClosed("passwords are not set by e-mail here")
        return await self._ask(request, "password")

    async def ask_to_register(self, request: Request) -> object:
        """Answer `POST /register/email/requestToken`."""
        self._registrar.check_open()
        return await self._ask(request, "register")

    async def refuse(self, request: Request) -> object:
        """Answer what needs a telephone or an identity server."""
        raise AddressesClosed("there are neither telephones nor identity servers here")

    async def _ask(self, request: Request, purpose: Purpose) -> object:
        body: AskEmailBody = request.body
        language = language_of(request.headers.get("accept-language", ""))
        question = Question(
            purpose,
            body.client_secret,
            body.email,
            body.send_attempt,
            body.next_link,
            request.client,
            language,
        )
        return {"sid": await self._confirmations.ask(question)}
