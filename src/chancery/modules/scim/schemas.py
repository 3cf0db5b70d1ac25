# SPDX-License-Identifier: EUPL-1.2
"""JSON shapes of the administration of SCIM clients."""

from typing import Annotated

import msgspec

from chancery.modules.scim.contract import Issued, ScimClient, ScimToken

Id = Annotated[str, msgspec.Meta(pattern="^[^\\x00]*$", max_length=255)]
Days = Annotated[int, msgspec.Meta(ge=1, le=1100)]


class ScimClientBody(msgspec.Struct, frozen=True):
    """A client to let in: what it is called, the unit below which it provisions, and for how many days its token is good.

    `title` is the post of whoever comes without one.
    """

    name: Id
    unit_id: Id
    title: Id = "Specialist"
    days: Days = 365


class ScimTokenBody(msgspec.Struct, frozen=True):
    """For how many days a further token is good."""

    days: Days = 365


class ScimClientView(msgspec.Struct, frozen=True):
    """A client with its tokens, without their secrets."""

    id: str
    name: str
    unit_id: str
    title: str
    created_by: str
    created_at: int
    revoked_at: int | None
    tokens: list[ScimToken]


class ScimClientList(msgspec.Struct, frozen=True):
    """The clients that one administers."""

    clients: list[ScimClientView]


class IssuedView(msgspec.Struct, frozen=True):
    """A new token; `token` is shown this once."""

    client: ScimClientView
    token_id: str
    token: str


def client_view(client: ScimClient) -> ScimClientView:
    """Return a client as it is shown."""
    return ScimClientView(
        id=client.id,
        name=client.name,
        unit_id=client.unit_id,
        title=client.title,
        created_by=client.created_by,
        created_at=client.created_at,
        revoked_at=client.revoked_at,
        tokens=list(client.tokens),
    )


def issued_view(issued: Issued) -> IssuedView:
    """Return a new token as it is shown once."""
    return IssuedView(client=client_view(issued.client), token_id=issued.token_id, token=issued.secret)
