# SPDX-License-Identifier: EUPL-1.2
"""Door to logins: who may sign in, with which devices, under which profile, and their account data."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chancery.kit.ids import DeviceId, RoomId, UserId
from chancery.platform.db.port import Write
from chancery.platform.http.request import Caller, Request

ProfileFollower = Callable[[UserId], Awaitable[None]]
"""Brings a changed profile to where it belongs as well."""


SIGNING_PATH = "/_matrix/client/v3/keys/device_signing/upload"
"""Where keys are replaced by which others know a person: OAuth clients get leave for it on a page of ours."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What everybody sees of a person: `display_name` and `avatar_url` (an `mxc://` URI), either may be None."""

    user_id: UserId
    display_name: str | None
    avatar_url: str | None


@dataclass(frozen=True, slots=True)
class Device:
    """One signed-in client of a person; times in milliseconds since the epoch."""

    device_id: DeviceId
    display_name: str | None
    last_seen_ts: int | None
    last_seen_ip: str | None
    last_seen_agent: str | None = None


@dataclass(frozen=True, slots=True)
class AccountDatum:
    """A piece of account data: global when `room_id` is None; `content` is a JSON object as bytes."""

    room_id: RoomId | None
    type: str
    content: bytes
    position: int


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A login to create. `password_hash` is for trusted callers in this process that hashed one password for many."""

    user_id: UserId
    display_name: str | None
    password: str | None = None
    password_hash: str | None = None
    email: str | None = None
    avatar_url: str | None = None
    is_admin: bool = False
    is_guest: bool = False
    app_service: str | None = None


class Sight(Protocol):
    """Who is hidden from whom in lists of people; given to accounts by who knows the organisation."""

    async def hidden_from(self, viewer: UserId) -> frozenset[UserId]:
        """Return the people whom a viewer does not see."""


class PasswordSource(Protocol):
    """Whose passwords are kept elsewhere; given to accounts when it is built."""

    async def keeps(self, user_id: str) -> bool:
        """Tell whether somebody's password is kept there, so that none may be set here."""

    async def check(self, user_id: str, password: str) -> bool | None:
        """Tell whether a password fits; None for whom the source does not keep one. Raises Unavailable."""


class Superiors(Protocol):
    """Who administers whom; given to accounts by who knows the organisation."""

    async def administers(self, actor: UserId, user_id: UserId) -> bool:
        """Tell whether somebody administers all that a person has a place in, or administers."""


class ServiceNames(Protocol):
    """Which user ids belong to application services; given to accounts when it is built."""

    def calling(self, request: Request) -> str | None:
        """Return the id of the service whose token a request carries."""

    def covers(self, service: str, user_id: str) -> bool:
        """Tell whether a service may have a person with this id."""

    def owner_of_user(self, user_id: str) -> str | None:
        """Return the id of the service to which a user id belongs exclusively."""


@dataclass(frozen=True, slots=True)
class ClientGrant:
    """What an OAuth client's session is for; with `is_limited` it opens only what tells who somebody is."""

    client_id: str
    scope: str
    is_limited: bool = False


@dataclass(frozen=True, slots=True)
class ClientOpening:
    """The session that an OAuth client gets: where it asks from, and the device that it names, if it names one."""

    grant: ClientGrant
    address: str
    agent: str = ""
    device_id: str | None = None
    device_name: str | None = None
    has_refresh: bool = True


@dataclass(frozen=True, slots=True)
class ClientTokens:
    """Tokens as an OAuth client gets them, this once."""

    user_id: UserId
    device_id: DeviceId
    access: str
    refresh: str | None
    lifetime_ms: int
    scope: str


class ClientSessions(Protocol):
    """Sessions of OAuth clients: the same devices as everybody's, shown and ended in the same places."""

    async def add(self, write: Write, user_id: UserId, opening: ClientOpening) -> ClientTokens:
        """Add the opening of a session to a larger write; raises WrongCredentials when the login is closed."""

    async def refresh(self, token: str, client_id: str) -> ClientTokens:
        """Return the next tokens; the same token again returns the same until they are used.

        A token that was replaced ends the session. Raises Unauthenticated, UserLocked.
        """

    async def revoke(self, token: str) -> None:
        """End the session of an access or refresh token, whichever client asks; unknown ones are no error."""

    async def end(self, user_id: UserId, device_id: DeviceId) -> None:
        """End one session with its device."""

    async def end_all(self, client_id: str, *, actor: str) -> None:
        """End every session of a client."""

    async def opened_at(self, caller: Caller) -> int:
        """Return when the caller signed in, in milliseconds since the epoch."""

    async def allow_key_reset(self, caller: Caller) -> None:
        """Let a client of the person's replace the keys by which others know them, once and for some minutes."""


class Brake(Protocol):
    """Slows down who tries too often; counted for all processes together."""

    async def check(self, key: str, *, limit: int) -> None:
        """Raise TooManyAttempts while the delay of a key runs."""

    async def count(self, key: str, *, limit: int) -> None:
        """Count one more attempt under a key, of which `limit` are free."""


