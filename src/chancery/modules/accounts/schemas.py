# SPDX-License-Identifier: EUPL-1.2
"""JSON shapes: bodies of both APIs, and the answers of our own."""

from typing import Any

import msgspec


class Identifier(msgspec.Struct):
    """Who signs in (client-server API, "Identifier types")."""

    type: str
    user: str | None = None
    medium: str | None = None
    address: str | None = None


class RegisterBody(msgspec.Struct):
    """`POST /register`."""

    type: str | None = None
    auth: dict[str, Any] | None = None
    username: str | None = None
    password: str | None = None
    device_id: str | None = None
    initial_device_display_name: str | None = None
    inhibit_login: bool | int = False
    refresh_token: bool = False
    guest_access_token: str | None = None


class SecretRegisterBody(msgspec.Struct):
    """`POST /_synapse/admin/v1/register`, as Synapse's own tools send it."""

    nonce: str
    username: str
    password: str
    mac: str
    admin: bool | int = False
    displayname: str | None = None
    user_type: str | None = None


class LoginBody(msgspec.Struct):
    """`POST /login`. `user`, `medium` and `address` at the top are deprecated forms that clients still send.

    `code` is of the second factor, for which the specification has no place.
    """

    type: str
    identifier: Identifier | None = None
    user: str | None = None
    medium: str | None = None
    address: str | None = None
    password: str | None = None
    token: str | None = None
    device_id: str | None = None
    initial_device_display_name: str | None = None
    refresh_token: bool = False
    code: str | None = msgspec.field(default=None, name="org.chancery.code")


class RefreshBody(msgspec.Struct):
    """`POST /refresh`."""

    refresh_token: str


class LockedBody(msgspec.Struct):
    """`PUT /admin/lock/{userId}`."""

    locked: bool


class SuspendedBody(msgspec.Struct):
    """`PUT /admin/suspend/{userId}`."""

    suspended: bool


class PasswordBody(msgspec.Struct):
    """`POST /account/password`."""

    new_password: str
    logout_devices: bool = True
    auth: dict[str, Any] | None = None


class AuthBody(msgspec.Struct):
    """A body that holds nothing but user-interactive authentication."""

    auth: dict[str, Any] | None = None


class DeactivateBody(AuthBody):
    """`POST /account/deactivate`."""

    erase: bool = False


class AskEmailBody(msgspec.Struct):
    """`POST …/email/requestToken`."""

    client_secret: str
    email: str
    send_attempt: int
    next_link: str | None = None


class Proof(msgspec.Struct):
    """A confirmation and the secret that it was asked for with."""

    sid: str
    client_secret: str


class AddAddressBody(msgspec.Struct):
    """`POST /account/3pid/add`."""

    sid: str
    client_secret: str
    auth: dict[str, Any] | None = None


class BindBody(msgspec.Struct):
    """`POST /account/3pid`, deprecated."""

    three_pid_creds: Proof


class RemoveAddressBody(msgspec.Struct):
    """`POST /account/3pid/delete`."""

    medium: str
    address: str


class DeviceBody(msgspec.Struct):
    """`PUT /devices/{deviceId}`."""

    display_name: str | None = None


class DevicesBody(msgspec.Struct):
    """`POST /delete_devices`."""

    devices: list[str]
    auth: dict[str, Any] | None = None


class DisplayNameBody(msgspec.Struct):
    """`PUT /profile/{userId}/displayname`."""

    displayname: str | None = None


class AvatarBody(msgspec.Struct):
    """`PUT /profile/{userId}/avatar_url`."""

    avatar_url: str | None = None


class SearchBody(msgspec.Struct):
    """`POST /user_directory/search`."""

    search_term: str
    limit: int = 10


class SessionBody(msgspec.Struct):
    """`POST /api/v1/session`; `user` is a user name, a full id or an e-mail address, `code` is of the second factor.

    `passkey` is what the browser answered to `POST /api/v1/session/passkey`, in place of all three.
    """

    user: str = ""
    password: str = ""
    passkey: dict[str, Any] | None = None
    code: str | None = None
    device_name: str | None = None
    device_id: str | None = None


class SessionView(msgspec.Struct, frozen=True):
    """Who is signed in, on which device."""

    user_id: str
    device_id: str
    display_name: str | None
    avatar_url: str | None
    is_admin: bool
    server_name: str


class StandingBody(msgspec.Struct):
    """`POST /api/v1/admin/people/{user_id}/standing`; what is left out stays."""

    locked: bool | None = None
    suspended: bool | None = None


class GivenPasswordBody(msgspec.Struct):
    """`POST /api/v1/admin/people/{user_id}/password`."""

    password: str
    auth: dict[str, Any] | None = None


class SignedInDevice(msgspec.Struct, frozen=True):
    """A device on which a person is signed in."""

    device_id: str
    name: str | None
    last_seen_at: int | None
    address: str | None


class LoginStateView(msgspec.Struct, frozen=True):
    """How a person signs in, and where they are signed in."""

    user_id: str
    is_locked: bool
    is_suspended: bool
    has_password: bool
    totp_since: int | None
    passkeys: int
    devices: list[SignedInDevice]


class EndedSessions(msgspec.Struct, frozen=True):
    """How many devices were signed out."""

    devices: int


class CodeBody(msgspec.Struct):
    """`POST /api/v1/account/totp/confirm`."""

    code: str


class NewPasswordBody(msgspec.Struct):
    """`POST /api/v1/account/password`; with `end_sessions` only the asking device stays signed in."""

    new_password: str
    end_sessions: bool = True
    auth: dict[str, Any] | None = None


class NewPasskeyBody(msgspec.Struct):
    """`POST /api/v1/account/passkeys`; `credential` is what the browser answered."""

    name: str
    credential: dict[str, Any]


class RemovePasskeyBody(msgspec.Struct):
    """`POST /api/v1/account/passkeys/remove`; `id` as in the list."""

    id: str
    auth: dict[str, Any] | None = None


class OptionsView(msgspec.Struct, frozen=True):
    """What the browser's WebAuthn interface is given, in its JSON form."""

    options: dict[str, Any]


class PasskeyView(msgspec.Struct, frozen=True):
    """A passkey of the caller; times in milliseconds."""

    id: str
    name: str
    created_at: int
    used_at: int | None


class FactorsView(msgspec.Struct, frozen=True):
    """What the caller has beside the password; `totp_since` is in milliseconds, null without an application."""

    totp_since: int | None
    recovery_codes_left: int
    passkeys: list[PasskeyView]
    can_add_passkey: bool


class TotpView(msgspec.Struct, frozen=True):
    """A secret for an authenticator application: in Base32, and the `otpauth:` address for its picture."""

    secret: str
    uri: str


class RecoveryCodesView(msgspec.Struct, frozen=True):
    """Recovery codes, shown this once; empty when the former ones go on working."""

    recovery_codes: list[str]


class NewDeviceView(msgspec.Struct):
    """A sign-in that waits for an answer; `signed_in_at` in milliseconds since the epoch."""

    device_id: str
    name: str | None
    signed_in_at: int
    address: str
    agent: str


class NewDevicesView(msgspec.Struct):
    """`GET /api/v1/account/new-devices`, newest first."""

    devices: list[NewDeviceView]
