# SPDX-License-Identifier: EUPL-1.2
"""Who sees somebody on the red list: those above, those who administer them, their unit, and whom they wrote to first."""

from collections.abc import Collection

from chancery.kit.ids import UserId
from chancery.modules.org.contract import Standing


def is_above(one: Standing, other: Standing) -> bool:
    """Tell whether one heads a unit at or above another's, or above the one that hosts them; nobody is above themselves."""
    is_head = not one.headed.isdisjoint(other.places) or not one.headed.isdisjoint(other.host_places)
    return one.user_id != other.user_id and is_head


def is_seen(listed: Standing, viewer: Standing, administered: Collection[str], *, introduced: bool) -> bool:
    """Tell whether a viewer, who administers those places, sees a listed person."""
    if introduced or listed.user_id == viewer.user_id:
        return True
    if is_above(viewer, listed) or not listed.units.isdisjoint(viewer.units) or _is_host(viewer, listed):
        return True
    return is_administered(listed, administered)


def _is_host(viewer: Standing, guest: Standing) -> bool:
    """Tell whether a viewer answers for somebody from outside, or belongs to the unit they work with."""
    return guest.sponsor_id == viewer.user_id or f"unit:{guest.host_unit_id}" in viewer.places


def is_administered(person: Standing, administered: Collection[str]) -> bool:
    """Tell whether one of the administered places contains a person; of an external, the unit they work with."""
    return not person.places.isdisjoint(administered) or not person.host_places.isdisjoint(administered)


def hidden(
    listed: Collection[Standing],
    viewer: Standing,
    administered: Collection[str],
    introduced: Collection[UserId],
) -> frozenset[UserId]:
    """Return those of the listed people whom a viewer does not see."""
    return frozenset(
        person.user_id
        for person in listed
        if not is_seen(person, viewer, administered, introduced=person.user_id in introduced)
    )
