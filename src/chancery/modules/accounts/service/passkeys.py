# SPDX-License-Identifier: EUPL-1.2
"""Passkeys: what a browser is asked, and whether its answer proves somebody (W3C Web Authentication, level 3).

The challenge is a sealed token: it says for itself what it was issued for, and that it is not over.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from chancery.kit.clock import Clock
from chancery.kit.errors import NotFound
from chancery.kit.ids import UserId
from chancery.modules.accounts.errors import WrongPasskey
from chancery.modules.accounts.model import Passkey
from chancery.modules.accounts.rules.passkeys import RelyingParty, answered_challenge, credential_id
from chancery.modules.accounts.service.seals import Sealer
from chancery.modules.accounts.store.passkeys import PasskeyStore
from chancery.platform.db.port import Database, Write, WriteConflict

_NEW, _KNOWN = "passkey registration", "passkey assertion"
_SECONDS = 300
# Whoever holds the device must also have unlocked it, so that a passkey is two factors by itself.
_VERIFIED = UserVerificationRequirement.REQUIRED


class Passkeys:
    """Asks browsers and verifies what they answer."""

    def __init__(
        self,
        *,
        database: Database,
        store: PasskeyStore,
        sealer: Sealer,
        clock: Clock,
        party: RelyingParty | None,
        name: str,
    ) -> None:
        self._database = database
        self._store = store
        self._sealer = sealer
        self._clock = clock
        self._known_party = party
        self._name = name

    @property
    def are_possible(self) -> bool:
        """Whether the server is known under a name, as browsers demand."""
        return self._known_party is not None

    async def list_passkeys(self, user_id: UserId) -> list[Passkey]:
        """Return a person's passkeys."""
        return await self._store.list_passkeys(user_id)

    async def ask_for_new(self, user_id: UserId) -> Mapping[str, Any]:
        """Return the options with which a browser makes a passkey; raises NotFound without a name of the server."""
        options = generate_registration_options(
            rp_id=self._party.id,
            rp_name=self._name,
            user_name=user_id,
            user_id=self._sealer.digest(f"passkey handle\n{user_id}"),
            challenge=self._sealer.issue(_NEW, seconds=_SECONDS, content=user_id).encode(),
            timeout=_SECONDS * 1000,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
            ),
            exclude_credentials=_descriptors(await self._store.list_passkeys(user_id)),
        )
        return _plain(options_to_json(options))

    def accept_new(self, write: Write, user_id: UserId, credential: Mapping[str, Any], name: str) -> None:
        """Add a new passkey to a write; raises WrongPasskey. The write is refused when the answer came before."""
        challenge = self._challenge(credential, _NEW, user_id)
        try:
            made = verify_registration_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=self._party.id,
                expected_origin=list(self._party.origins),
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError) as error:
            raise WrongPasskey("the browser's answer is not right", status=400) from error
        now = self._clock()
        self._use_up(write, challenge)
        self._store.insert(
            write,
            Passkey(made.credential_id, user_id, made.credential_public_key, made.sign_count, name, now),
        )

    async def ask_for_known(self, user_id: UserId | None = None) -> Mapping[str, Any]:
        """Return the options with which a browser proves a passkey: the person's, or any that it has for us."""
        known = await self._store.list_passkeys(user_id) if user_id else []
        options = generate_authentication_options(
            rp_id=self._party.id,
            challenge=self._sealer.issue(_KNOWN, seconds=_SECONDS, content=user_id or "").encode(),
            timeout=_SECONDS * 1000,
            allow_credentials=_descriptors(known),
            user_verification=_VERIFIED,
        )
        return _plain(options_to_json(options))

    async def prove(self, credential: Mapping[str, Any], user_id: UserId | None = None) -> UserId:
        """Return whose passkey an answer proves, and let the answer count once; raises WrongPasskey.

        `user_id` is for whom the browser was asked.
        """
        challenge = self._challenge(credential, _KNOWN, user_id or "")
        passkey = await self._store.find(credential_id(credential))
        if passkey is None or user_id not in (None, passkey.user_id):
            raise WrongPasskey("this passkey is not known here")
        try:
            proven = verify_authentication_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=self._party.id,
                expected_origin=list(self._party.origins),
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError) as error:
            raise WrongPasskey("the browser's answer is not right") from error
        write = Write()
        self._use_up(write, challenge)
        self._store.update_used(write, passkey, sign_count=proven.new_sign_count, now=self._clock())
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise WrongPasskey("this answer was used already") from error
        return passkey.user_id

    @property
    def _party(self) -> RelyingParty:
        if self._known_party is None:
            raise NotFound("passkeys need a server that is known under a name, not under an IP address")
        return self._known_party

    def _challenge(self, credential: Mapping[str, Any], context: str, content: str) -> bytes:
        challenge = answered_challenge(credential)
        if challenge is None or self._sealer.open(challenge.decode("latin-1"), context) != content:
            status = 400 if context == _NEW else None
            raise WrongPasskey("the browser was asked something else, or too long ago", status=status)
        return challenge

    def _use_up(self, write: Write, challenge: bytes) -> None:
        now = self._clock()
        digest = self._sealer.digest(f"challenge\n{challenge.decode()}")
        self._store.answer(write, digest, expires_at=now + _SECONDS * 1000, now=now)


def _descriptors(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=passkey.credential_id) for passkey in passkeys]


def _plain(options: str) -> Mapping[str, Any]:
    decoded: Mapping[str, Any] = json.loads(options)
    return decoded
