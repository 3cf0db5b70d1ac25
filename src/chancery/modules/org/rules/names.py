# SPDX-License-Identifier: EUPL-1.2
"""What names may be."""

from chancery.kit.errors import BadRequest

_MAX_NAME = 200


def named(text: str) -> str:
    """Return a name without the space around it; raises BadRequest when nothing, or too much, is left."""
    text = text.strip()
    if not 0 < len(text) <= _MAX_NAME:
        raise BadRequest(f"a name has 1 to {_MAX_NAME} characters")
    return text


def check_person_name(user_id: str) -> None:
    """Raise BadRequest for a user name under which the server itself or a service acts."""
    if user_id.startswith("@_"):
        raise BadRequest("user names that begin with _ are kept for the server and its services")
