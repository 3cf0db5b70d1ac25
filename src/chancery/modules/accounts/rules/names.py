# SPDX-License-Identifier: EUPL-1.2
"""The grammar of user ids, device ids and what people type into a sign-in field."""

import re

from chancery.kit.ids import DeviceId, UserId
from chancery.kit.text import words
from chancery.modules.accounts.errors import InvalidUserId

# Matrix appendices, "User Identifiers": new localparts use these characters only.
_LOCALPART = re.compile(r"[a-z0-9._=/+-]+")
_MAX_USER_ID = 255
_MAX_DEVICE_ID = 255


def check_user_id(user_id: str, server_name: str) -> UserId:
    """Return the id when a person of this server may have it; raises InvalidUserId."""
    localpart, separator, server = user_id.removeprefix("@").partition(":")
    # A colon in a user name would make another server of the rest, so the whole rest is compared.
    if not user_id.startswith("@") or not separator or server != server_name:
        raise InvalidUserId(f"a user id has the form @name:{server_name}")
    if _LOCALPART.fullmatch(localpart) is None:
        raise InvalidUserId("a user name may have the characters a-z 0-9 . _ = - / +")
    if len(user_id.encode()) > _MAX_USER_ID:
        raise InvalidUserId(f"a user id may have {_MAX_USER_ID} bytes")
    return UserId(user_id)


def check_new_name(name: str, server_name: str) -> UserId:
    """Return the id of somebody who registers under a name; raises InvalidUserId."""
    user_id = check_user_id(f"@{name.lower()}:{server_name}", server_name)
    if name.startswith("_"):
        raise InvalidUserId("user names that begin with _ are kept for application services")
    if name.isdigit():
        raise InvalidUserId("user names of digits alone are kept for guests")
    return user_id


def typed_user_id(typed: str, server_name: str) -> UserId | None:
    """Return the user id that somebody means by a name or a full id; None when it looks like an e-mail address."""
    typed = typed.strip()
    if typed.startswith("@") and ":" in typed:
        # Servers accept any case for the person's own sake; stored ids are lower-case.
        return UserId(typed.lower())
    if "@" in typed:
        return None
    return UserId(f"@{typed.lower()}:{server_name}")


def usable_device_id(device_id: str | None) -> DeviceId | None:
    """Return a device id that a client asks for, or None when it cannot be one."""
    if not device_id or len(device_id.encode()) > _MAX_DEVICE_ID or not device_id.isprintable():
        return None
    return DeviceId(device_id)


def localpart(user_id: str) -> str:
    """Return the part of a user id between `@` and the first colon."""
    return user_id.removeprefix("@").partition(":")[0]


def search_words(user_id: str, display_name: str | None) -> str:
    """Return the words by which the user directory finds a person, each after a space."""
    return "".join(f" {word}" for word in words(f"{display_name or ''} {localpart(user_id)}"))
