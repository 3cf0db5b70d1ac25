# SPDX-License-Identifier: EUPL-1.2
"""JSON shapes of our own pages and of the administrators' part."""

from typing import Any

import msgspec


class AskBody(msgspec.Struct):
    """`POST /api/v1/oauth/question`; `query` is what stands behind the `?` of the page's address."""

    query: str


class ClientView(msgspec.Struct, frozen=True):
    """An application as people are shown it; `names` are its names by language."""

    name: str
    names: dict[str, str]
    uri: str
    policy_uri: str | None
    tos_uri: str | None
    is_managed: bool


class QuestionView(msgspec.Struct, frozen=True):
    """What to ask a person, or with `redirect_to` where to go at once.

    `user_id` is None when they have to sign in first. `returns_to` is where the browser goes afterwards.
    """

    redirect_to: str | None = None
    client: ClientView | None = None
    user_id: str | None = None
    scope: list[str] = []
    device_id: str | None = None
    returns_to: str | None = None
    needs_proof: bool = False


class DecisionBody(msgspec.Struct):
    """`POST /api/v1/oauth/decision`; `auth` proves who decides, where the client asked for that."""

    query: str
    allow: bool
    auth: dict[str, Any] | None = None


class DecisionView(msgspec.Struct, frozen=True):
    """Where the browser goes."""

    redirect_to: str


class LinkBody(msgspec.Struct):
    """`POST /api/v1/oauth/link`: a code that a device shows."""

    user_code: str


class LinkDecisionBody(msgspec.Struct):
    """`POST /api/v1/oauth/link/decision`."""

    user_code: str
    allow: bool


class LinkView(msgspec.Struct, frozen=True):
    """Which device waits under a code."""

    client: ClientView
    scope: list[str]
    device_id: str | None


class ResetBody(msgspec.Struct):
    """`POST /api/v1/oauth/key-reset`."""

    auth: dict[str, Any] | None = None


class NewApplicationBody(msgspec.Struct):
    """`POST /api/v1/admin/applications`; people are not asked whether a trusted application may know them."""

    name: str
    uri: str
    redirect_uris: list[str]
    is_trusted: bool = False
    auth: dict[str, Any] | None = None


class ProofBody(msgspec.Struct):
    """A body that holds nothing but a proof of who asks."""

    auth: dict[str, Any] | None = None


class ApplicationView(msgspec.Struct, frozen=True):
    """An internal application; times in milliseconds since the epoch."""

    client_id: str
    name: str
    uri: str
    redirect_uris: list[str]
    is_trusted: bool
    created_at: int
    used_at: int


class ApplicationsView(msgspec.Struct, frozen=True):
    """`GET /api/v1/admin/applications`, by name."""

    applications: list[ApplicationView]


class SecretView(msgspec.Struct, frozen=True):
    """An application's secret, shown this once."""

    client_id: str
    client_secret: str
