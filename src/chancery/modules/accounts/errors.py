# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong with logins."""

from collections.abc import Mapping, Sequence

from chancery.kit.errors import (
    BadRequest,
    ChanceryError,
    Conflict,
    Forbidden,
    NotFound,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
)


class UserReserved(BadRequest):
    """The user id lies in the namespace of an application service, or outside of the one that asks for it."""

    code = "user_reserved"
    errcode = "M_EXCLUSIVE"


class UserInUse(Conflict):
    """The user id, or the e-mail address, already belongs to a login."""

    status = 400
    code = "user_in_use"
    errcode = "M_USER_IN_USE"


class InvalidUserId(BadRequest):
    """The user id breaks the grammar or belongs to another server."""

    code = "invalid_user_id"
    errcode = "M_INVALID_USERNAME"


class WeakPassword(BadRequest):
    """The password is too short, too long or known to be breached."""

    code = "weak_password"
    errcode = "M_WEAK_PASSWORD"


class PasswordElsewhere(Forbidden):
    """The password is kept by a directory, so none can be set here."""

    code = "password_elsewhere"


class WrongCredentials(Forbidden):
    """Name and password do not belong together; which of them is wrong is not said."""

    code = "wrong_credentials"


class SecondFactorNeeded(Forbidden):
    """The password is right, and the account asks for more; `factors` names what it takes."""

    # The specification has no second step for `/login`: clients that know none get M_FORBIDDEN with the words to show.
    code = "second_factor_needed"

    def __init__(self, factors: Sequence[str], *, status: int | None = None) -> None:
        self.factors = tuple(factors)
        message = (
            "the password is right, but this account also asks for a code or a passkey, which this"
            " application does not offer: sign in with one that does, or from a device that is signed in"
        )
        super().__init__(message, status=status, details={"factors": self.factors})


class WrongCode(WrongCredentials):
    """The code of the second factor is wrong, used or over."""

    code = "wrong_code"


class WrongPasskey(WrongCredentials):
    """The answer of a passkey proves nobody: unknown, for another question, used or over."""

    code = "wrong_passkey"


class FactorExists(Conflict):
    """There is such a factor already: remove it first."""

    code = "factor_exists"


class FactorNotFound(NotFound):
    """There is no such factor, or its enrolment was not begun or is over."""

    code = "factor_not_found"


class TooManyAttempts(TooManyRequests):
    """Too many wrong passwords or codes; the wait grows with each further one."""

    code = "too_many_attempts"

    def __init__(self, *, retry_after_ms: int) -> None:
        super().__init__("too many wrong attempts, wait a little", retry_after_ms=retry_after_ms)


class PersonNotFound(NotFound):
    """No such person."""

    code = "person_not_found"


class DeviceNotFound(NotFound):
    """The caller has no such device."""

    code = "device_not_found"


class AccountDataNotFound(NotFound):
    """Nothing is stored under this type."""

    code = "account_data_not_found"


class AccountDataTooLarge(TooLarge):
    """One piece of account data is larger than 64 KiB."""

    code = "account_data_too_large"


class ServerManagedData(ChanceryError):
    """This type of account data has endpoints of its own."""

    # Client-server API, PUT account_data: 405 with M_BAD_JSON.
    status = 405
    code = "server_managed_data"
    errcode = "M_BAD_JSON"


class LastAdministrator(Conflict):
    """The login of the only administrator may not be closed."""

    status = 403
    code = "last_administrator"
    errcode = "M_FORBIDDEN"


class GuestForbidden(Forbidden):
    """Guests may not do this."""

    code = "guest_forbidden"
    errcode = "M_GUEST_ACCESS_FORBIDDEN"


class UserSuspended(Forbidden):
    """The caller is suspended: reading goes on, writing does not."""

    code = "user_suspended"
    errcode = "M_USER_SUSPENDED"


class UserLocked(Unauthenticated):
    """The caller is locked: signing out is all that is left until an administrator unlocks them."""

    code = "user_locked"
    errcode = "M_USER_LOCKED"


class AddressInUse(Conflict):
    """The e-mail address belongs to an account already."""

    status = 400
    code = "address_in_use"
    errcode = "M_THREEPID_IN_USE"


class AddressUnknown(NotFound):
    """No account has this e-mail address."""

    status = 400
    code = "address_unknown"
    errcode = "M_THREEPID_NOT_FOUND"


class AddressesClosed(Forbidden):
    """Addresses cannot be changed here: there is no mail server, or administrators keep this one."""

    code = "addresses_closed"
    errcode = "M_THREEPID_DENIED"


class NotConfirmed(BadRequest):
    """The address was not confirmed, or not for this, or too long ago."""

    code = "not_confirmed"
    errcode = "M_THREEPID_AUTH_FAILED"


class InteractiveAuthNeeded(ChanceryError):
    """The request needs user-interactive authentication.

    Clients tell a first answer (no errcode) from a failed stage (M_FORBIDDEN) by the errcode.
    """

    status = 401
    code = "interactive_auth_needed"
    errcode = ""

    def __init__(self, message: str, *, errcode: str = "", details: Mapping[str, object]) -> None:
        super().__init__(message, errcode=errcode, details=details)
