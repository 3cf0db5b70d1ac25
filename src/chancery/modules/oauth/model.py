# SPDX-License-Identifier: EUPL-1.2
"""Clients, codes and waiting devices as they are stored."""

from dataclasses import dataclass
from typing import Literal

import msgspec

from chancery.kit.ids import DeviceId, UserId


class ClientMetadata(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a client says of itself, under the names of RFC 7591; `names` are its names by language."""

    client_uri: str
    client_name: str | None = None
    redirect_uris: tuple[str, ...] = ()
    response_types: tuple[str, ...] = ()
    grant_types: tuple[str, ...] = ()
    application_type: Literal["web", "native"] = "web"
    token_endpoint_auth_method: str = "none"  # noqa: S105  # RFC 7591's name for having no secret
    logo_uri: str | None = None
    policy_uri: str | None = None
    tos_uri: str | None = None
    names: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Client:
    """An application that may ask people to let it in; a trusted one need not ask."""

    client_id: str
    metadata: ClientMetadata
    secret_hash: bytes | None
    is_managed: bool
    is_trusted: bool
    created_at: int
    used_at: int

    @property
    def name(self) -> str:
        """What people call it: its name, or where it comes from."""
        return self.metadata.client_name or self.metadata.client_uri


@dataclass(frozen=True, slots=True)
class Code:
    """An authorization code: whom it lets in as whom, and what must come with it; `device_id` once it was used."""

    client_id: str
    user_id: UserId
    redirect_uri: str
    scope: str
    challenge: str
    nonce: str | None
    signed_in_at: int
    expires_at: int
    device_id: DeviceId | None = None


LinkState = Literal["waiting", "allowed", "denied"]


@dataclass(frozen=True, slots=True)
class Link:
    """A device that waits for somebody to type its code."""

    client_id: str
    scope: str
    state: LinkState
    user_id: UserId | None
    signed_in_at: int | None
    polled_at: int
    expires_at: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for authorization that may be shown to the person."""

    client: Client
    redirect_uri: str
    mode: Literal["query", "fragment"]
    scope: str
    state: str | None
    nonce: str | None
    challenge: str
    prompts: frozenset[str]
    max_age: int | None
