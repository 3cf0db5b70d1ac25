# SPDX-License-Identifier: EUPL-1.2
"""SCIM resources as they are stored and as they are understood here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["User", "Group"]
"""The resource types, by their names in RFC 7643."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResource:
    """A resource of a client; `document` is its JSON without id, meta, members and groups."""

    id: str
    client_id: str
    kind: Kind
    name: str
    external_id: str | None
    is_active: bool
    document: str
    local_id: str | None
    created_at: int
    changed_at: int
    version: int
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A group that a user is in, or a member of a group."""

    id: str
    kind: Kind
    display: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedUser:
    """What a User resource says of a person."""

    id: str
    user_name: str
    names: Sequence[str | None]
    title: str | None = None
    division: str | None = None
    department: str | None = None
    email: str | None = None
    phones: tuple[str, ...] = ()
    is_active: bool = True
