# SPDX-License-Identifier: EUPL-1.2
"""JSON shapes of the directory's administration."""

import msgspec

from chancery.modules.ldap.model import MappedPerson, Preview, State


class LdapStateView(msgspec.Struct, frozen=True):
    """How far the directory was read; times in milliseconds since the epoch, 0 for never."""

    server: str
    synced_at: int
    full_at: int
    is_busy: bool
    outcome: str


class LdapPersonView(msgspec.Struct, frozen=True):
    """What the mapping makes of an entry."""

    external_id: str
    login: str
    name: str | None
    email: str | None
    phones: list[str]
    room: str | None
    title: str | None
    units: list[str]
    active: bool


class LdapPreview(msgspec.Struct, frozen=True):
    """An entry, the person that it would be here, and why it would not."""

    dn: str
    attributes: dict[str, list[str]]
    person: LdapPersonView | None
    refusal: str | None
    teams: list[str]


class LdapSyncBody(msgspec.Struct, frozen=True):
    """Whether everything is compared, or what changed is fetched."""

    full: bool = False


def state_view(state: State, now: int) -> LdapStateView:
    """Return the state as it is shown."""
    return LdapStateView(
        server=state.server,
        synced_at=state.synced_at,
        full_at=state.full_at,
        is_busy=state.busy_until > now,
        outcome=state.outcome,
    )


def preview_view(preview: Preview) -> LdapPreview:
    """Return a preview as it is shown."""
    person = person_view(preview.person) if preview.person else None
    return LdapPreview(preview.dn, preview.attributes, person, preview.refusal, list(preview.teams))


def person_view(person: MappedPerson) -> LdapPersonView:
    """Return a person of the directory as they are shown."""
    return LdapPersonView(
        external_id=person.external_id,
        login=person.login,
        name=person.name,
        email=person.email,
        phones=list(person.phones),
        room=person.room,
        title=person.title,
        units=list(person.units),
        active=person.is_active,
    )
