# SPDX-License-Identifier: EUPL-1.2
"""A person's second factors: the authenticator application and the codes on paper."""

from collections.abc import Sequence

from chancery.kit.ids import UserId
from chancery.modules.accounts.schemas import (
    AuthBody,
    CodeBody,
    FactorsView,
    RecoveryCodesView,
    TotpView,
)
from chancery.modules.accounts.service.enrolment import Enrolment
from chancery.modules.accounts.service.interactive import InteractiveAuth
from chancery.modules.accounts.service.moderation import Moderation
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_ACCOUNT = "/api/v1/account"
_TAG = "account"


class FactorsApi:
    """`/api/v1/account/*`; whatever weakens or strengthens the sign-in is confirmed like on Matrix routes."""

    def __init__(self, enrolment: Enrolment, interactive: InteractiveAuth, moderation: Moderation) -> None:
        self._enrolment = enrolment
        self._interactive = interactive
        self._moderation = moderation

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", f"{_ACCOUNT}/factors", self.show, answer=FactorsView, tag=_TAG,
                  summary="What the sign-in asks for beside the password"),
            Route("POST", f"{_ACCOUNT}/totp", self.begin, body=AuthBody, optional_body=True, answer=TotpView,
                  tag=_TAG, summary="Offer a secret for an authenticator application; asks for a proof"),
            Route("POST", f"{_ACCOUNT}/totp/confirm", self.confirm, body=CodeBody, answer=RecoveryCodesView,
                  tag=_TAG, summary="Put the offered secret to use with a code of it"),
            Route("POST", f"{_ACCOUNT}/totp/remove", self.remove, body=AuthBody, optional_body=True, tag=_TAG,
                  summary="Remove the authenticator application; asks for a second factor"),
            Route("POST", f"{_ACCOUNT}/recovery-codes", self.renew, body=AuthBody, optional_body=True,
                  answer=RecoveryCodesView, tag=_TAG, summary="Make new recovery codes; asks for a second factor"),
            Route("POST", "/api/v1/admin/people/{user_id}/factors/remove", self.reset, body=AuthBody,
                  optional_body=True, tag="admin",
                  summary="Remove the second factors of somebody who has lost them; asks for a proof"),
        )  # fmt: skip

    async def show(self, request: Request) -> FactorsView:
        """Answer `GET /api/v1/account/factors`."""
        found = await self._enrolment.overview(request.caller.user_id)
        return FactorsView(totp_since=found.totp_since, recovery_codes_left=found.codes_left)

    async def begin(self, request: Request) -> TotpView:
        """Answer `POST /api/v1/account/totp`."""
        await self._confirm(request, is_strict=False)
        offer = await self._enrolment.begin_totp(request.caller)
        return TotpView(offer.secret, offer.uri)

    async def confirm(self, request: Request) -> RecoveryCodesView:
        """Answer `POST /api/v1/account/totp/confirm`."""
        body: CodeBody = request.body
        shown = await self._enrolment.confirm_totp(request.caller.user_id, body.code)
        return RecoveryCodesView(shown)

    async def remove(self, request: Request) -> object:
        """Answer `POST /api/v1/account/totp/remove`."""
        await self._confirm(request, is_strict=True)
        await self._enrolment.remove_totp(request.caller.user_id)
        return {}

    async def renew(self, request: Request) -> RecoveryCodesView:
        """Answer `POST /api/v1/account/recovery-codes`."""
        await self._confirm(request, is_strict=True)
        shown = await self._enrolment.renew_codes(request.caller.user_id)
        return RecoveryCodesView(shown)

    async def reset(self, request: Request) -> object:
        """Answer `POST /api/v1/admin/people/{user_id}/factors/remove`."""
        person = await self._moderation.access(request.caller, UserId(request.params["user_id"]))
        await self._confirm(request, is_strict=True)
        await self._enrolment.remove_all(person.user_id, actor=request.caller.user_id)
        return {}

    async def _confirm(self, request: Request, *, is_strict: bool) -> None:
        body: AuthBody = request.body
        await self._interactive.confirm(
            request.caller, body.auth, path=request.raw_path.decode(), body=body, is_strict=is_strict
        )
