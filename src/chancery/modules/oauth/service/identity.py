# SPDX-License-Identifier: EUPL-1.2
"""Who somebody is, as OpenID Connect tells it: claims, and tokens that prove them."""

import base64
from collections.abc import Mapping
from hashlib import sha256

import msgspec

from chancery.kit.clock import Clock
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Accounts
from chancery.platform.keyring.port import Keyring

ALGORITHM = "ES256"
_KEY = "oauth-id-token"
_LIFE_SECONDS = 600


class Identities:
    """Claims of people (OpenID Connect Core, 5.1) and ID tokens (2), signed in the keyring."""

    def __init__(self, accounts: Accounts, keyring: Keyring, clock: Clock) -> None:
        self._accounts = accounts
        self._keyring = keyring
        self._clock = clock

    def public_keys(self) -> Mapping[str, object]:
        """Return the key set with which tokens are verified (RFC 7517)."""
        key = self._public_key()
        return {"keys": [{**key, "kid": _thumbprint(key), "use": "sig", "alg": ALGORITHM}]}

    async def claims(self, user_id: UserId, scope: str) -> dict[str, object]:
        """Return what a scope lets a client know."""
        asked = scope.split()
        claims: dict[str, object] = {"sub": user_id}
        if "profile" in asked:
            profile = (await self._accounts.profiles([user_id])).get(user_id)
            claims["preferred_username"] = user_id.removeprefix("@").partition(":")[0]
            claims["name"] = (profile.display_name if profile else None) or claims["preferred_username"]
        if "email" in asked:
            email = (await self._accounts.emails([user_id])).get(user_id)
            claims |= {"email": email, "email_verified": True} if email else {}
        return claims

    async def sign(
        self,
        *,
        issuer: str,
        client_id: str,
        user_id: UserId,
        scope: str,
        nonce: str | None,
        signed_in_at: int,
        access_token: str,
    ) -> str:
        """Return an ID token."""
        now = self._clock() // 1000
        claims = {
            "iss": issuer,
            "aud": client_id,
            "iat": now,
            "exp": now + _LIFE_SECONDS,
            "auth_time": signed_in_at // 1000,
            "at_hash": _encode(sha256(access_token.encode()).digest()[:16]),
            **({"nonce": nonce} if nonce is not None else {}),
            **await self.claims(user_id, scope),
        }
        header = {"alg": ALGORITHM, "typ": "JWT", "kid": _thumbprint(self._public_key())}
        signed = f"{_encode(msgspec.json.encode(header))}.{_encode(msgspec.json.encode(claims))}"
        # RFC 7518, 3.4: `r || s`, as the keyring returns it.
        return f"{signed}.{_encode(self._keyring.sign_p256(_KEY, signed.encode()))}"

    def _public_key(self) -> dict[str, str]:
        point = self._keyring.public_key_p256(_KEY)
        return {"crv": "P-256", "kty": "EC", "x": _encode(point[1:33]), "y": _encode(point[33:])}


def _thumbprint(key: Mapping[str, str]) -> str:
    # RFC 7638: the members in the order of their names, without blanks.
    return _encode(sha256(msgspec.json.encode(key, order="deterministic")).digest())


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
