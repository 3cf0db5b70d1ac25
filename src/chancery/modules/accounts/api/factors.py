# SPDX-License-Identifier: EUPL-1.2
"""What a person signs in with: the password, the authenticator application, passkeys and codes on paper."""

from collections.abc import Sequence

from chancery.kit.ids import UserId
from chancery.modules.accounts.errors import FactorNotFound
from chancery.modules.accounts.model import Passkey
from chancery.modules.accounts.schemas import (
    AuthBody,
    CodeBody,
    FactorsView,
    NewPasskeyBody,
    NewPasswordBody,
    OptionsView,
    PasskeyView,
    RecoveryCodesView,
    RemovePasskeyBody,
    TotpView,
)
from chancery.modules.accounts.service.enrolment import Enrolment
from chancery.modules.accounts.service.interactive import InteractiveAuth
from chancery.modules.accounts.service.moderation import Moderation
from chancery.modules.accounts.service.people import PeopleService
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_ACCOUNT = "/api/v1/account"
_TAG = "account"


class FactorsApi:
    """`/api/v1/account/*`; whatever weakens or strengthens the sign-in is confirmed like on Matrix routes."""

    def __init__(
        self,
        enrolment: Enrolment,
        interactive: InteractiveAuth,
        moderation: Moderation,
        people: PeopleService,
    ) -> None:
        self._people = people
        self._enrolment = enrolment
        self._interactive = interactive
        self._moderation = moderation

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", f"{_ACCOUNT}/factors", self.show, answer=FactorsView, tag=_TAG,
                  summary="What the sign-in asks for beside the password"),
            Route("POST", f"{_ACCOUNT}/password", self.change_password, body=NewPasswordBody, tag=_TAG,
                  summary="Change the password; asks for a proof"),
            Route("POST", f"{_ACCOUNT}/totp", self.begin, body=AuthBody, optional_body=True, answer=TotpView,
                  tag=_TAG, summary="Offer a secret for an authenticator application; asks for a proof"),
            Route("POST", f"{_ACCOUNT}/totp/confirm", self.confirm, body=CodeBody, answer=RecoveryCodesView,
                  tag=_TAG, summary="Put the offered secret to use with a code of it"),
            Route("POST", f"{_ACCOUNT}/totp/remove", self.remove, body=AuthBody, optional_body=True, tag=_TAG,
                  summary="Remove the authenticator application; asks for a second factor"),
            Route("POST", f"{_ACCOUNT}/passkeys/options", self.ask_for_passkey, body=AuthBody, optional_body=True,
                  answer=OptionsView, tag=_TAG, summary="What the browser makes a passkey with; asks for a proof"),
            Route("POST", f"{_ACCOUNT}/passkeys", self.add_passkey, body=NewPasskeyBody, answer=RecoveryCodesView,
                  limit=65_536, tag=_TAG, summary="Keep a passkey that the browser has made"),
            Route("POST", f"{_ACCOUNT}/passkeys/remove", self.remove_passkey, body=RemovePasskeyBody, tag=_TAG,
                  summary="Remove a passkey; asks for a second factor"),
            Route("POST", f"{_ACCOUNT}/recovery-codes", self.renew, body=AuthBody, optional_body=True,
                  answer=RecoveryCodesView, tag=_TAG, summary="Make new recovery codes; asks for a second factor"),
            Route("POST", "/api/v1/admin/people/{user_id}/factors/remove", self.reset, body=AuthBody,
                  optional_body=True, tag="admin",
                  summary="Remove the second factors of somebody who has lost them; asks for a proof"),
        )  # fmt: skip

    async def show(self, request: Request) -> FactorsView:
        """Answer `GET /api/v1/account/factors`."""
        found = await self._enrolment.overview(request.caller.user_id)
        return FactorsView(
            totp_since=found.totp_since,
            recovery_codes_left=found.codes_left,
            passkeys=[_view(passkey) for passkey in found.passkeys],
            can_add_passkey=found.can_add_passkey,
        )

    async def change_password(self, request: Request) -> object:
        """Answer `POST /api/v1/account/password`; a weak one is refused before anybody has to prove anything."""
        body: NewPasswordBody = request.body
        caller = request.caller
        await self._people.check_strength(body.new_password)
        await self._confirm(request, is_strict=False)
        await self._people.set_password(
            caller.user_id,
            body.new_password,
            actor=caller.user_id,
            end_sessions=body.end_sessions,
            keep=caller.device_id,
        )
        return {}

    async def begin(self, request: Request) -> TotpView:
        """Answer `POST /api/v1/account/totp`."""
        await self._confirm(request)
        offer = await self._enrolment.begin_totp(request.caller)
        return TotpView(offer.secret, offer.uri)

    async def confirm(self, request: Request) -> RecoveryCodesView:
        """Answer `POST /api/v1/account/totp/confirm`."""
        body: CodeBody = request.body
        shown = await self._enrolment.confirm_totp(request.caller.user_id, body.code)
        return RecoveryCodesView(shown)

    async def remove(self, request: Request) -> object:
        """Answer `POST /api/v1/account/totp/remove`."""
        await self._confirm(request)
        await self._enrolment.remove_totp(request.caller.user_id)
        return {}

    async def renew(self, request: Request) -> RecoveryCodesView:
        """Answer `POST /api/v1/account/recovery-codes`."""
        await self._confirm(request)
        shown = await self._enrolment.renew_codes(request.caller.user_id)
        return RecoveryCodesView(shown)

    async def reset(self, request: Request) -> object:
        """Answer `POST /api/v1/admin/people/{user_id}/factors/remove`."""
        person = await self._moderation.access(request.caller, UserId(request.params["user_id"]))
        await self._confirm(request)
        await self._enrolment.remove_all(person.user_id, actor=request.caller.user_id)
        return {}

    async def ask_for_passkey(self, request: Request) -> OptionsView:
        """Answer `POST /api/v1/account/passkeys/options`."""
        await self._confirm(request)
        return OptionsView(dict(await self._enrolment.ask_for_passkey(request.caller)))

    async def add_passkey(self, request: Request) -> RecoveryCodesView:
        """Answer `POST /api/v1/account/passkeys`; that the options were given proves who asks."""
        body: NewPasskeyBody = request.body
        shown = await self._enrolment.add_passkey(request.caller.user_id, body.credential, body.name)
        return RecoveryCodesView(shown)

    async def remove_passkey(self, request: Request) -> object:
        """Answer `POST /api/v1/account/passkeys/remove`."""
        body: RemovePasskeyBody = request.body
        await self._confirm(request)
        await self._enrolment.remove_passkey(request.caller.user_id, _bytes(body.id))
        return {}

    async def _confirm(self, request: Request, *, is_strict: bool = True) -> None:
        body: AuthBody | NewPasswordBody | RemovePasskeyBody = request.body
        path = request.raw_path.decode()
        await self._interactive.confirm(request.caller, body.auth, path=path, body=body, is_strict=is_strict)


def _view(passkey: Passkey) -> PasskeyView:
    return PasskeyView(
        id=passkey.credential_id.hex(),
        name=passkey.name,
        created_at=passkey.created_at,
        used_at=passkey.used_at,
    )


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise FactorNotFound("you have no such passkey") from error
