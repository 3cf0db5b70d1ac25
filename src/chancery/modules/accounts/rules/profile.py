# SPDX-License-Identifier: EUPL-1.2
"""Which profile fields there may be (client-server API, "Profiles")."""

import re
from typing import Any

from chancery.kit.errors import BadRequest

MOST_BYTES = 65_536
_MOST_NAME = 255
# Matrix appendices, "Common Namespaced Identifier Grammar".
_NAME = re.compile(r"[a-z][a-z0-9_.-]*")


def check_name(name: str) -> None:
    """Raise BadRequest for a name that no field may have."""
    if len(name.encode()) > _MOST_NAME:
        raise BadRequest(f"the name of a field may have {_MOST_NAME} bytes", errcode="M_KEY_TOO_LARGE")
    if _NAME.fullmatch(name) is None:
        raise BadRequest("the name of a field begins with a-z and goes on with a-z 0-9 _ . -")


def check_value(name: str, value: Any) -> None:
    """Raise BadRequest for a value that the specification's own field may not have."""
    if name == "m.tz" and not isinstance(value, str):
        raise BadRequest("m.tz is the name of a time zone")


def check_size(size: int) -> None:
    """Raise BadRequest when a profile of so many bytes is too large."""
    if size >= MOST_BYTES:
        raise BadRequest(f"a profile has less than {MOST_BYTES} bytes", errcode="M_PROFILE_TOO_LARGE")
