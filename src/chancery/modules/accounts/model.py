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


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session with what its holder may do."""

    session_id: SessionId
    user_id: UserId
    device_id: DeviceId
    is_admin: bool


@dataclass(frozen=True, slots=True)
class NewSession:
    """What signing in gives: the token is seen once, here."""

    user_id: UserId
    device_id: DeviceId
    token: str
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