class Accounts(Protocol):
    """Logins, as the other modules use them."""

    async def authenticate(self, request: Request) -> None:
        """Set `request.caller` from the bearer token or the session cookie; raises Unauthenticated (M_UNKNOWN_TOKEN, M_MISSING_TOKEN)."""

    async def create_person(
        self,
        user_id: UserId,
        *,
        password: str | None,
        display_name: str,
        is_admin: bool = False,
        actor: str = "system",
    ) -> None:
        """Create a login; raises UserInUse, InvalidUserId, WeakPassword."""

    async def add_person(self, write: Write, person: NewPerson, *, actor: str) -> None:
        """Add the creation of a login to a larger write; raises like `create_person`."""

    async def set_password(self, user_id: UserId, password: str, *, actor: str, end_sessions: bool) -> None:
        """Replace the password; with `end_sessions` every session of the person ends."""

    async def erasures(self) -> Mapping[UserId, int]:
        """Return who asked for their messages to be erased, with the positions in the stream (live, do not change)."""

    async def check_may_close(self, user_id: UserId) -> None:
        """Raise PersonNotFound or LastAdministrator when a login cannot be closed."""

    async def add_closing(self, write: Write, user_id: UserId, *, actor: str) -> None:
        """Add the closing of a login for good to a larger write; raises like `check_may_close`."""

    async def administrators(self, user_ids: Collection[UserId]) -> frozenset[UserId]:
        """Return those of the given people who run the server."""

    async def exists(self, user_id: UserId) -> bool:
        """Tell whether an active login has this id."""

    async def may_write(self, user_id: UserId) -> bool:
        """Tell whether what a person has left to be sent may be sent: the login is active, not suspended, not locked."""

    async def ensure_service_person(self, user_id: UserId, service: str) -> None:
        """Make the person that an application service acts as, unless there is one."""

    async def guests(self, user_ids: Collection[UserId]) -> frozenset[UserId]:
        """Return those of the given people who are guests (rooms without guest access are closed to them)."""

    async def profiles(self, user_ids: Collection[UserId]) -> Mapping[UserId, Profile]:
        """Return the profiles of those that exist."""

    async def emails(self, user_ids: Collection[UserId]) -> Mapping[UserId, str]:
        """Return the e-mail addresses (which also serve to sign in) of those that have one."""

    async def display_names(self, user_ids: Collection[str]) -> Mapping[str, str]:
        """Return the display names of those that have one."""

    async def set_profile(
        self, user_id: UserId, *, display_name: str | None = None, avatar_url: str | None = None, actor: str
    ) -> None:
        """Change the given members of a profile; publishes ProfileChanged."""

    def follow_profiles(self, follower: ProfileFollower) -> None:
        """Have whoever changes a profile wait until the follower, too, is done with it."""

    def heed(self, superiors: Superiors) -> None:
        """Let those who administer people lock them out, suspend them and reset what they sign in with."""

    def limit_sight(self, sight: Sight) -> None:
        """Hide from profiles and from the user directory whom a viewer does not see."""

    async def devices(self, user_id: UserId) -> Sequence[Device]:
        """Return the person's devices, newest first."""

    async def confirm_identity(
        self,
        caller: Caller,
        auth: Mapping[str, Any] | None,
        *,
        path: str,
        body: object,
        is_strict: bool = False,
    ) -> None:
        """Run user-interactive authentication for what a body asks of a path.

        With `is_strict` the password does not do for people who have a second factor. Returns when `auth` completes it; otherwise raises InteractiveAuthNeeded, which renders as 401 with
        `flows`, `params` and `session` as the Matrix specification asks.
        """

    async def account_data(
        self, user_id: UserId, *, since: int = 0, upto: int | None = None
    ) -> Sequence[AccountDatum]:
        """Return account data of every room and the global ones that changed in (since, upto]."""

    async def account_datum(
        self, user_id: UserId, kind: str, *, room_id: RoomId | None = None
    ) -> AccountDatum | None:
        """Return one piece of account data, or None."""

    async def set_account_data(
        self, user_id: UserId, kind: str, content: bytes, *, room_id: RoomId | None = None
    ) -> int:
        """Replace one piece of account data and return its stream position; publishes AccountDataChanged."""


@dataclass(frozen=True, slots=True)
class LoginFacts:
    """A login as sources of people compare it; the address is the one that administrators keep, folded."""

    user_id: UserId
    display_name: str | None
    email: str | None
    is_active: bool
    is_admin: bool


class LoginUpkeep(Protocol):
    """Logins in bulk, for sources elsewhere; asks no rights."""

    async def facts(self, user_ids: Collection[str]) -> Sequence[LoginFacts]:
        """Return those of the given logins that exist, closed ones too."""

    async def email_owners(self, emails: Collection[str]) -> Mapping[str, UserId]:
        """Return to whom each of the given (folded) addresses belongs, be it kept by administrators or added."""

    def add(self, write: Write, person: NewPerson, *, actor: str) -> None:
        """Add a login without a password to a write; a taken id or address refuses the write."""

    def rename(self, write: Write, facts: LoginFacts, display_name: str, *, actor: str) -> None:
        """Give a person another display name; `announce` follows after the commit."""

    def set_email(self, write: Write, user_id: UserId, email: str | None, *, actor: str) -> None:
        """Replace the address that administrators keep; one that is taken refuses the write."""

    async def invite(self, user_ids: Collection[UserId], *, actor: str) -> Mapping[UserId, str]:
        """Return a fresh code for a first password, for each of the given people who have none."""

    async def announce(self, user_ids: Collection[UserId]) -> None:
        """Bring renamed people's names to where they belong as well (rooms)."""
