# SPDX-License-Identifier: EUPL-1.2
"""Logins as they are stored."""

from dataclasses import dataclass

from chancery.kit.ids import DeviceId, SessionId, UserId


@dataclass(frozen=True, slots=True)
class Person:
    """A login; without `password_hash` nobody can sign in with a password."""

    user_id: UserId
    password_hash: str | None
    display_name: str | None
    avatar_url: str | None
    email: str | None
    is_admin: bool
    is_active: bool
    is_guest: bool = False
    is_suspended: bool = False
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """The OAuth client that a session was given to, and for which scope; a limited one tells who somebody is."""

    client_id: str
    scope: str
    is_limited: bool = False


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session with what its holder may do; `expires_at` is the end of its access token, when it has one."""

    session_id: SessionId
    user_id: UserId
    device_id: DeviceId
    is_admin: bool = False
    is_guest: bool = False
    is_suspended: bool = False
    is_locked: bool = False
    expires_at: int | None = None
    grant: Grant | None = None


@dataclass(frozen=True, slots=True)
class Tokens:
    """An access token as its owner gets it; with `refresh` it ends after `lifetime_ms`. They are seen once, here."""

    access: str
    refresh: str | None = None
    lifetime_ms: int | None = None


@dataclass(frozen=True, slots=True)
class TokenHashes:
    """What is stored of tokens."""

    access: bytes
    refresh: bytes | None
    expires_at: int | None
    family: bytes | None = None


@dataclass(frozen=True, slots=True)
class NewSession:
    """What signing in gives."""

    user_id: UserId
    device_id: DeviceId
    tokens: Tokens
    display_name: str | None
    avatar_url: str | None
    is_admin: bool


@dataclass(frozen=True, slots=True)
class Sighting:
    """When and from where a device was last seen."""

    user_id: UserId
    device_id: DeviceId
    ts: int
    ip: str
    agent: str = ""


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A sign-in of which the person has not said yet whether it was they."""

    user_id: UserId
    device_id: DeviceId
    name: str | None
    signed_in_at: int
    ip: str
    agent: str


@dataclass(frozen=True, slots=True)
class Failures:
    """Wrong passwords under one key: how many, and when the last one was."""

    count: int
    last_at: int


@dataclass(frozen=True, slots=True)
class Address:
    """An e-mail address of a person; `is_kept` when administrators keep it."""

    address: str
    validated_at: int
    added_at: int
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A question to an address (purpose `add`, `password` or `register`) and, once it came, the answer."""

    sid: str
    purpose: str
    secret_hash: bytes
    address: str
    token_hash: bytes
    send_attempt: int
    next_link: str | None
    confirmed_at: int | None = None


@dataclass(frozen=True, slots=True)
class Totp:
    """An authenticator application of a person: offered until `confirmed_at`; codes up to `last_step` are used."""

    sealed_secret: bytes
    begun_at: int
    confirmed_at: int | None = None
    last_step: int = 0


@dataclass(frozen=True, slots=True)
class Passkey:
    """A WebAuthn credential of a person; times in milliseconds since the epoch."""

    credential_id: bytes
    user_id: UserId
    public_key: bytes
    sign_count: int
    name: str
    created_at: int
    used_at: int | None = None
