# SPDX-License-Identifier: EUPL-1.2
"""Writes docs/protocol/matrix.md: every operation of the Matrix client-server API, and whether the router serves it.

`python -m tools.scoreboard SPECIFICATION` reads the specification's own OpenAPI document (a JSON file).
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from chancery.app.server import kernel_of
from chancery.app.wiring import build
from chancery.kit.errors import ChanceryError
from chancery.platform.config.settings import Storage, default_settings
from chancery.platform.http.kernel import Kernel

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs/protocol/matrix.md"
METHODS = ("get", "put", "post", "delete")

NO_REGISTRATION = "administrators and imports create people; served in test configuration only"
NO_PHONES = "there is no way to reach telephones"
NO_IDENTITY_SERVER = "there is no identity server"
ONE_DIRECTORY = "bridges publish rooms in the one directory, not in one of their own"

NO_SSO = "people sign in with their own passwords, there is no single sign-on"

REFUSED = {
    "GET /_matrix/client/v3/login/sso/redirect": NO_SSO,
    "GET /_matrix/client/v3/login/sso/redirect/{idpId}": NO_SSO,
    "GET /.well-known/matrix/policy_server": "nobody else judges the rooms of this server: 404 M_NOT_FOUND",
    "POST /_matrix/client/v3/register": NO_REGISTRATION,
    "GET /_matrix/client/v3/register/available": NO_REGISTRATION,
    "GET /_matrix/client/v1/register/m.login.registration_token/validity": NO_REGISTRATION,
    "POST /_matrix/client/v3/register/email/requestToken": NO_REGISTRATION,
    "POST /_matrix/client/v3/register/msisdn/requestToken": NO_PHONES,
    "POST /_matrix/client/v3/account/3pid": "deprecated, and asks for no password; served in test configuration only",
    "POST /_matrix/client/v3/account/3pid/bind": NO_IDENTITY_SERVER,
    "POST /_matrix/client/v3/account/3pid/unbind": NO_IDENTITY_SERVER,
    "POST /_matrix/client/v3/account/3pid/msisdn/requestToken": NO_PHONES,
    "POST /_matrix/client/v3/account/password/msisdn/requestToken": NO_PHONES,
    "PUT /_matrix/client/v3/directory/list/appservice/{networkId}/{roomId}": ONE_DIRECTORY,
    "GET /_matrix/media/v3/download/{serverName}/{mediaId}": "media needs a login: `/_matrix/client/v1/media`",
    "GET /_matrix/media/v3/download/{serverName}/{mediaId}/{fileName}": "media needs a login: `/_matrix/client/v1/media`",
    "GET /_matrix/media/v3/thumbnail/{serverName}/{mediaId}": "media needs a login: `/_matrix/client/v1/media`",
}
"""Operations that the server does not mean to serve, or answers with a refusal, and why."""

WITH_MAIL = "where a mail server is configured"
LIMITED = {
    "GET /_matrix/client/v3/publicRooms": "to people who are signed in: what a public office talks about is not for strangers",
    "POST /_matrix/client/v3/account/deactivate": "`erase` redacts messages for newcomers; the state of rooms stays whole",
    "POST /_matrix/client/v3/account/3pid/add": WITH_MAIL,
    "POST /_matrix/client/v3/account/3pid/email/requestToken": WITH_MAIL,
    "POST /_matrix/client/v3/account/password/email/requestToken": WITH_MAIL,
}
"""Operations that are served for some values only."""

SAMPLES = {"keyName": "displayname"}


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the specification."""

    method: str
    path: str
    summary: str
    topic: str

    @property
    def name(self) -> str:
        """Method and path, as REFUSED writes them."""
        return f"{self.method} {self.path}"

    def sample(self) -> bytes:
        """Return a raw path that this operation answers to."""
        return re.sub(r"\{(\w+)\}", lambda found: SAMPLES.get(found[1], "x"), self.path).encode()


def operations(document: Any) -> list[Operation]:
    """Return the specification's operations, each path once.

    The document lists two operations twice, told apart by a blank behind the path.
    """
    found: dict[str, Operation] = {}
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                details = methods[method]
                topic = (details.get("tags") or ["Other"])[0]
                operation = Operation(
                    method.upper(), path.strip(), " ".join(details["summary"].split()), topic
                )
                found.setdefault(operation.name, operation)
    return sorted(found.values(), key=lambda operation: (operation.topic, operation.path, operation.method))


def status(operation: Operation, kernel: Kernel) -> tuple[str, str]:
    """Return `served`, `refused` or `not yet`, and a remark."""
    if operation.name in REFUSED:
        return "refused", REFUSED[operation.name]
    try:
        kernel.router.find(operation.method, operation.sample())
    except ChanceryError:
        return "not yet", ""
    return "served", LIMITED.get(operation.name, "")


def render(document: Any, kernel: Kernel) -> str:
    """Return the whole page."""
    known = operations(document)
    unknown = (REFUSED.keys() | LIMITED.keys()) - {operation.name for operation in known}
    if unknown:
        raise ValueError(f"the specification knows no {sorted(unknown)}")
    outcomes = {operation.name: status(operation, kernel) for operation in known}
    counts = Counter(state for state, _ in outcomes.values())
    version = document["info"]["version"]
    head = [
        "# The Matrix client-server API, operation by operation",
        "",
        f"Made by `python -m tools.scoreboard` from the router and the specification's OpenAPI document ({version});",
        "a test says when it is stale. Beyond the specification, simplified sliding sync (MSC4186) is served at",
        "`POST /_matrix/client/unstable/org.matrix.simplified_msc3575/sync`. Everything else answers 404 `M_UNRECOGNIZED`.",
        "",
        f"Of {len(known)}: **{counts['served']} served, {counts['refused']} refused on purpose, {counts['not yet']} not yet**.",
    ]
    return "\n".join([*head, *_tables(known, outcomes), ""])


def _tables(known: list[Operation], outcomes: dict[str, tuple[str, str]]) -> Iterator[str]:
    topic = ""
    for operation in known:
        if operation.topic != topic:
            topic = operation.topic
            yield from ("", f"## {topic}", "", "| operation | what it does | here |", "|---|---|---|")
        state, remark = outcomes[operation.name]
        here = f"{state}: {remark}" if remark else state
        yield f"| `{operation.name}` | {operation.summary.rstrip('.')} | {here} |"


async def real_kernel(folder: Path) -> Kernel:
    """Return the server's kernel, built in an empty folder and closed again: its routes stay readable."""
    settings = msgspec.structs.replace(default_settings(), storage=Storage(data=folder))
    application = await build(settings)
    kernel = kernel_of(application)
    await application.close()
    return kernel


def main() -> None:
    """Write the page."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    document = json.loads(Path(sys.argv[1]).read_text())
    with tempfile.TemporaryDirectory() as folder:
        kernel = asyncio.run(real_kernel(Path(folder)))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(render(document, kernel))
    print(f"{TARGET.relative_to(ROOT)} is written")


if __name__ == "__main__":
    main()
