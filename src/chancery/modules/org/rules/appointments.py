# SPDX-License-Identifier: EUPL-1.2
"""Which appointments may stand beside each other."""

from collections.abc import Iterable

from chancery.modules.org.errors import AlreadyAppointed, DutyNeedsEnd, PostOccupied
from chancery.modules.org.model import FOR_EVER, Appointment, Post


def overlap(one: Appointment, other: Appointment) -> bool:
    """Tell whether two appointments hold at the same time."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def check_appointment(post: Post, wanted: Appointment, others: Iterable[Appointment]) -> None:
    """Raise when `wanted` cannot stand beside the post's other appointments.

    A unit has one head at a time, whom any number may act for; a turn of duty has an end.
    """
    if post.kind == "duty" and wanted.ends_at == FOR_EVER:
        raise DutyNeedsEnd("a turn of duty has an end")
    beside = [other for other in others if overlap(wanted, other)]
    if any(other.user_id == wanted.user_id for other in beside):
        raise AlreadyAppointed("this person holds the post already")
    if post.kind == "head" and not wanted.acting and not all(other.acting for other in beside):
        raise PostOccupied("somebody else holds the post then; appoint as acting, or from another day")
