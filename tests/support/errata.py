# SPDX-License-Identifier: EUPL-1.2
"""Where the specification's schemas are stricter than its text, or wrong: the complaints that are not ours to mend."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Erratum:
    """Complaints about answers of an operation, at a place (all three are regular expressions), and why they do not count."""

    operation: str
    where: str
    message: str
    reason: str


ERRATA = (
    Erratum(
        r".* 401",
        "/",
        "'flows' is a required property",
        "the schema is that of user-interactive authentication alone; a missing or unknown token is 401 with an "
        'errcode everywhere (section "Using access tokens")',
    ),
    Erratum(
        r"GET /_matrix/client/v3/rooms/\{roomId\}/initialSync 200",
        "/membership",
        "'knock' is not one of",
        "the deprecated endpoint's list is older than knocking; who knocks may read a world-readable room",
    ),
    Erratum(
        r"GET /_matrix/client/v1/media/.* 206",
        "",
        "status 206",
        "a part of a file, for whoever asked for a range (RFC 9110, section 14)",
    ),
    Erratum(
        "POST /_matrix/client/v3/pushers/set 201",
        "",
        "status 201",
        "MSC4174: the pusher is set and waits for its browser to activate it",
    ),
    Erratum(
        r"GET /_matrix/client/v3/room_keys/version(/\{version\})? 200",
        "/algorithm",
        "is not one of",
        "the server keeps what clients sealed and reads none of it; the list names the only algorithm defined so far, "
        "and clients pass over backups of another",
    ),
)


def is_erratum(operation: str, where: str, message: str) -> bool:
    """Whether a complaint is one of those that do not count."""
    return any(
        re.fullmatch(erratum.operation, operation)
        and re.fullmatch(erratum.where, where)
        and re.search(erratum.message, message)
        for erratum in ERRATA
    )
