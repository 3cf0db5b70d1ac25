# SPDX-License-Identifier: EUPL-1.2
"""Codes of a second factor: RFC 6238 with what every authenticator application supports, and codes on paper."""

import base64
import hmac
import secrets

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

RECOVERY_CODES = 10
_DIGITS = 6
_STEP_SECONDS = 30
_SECRET_BYTES = 20
# One step either way for clocks that differ and people who type slowly (RFC 6238, section 5.2).
_TOLERATED_STEPS = 1
# Without what looks alike on paper; ten of these are 49 bits.
_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
_HALF = 5


def new_secret() -> bytes:
    """Return a fresh shared secret, as long as RFC 4226 recommends."""
    return secrets.token_bytes(_SECRET_BYTES)


def shown_secret(secret: bytes) -> str:
    """Return the secret as people type it into an application that cannot scan."""
    return base64.b32encode(secret).decode()


def enrolment_uri(secret: bytes, *, account: str, issuer: str) -> str:
    """Return the `otpauth:` address that authenticator applications read from a picture."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def matching_step(secret: bytes, code: str, *, now_ms: int, after: int) -> int | None:
    """Return the time step whose code this is, if it is near and later than the last one that was used."""
    current = now_ms // 1000 // _STEP_SECONDS
    totp, found = _totp(secret), None
    for step in range(current - _TOLERATED_STEPS, current + _TOLERATED_STEPS + 1):
        fits = hmac.compare_digest(totp.generate(step * _STEP_SECONDS), code.encode())
        found = step if fits and step > after else found
    return found


def is_totp(code: str) -> bool:
    """Tell a code of an application from one on paper."""
    return len(code) == _DIGITS and code.isascii() and code.isdigit()


def new_recovery_codes() -> list[str]:
    """Return a fresh set, as it is shown."""
    return [f"{_half()}-{_half()}" for _ in range(RECOVERY_CODES)]


def new_invitation_code() -> str:
    """Return a code for a first sign-in, as it is printed: 98 bits, so that it needs no slow hash."""
    return "-".join(_half() for _ in range(4))


def fold_code(typed: str) -> str:
    """Return a code without what people put between its signs."""
    return "".join(typed.split()).replace("-", "").lower()


def _half() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_HALF))


def _totp(secret: bytes) -> TOTP:
    # SHA-1 is what applications assume; its weakness to collisions does not touch HMAC (RFC 6238, section 1.2).
    return TOTP(secret, _DIGITS, SHA1(), _STEP_SECONDS)  # noqa: S303  # as RFC 6238 says
