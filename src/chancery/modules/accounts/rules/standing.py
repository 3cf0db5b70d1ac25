# SPDX-License-Identifier: EUPL-1.2
"""What guests, suspended people and locked ones may still call, by route."""

import re
from functools import lru_cache

_PARAMETER = re.compile(r"\{[^}]*\}")
_CLIENT = "/_matrix/client"
_ROOM = f"{_CLIENT}/v3/rooms/{{}}"
_SLIDING = f"POST {_CLIENT}/unstable/org.matrix.simplified_msc3575/sync"
_LOGOUT = frozenset({f"POST {_CLIENT}/v3/logout", f"POST {_CLIENT}/v3/logout/all", "DELETE /api/v1/session"})

# Client-server API, "Guest Access", "Client behaviour"; and what a client needs to start at all.
GUESTS = _LOGOUT | {
    f"GET {_ROOM}/state",
    f"GET {_ROOM}/state/{{}}",
    f"GET {_ROOM}/state/{{}}/{{}}",
    f"GET {_ROOM}/context/{{}}",
    f"GET {_ROOM}/event/{{}}",
    f"GET {_ROOM}/messages",
    f"GET {_ROOM}/members",
    f"GET {_ROOM}/joined_members",
    f"GET {_ROOM}/initialSync",
    f"GET {_CLIENT}/v3/events",
    f"GET {_CLIENT}/v3/sync",
    _SLIDING,
    f"POST {_ROOM}/join",
    f"POST {_CLIENT}/v3/join/{{}}",
    f"POST {_ROOM}/leave",
    f"POST {_ROOM}/forget",
    f"POST {_ROOM}/read_markers",
    f"POST {_ROOM}/receipt/{{}}/{{}}",
    f"PUT {_ROOM}/typing/{{}}",
    f"PUT {_ROOM}/send/{{}}/{{}}",
    f"PUT {_CLIENT}/v3/sendToDevice/{{}}/{{}}",
    f"PUT {_CLIENT}/v3/profile/{{}}/displayname",
    f"GET {_CLIENT}/v3/profile/{{}}",
    f"GET {_CLIENT}/v3/profile/{{}}/{{}}",
    f"GET {_CLIENT}/v3/devices",
    f"GET {_CLIENT}/v3/devices/{{}}",
    f"PUT {_CLIENT}/v3/devices/{{}}",
    f"GET {_CLIENT}/v3/account/whoami",
    f"GET {_CLIENT}/v3/capabilities",
    f"GET {_CLIENT}/v3/joined_rooms",
    f"GET {_CLIENT}/v3/publicRooms",
    f"POST {_CLIENT}/v3/publicRooms",
    f"GET {_CLIENT}/v3/pushrules/",
    f"GET {_CLIENT}/v3/directory/room/{{}}",
    f"GET {_CLIENT}/v1/room_summary/{{}}",
    f"POST {_CLIENT}/v3/user/{{}}/filter",
    f"GET {_CLIENT}/v3/user/{{}}/filter/{{}}",
    f"POST {_CLIENT}/v3/keys/upload",
    f"POST {_CLIENT}/v3/keys/query",
    f"POST {_CLIENT}/v3/keys/claim",
    f"GET {_CLIENT}/v1/media/download/{{}}/{{}}",
    f"GET {_CLIENT}/v1/media/download/{{}}/{{}}/{{}}",
    f"GET {_CLIENT}/v1/media/thumbnail/{{}}/{{}}",
    "GET /api/v1/session",
}

# Client-server API, "Account Suspension": reading, leaving, redacting one's own events (the rooms module looks whose),
# verifying devices, key backup, managing devices and the account itself. Everything else that changes is closed.
SUSPENDED = _LOGOUT | {
    _SLIDING,
    f"POST {_ROOM}/leave",
    f"POST {_ROOM}/forget",
    f"PUT {_ROOM}/redact/{{}}/{{}}",
    f"POST {_ROOM}/read_markers",
    f"POST {_ROOM}/receipt/{{}}/{{}}",
    f"POST {_CLIENT}/v3/search",
    f"POST {_CLIENT}/v3/publicRooms",
    f"POST {_CLIENT}/v3/user_directory/search",
    f"POST {_CLIENT}/v3/user/{{}}/filter",
    f"PUT {_CLIENT}/v3/devices/{{}}",
    f"DELETE {_CLIENT}/v3/devices/{{}}",
    f"POST {_CLIENT}/v3/delete_devices",
    "POST /api/v1/account/new-devices/{}/recognise",
    "POST /api/v1/account/new-devices/{}/remove",
}
_SUSPENDED_UNDER = (
    f"{_CLIENT}/v3/keys/",
    f"{_CLIENT}/v3/room_keys/",
    f"{_CLIENT}/v3/sendToDevice/",
    f"{_CLIENT}/v3/account/",
    "/api/v1/account/",
    f"{_CLIENT}/v3/pushers/",
    f"{_CLIENT}/v3/pushrules/",
    f"{_CLIENT}/v3/user/{{}}/account_data/",
    f"{_CLIENT}/v3/user/{{}}/rooms/",
)
# OpenID Connect Core, 5.3, and nothing else for those who only wanted to know who somebody is.
_IDENTITY = frozenset({"GET /oauth2/userinfo", "POST /oauth2/userinfo"})


@lru_cache(maxsize=1024)
def client_may(method: str, route: str, *, is_limited: bool) -> bool:
    """Tell whether the session of an OAuth client opens a route: the Matrix API is what its scope can name."""
    return f"{_read(method)} {route}" in _IDENTITY or (not is_limited and route.startswith(f"{_CLIENT}/"))


@lru_cache(maxsize=1024)
def guest_may(method: str, route: str) -> bool:
    """Tell whether a guest may call a route (its path template)."""
    return f"{_read(method)} {_PARAMETER.sub('{}', route)}" in GUESTS


@lru_cache(maxsize=1024)
def suspended_may(method: str, route: str) -> bool:
    """Tell whether a suspended person may call a route."""
    plain = _PARAMETER.sub("{}", route)
    return _read(method) == "GET" or f"{method} {plain}" in SUSPENDED or plain.startswith(_SUSPENDED_UNDER)


def locked_may(method: str, route: str) -> bool:
    """Tell whether a locked person may call a route."""
    return f"{method} {route}" in _LOGOUT


def _read(method: str) -> str:
    return "GET" if method == "HEAD" else method
