# SPDX-License-Identifier: EUPL-1.2
"""The ceremonies of Web Authentication as the library performs them.

Loaded with the first passkey that somebody makes or shows: the library takes 130 ms and 6 MB that most starts never need.
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
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from chancery.kit.ids import UserId
from chancery.modules.accounts.errors import WrongPasskey
from chancery.modules.accounts.model import Passkey
from chancery.modules.accounts.rules.passkeys import ANSWER_SECONDS, RelyingParty

# Whoever holds the device must also have unlocked it, so that a passkey is two factors by itself.
_VERIFIED = UserVerificationRequirement.REQUIRED
_WRONG = "the browser's answer is not right"


class Ceremonies:
    """What browsers are asked for one relying party, and whether their answers are right."""

    def __init__(self, party: RelyingParty, name: str) -> None:
        self._party = party
        self._name = name

    def creation_options(
        self, user_id: UserId, handle: bytes, challenge: bytes, known: Sequence[Passkey]
    ) -> Mapping[str, Any]:
        """Return the options with which a browser makes a passkey that none of the known ones is."""
        options = generate_registration_options(
            rp_id=self._party.id,
            rp_name=self._name,
            user_name=user_id,
            user_id=handle,
            challenge=challenge,
            timeout=ANSWER_SECONDS * 1000,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
            ),
            exclude_credentials=_descriptors(known),
        )
        return _plain(options_to_json(options))

    def request_options(self, challenge: bytes, known: Sequence[Passkey]) -> Mapping[str, Any]:
        """Return the options with which a browser proves one of the known passkeys, or any when none are named."""
        options = generate_authentication_options(
            rp_id=self._party.id,
            challenge=challenge,
            timeout=ANSWER_SECONDS * 1000,
            allow_credentials=_descriptors(known),
            user_verification=_VERIFIED,
        )
        return _plain(options_to_json(options))

    def verify_creation(self, challenge: bytes, credential: Mapping[str, Any]) -> VerifiedRegistration:
        """Return the passkey that an answer brings; raises WrongPasskey."""
        try:
            return verify_registration_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=self._party.id,
                expected_origin=list(self._party.origins),
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError) as error:
            raise WrongPasskey(_WRONG, status=400) from error

    def verify_proof(
        self, challenge: bytes, credential: Mapping[str, Any], passkey: Passkey
    ) -> VerifiedAuthentication:
        """Return what an answer proves of a passkey; raises WrongPasskey."""
        try:
            return verify_authentication_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=self._party.id,
                expected_origin=list(self._party.origins),
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError) as error:
            raise WrongPasskey(_WRONG) from error


def _descriptors(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=passkey.credential_id) for passkey in passkeys]


def _plain(options: str) -> Mapping[str, Any]:
    decoded: Mapping[str, Any] = json.loads(options)
    return decoded
