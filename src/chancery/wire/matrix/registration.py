# SPDX-License-Identifier: EUPL-1.2
"""Registrations of application services: the YAML file, its namespaces, and who owns which identifier."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, Any

import msgspec
import yaml
from msgspec import Meta, Struct

from chancery.kit.ids import UserId


class BadRegistration(Exception):
    """A registration file cannot be used; the text says why."""


class _Namespace(Struct):
    regex: str
    exclusive: bool = False


class _Namespaces(Struct):
    users: list[_Namespace] = []
    aliases: list[_Namespace] = []
    rooms: list[_Namespace] = []


class _File(Struct):
    """The members of the file that we use (application service API, "Registration"); others are left alone."""

    id: Annotated[str, Meta(min_length=1, max_length=255)]
    url: str | None
    as_token: Annotated[str, Meta(min_length=1)]
    hs_token: Annotated[str, Meta(min_length=1)]
    sender_localpart: Annotated[str, Meta(min_length=1)]
    namespaces: _Namespaces
    protocols: list[str] | None = None
    receive_ephemeral: bool = False
    # The names under which bridges in the field asked for it before it was specified (MSC2409).
    push_ephemeral: bool = msgspec.field(default=False, name="de.sorunome.msc2409.push_ephemeral")


@dataclass(frozen=True, slots=True)
class Namespace:
    """A pattern that identifiers match from their beginning; an exclusive one is closed to everybody else."""

    pattern: re.Pattern[str]
    exclusive: bool

    def holds(self, identifier: str) -> bool:
        """Tell whether an identifier lies in this namespace."""
        return self.pattern.match(identifier) is not None


@dataclass(frozen=True, slots=True)
class Registration:
    """One application service: `url` is None for one that only sends, `sender` the person it acts as by default."""

    id: str
    url: str | None
    as_token: str = field(repr=False)
    hs_token: str = field(repr=False)
    sender: UserId
    users: Sequence[Namespace]
    aliases: Sequence[Namespace]
    rooms: Sequence[Namespace]
    protocols: Sequence[str]
    wants_ephemeral: bool

    def knows_user(self, user_id: str) -> bool:
        """Tell whether a person is the service's sender or in its namespace."""
        return user_id == self.sender or _any_holds(self.users, user_id)

    def owns_user(self, user_id: str) -> bool:
        """Tell whether nobody else may have this user id."""
        return user_id == self.sender or _any_holds(self.users, user_id, exclusive=True)

    def knows_alias(self, alias: str) -> bool:
        """Tell whether an alias is in the service's namespace."""
        return _any_holds(self.aliases, alias)

    def owns_alias(self, alias: str) -> bool:
        """Tell whether nobody else may make this alias."""
        return _any_holds(self.aliases, alias, exclusive=True)

    def knows_room(self, room_id: str) -> bool:
        """Tell whether a room is in the service's namespace."""
        return _any_holds(self.rooms, room_id)


class Registrations:
    """All application services of a server."""

    def __init__(self, services: Sequence[Registration] = ()) -> None:
        self.services = tuple(services)
        # Looked up by hash: comparing the tokens themselves would tell their beginnings by the time it takes.
        self._by_token = {_digest(one.as_token): one for one in self.services}
        for what, values in (
            ("id", [one.id for one in self.services]),
            ("as_token", [one.as_token for one in self.services]),
        ):
            if len(set(values)) != len(values):
                raise BadRegistration(f"two application services have the same {what}")

    def by_token(self, token: str) -> Registration | None:
        """Return the service whose `as_token` this is."""
        return self._by_token.get(_digest(token))

    def by_id(self, service_id: str) -> Registration | None:
        """Return a service by its id."""
        return next((one for one in self.services if one.id == service_id), None)

    def owner_of_user(self, user_id: str) -> str | None:
        """Return the id of the service to which a user id belongs exclusively."""
        return next((one.id for one in self.services if one.owns_user(user_id)), None)

    def owner_of_alias(self, alias: str) -> str | None:
        """Return the id of the service to which an alias belongs exclusively."""
        return next((one.id for one in self.services if one.owns_alias(alias)), None)

    def knowing_user(self, user_id: str) -> Iterator[Registration]:
        """Yield the services that may be asked about a user id."""
        return (one for one in self.services if one.knows_user(user_id))

    def knowing_alias(self, alias: str) -> Iterator[Registration]:
        """Yield the services that may be asked about an alias."""
        return (one for one in self.services if one.knows_alias(alias))

    def speaking(self, protocol: str) -> Iterator[Registration]:
        """Yield the services that bridge to a protocol."""
        return (one for one in self.services if protocol in one.protocols)


def parse_registration(text: str, server_name: str) -> Registration:
    """Return the registration that a YAML text describes; raises BadRegistration."""
    try:
        raw: Any = yaml.safe_load(text)
        file = msgspec.convert(raw, _File)
    except (yaml.YAMLError, msgspec.ValidationError, RecursionError) as error:
        raise BadRegistration(str(error)) from error
    return Registration(
        id=file.id,
        url=file.url.rstrip("/") if file.url else None,
        as_token=file.as_token,
        hs_token=file.hs_token,
        sender=UserId(f"@{file.sender_localpart}:{server_name}"),
        users=_compiled(file.namespaces.users),
        aliases=_compiled(file.namespaces.aliases),
        rooms=_compiled(file.namespaces.rooms),
        protocols=tuple(file.protocols or ()),
        wants_ephemeral=file.receive_ephemeral or file.push_ephemeral,
    )


def _compiled(namespaces: Sequence[_Namespace]) -> tuple[Namespace, ...]:
    try:
        return tuple(Namespace(re.compile(one.regex), one.exclusive) for one in namespaces)
    except re.error as error:
        raise BadRegistration(f"{error.pattern!r} is not a regular expression: {error}") from error


def _any_holds(namespaces: Sequence[Namespace], identifier: str, *, exclusive: bool = False) -> bool:
    return any(one.holds(identifier) for one in namespaces if one.exclusive or not exclusive)


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
