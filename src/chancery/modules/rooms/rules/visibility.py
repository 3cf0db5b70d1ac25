# SPDX-License-Identifier: EUPL-1.2
"""Who sees which part of a room's history (client-server API, "Room history visibility")."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from chancery.kit.ids import UserId

_END = 2**62
NOBODY: Mapping[UserId, int] = {}
Timeline = Sequence[tuple[int, str]]
"""Values with the positions from which they held, oldest first."""


class HistoryView:
    """One person's sight of one room; `erased` are those whose messages newcomers get redacted, since which position."""

    __slots__ = ("_departed", "_erased", "_joins_last", "_memberships", "_visibilities", "sees_all")

    def __init__(
        self, memberships: Timeline, visibilities: Timeline, erased: Mapping[UserId, int] = NOBODY
    ) -> None:
        self._memberships = memberships
        self._erased = erased
        self._visibilities = visibilities
        self._joins_last = max((position for position, kind in memberships if kind == "join"), default=0)
        self._departed = next((position for position, _ in memberships if position > self._joins_last), None)
        is_open = all(value in ("shared", "world_readable") for _, value in visibilities)
        self.sees_all = is_open and self.membership == "join"

    @property
    def membership(self) -> str:
        """The person's membership now, "" for none."""
        return self._memberships[-1][1] if self._memberships else ""

    @property
    def visibility(self) -> str:
        """The room's history visibility now."""
        return self._visibilities[-1][1] if self._visibilities else "shared"

    @property
    def may_enter(self) -> bool:
        """Whether there is anything at all that the person may see."""
        return self._joins_last > 0 or self.visibility == "world_readable"

    @property
    def upto(self) -> int | None:
        """The last position the person may see, and as of which they may read the state; None for no bound.

        It is where they left: an invitation, a knock or a ban that comes later brings no new sight. 0 for one who
        never joined.
        """
        if self.visibility == "world_readable":
            return None
        return self._departed if self._joins_last else 0

    def membership_at(self, position: int) -> str:
        """Return the person's membership as of the event at a position; `leave` before they had any."""
        return _at(self._memberships, position, "leave")

    def redacts(self, sender: UserId, position: int) -> bool:
        """Whether the person may have a redacted copy only of the message that a sender sent at a position.

        `POST /account/deactivate`, `erase`: those who had sight of it before the erasure keep it.
        """
        erased = self._erased.get(sender)
        if erased is None or self.membership_at(position) == "join":
            return False
        return not any(kind == "join" and position < at <= erased for at, kind in self._memberships)

    def sees(self, position: int) -> bool:
        """Whether the person may see the event at a position."""
        if self.sees_all:
            return True
        # At the very event that changes one of the two, the more lenient side counts.
        before, after = position - 1, position
        return any(
            self._allows(_at(self._visibilities, v, "shared"), _at(self._memberships, m, ""), position)
            for v in (before, after)
            for m in (before, after)
        )

    def readable(self) -> tuple[int, int | None]:
        """Return the newest unbroken span (after, upto] that the person sees; `upto` None: no end.

        Of someone who never joined only their own newest member event counts.
        """
        last = self._memberships[-1][0] if self._memberships else 0
        if self._joins_last == 0 and self.visibility != "world_readable":
            return max(last - 1, 0), last
        upto = self.upto
        low = _END if upto is None else upto + 1
        marks = sorted({position for position, _ in (*self._memberships, *self._visibilities)})
        # Downwards: first what lies between a mark and the span, then the event at the mark itself.
        for mark in reversed([mark for mark in marks if mark < low]):
            if mark + 1 < low and not self._sees_after(mark):
                return low - 1, upto
            if not self.sees(mark):
                return mark, upto
            low = mark
        return (0 if self._sees_after(0) else low - 1), upto

    def spans(self) -> list[tuple[int, int]]:
        """Return all that the person may see as unbroken spans (after, upto], oldest first."""
        end = _END if self.upto is None else self.upto
        marks = sorted(
            {position for position, _ in (*self._memberships, *self._visibilities) if position <= end}
        )
        found: list[tuple[int, int]] = []
        for mark, following in zip([0, *marks], [*marks, end + 1], strict=True):
            if mark and self.sees(mark):
                _extend(found, mark - 1, mark)
            if self._sees_after(mark):
                _extend(found, mark, following - 1)
        return found

    def _sees_after(self, mark: int) -> bool:
        """Whether the person sees what lies between a change and the next one."""
        return self._allows(_at(self._visibilities, mark, "shared"), _at(self._memberships, mark, ""), mark)

    def _allows(self, visibility: str, membership: str, position: int) -> bool:
        if visibility == "world_readable" or membership == "join":
            return True
        if visibility == "shared":
            return self._joins_last > position
        return visibility == "invited" and membership == "invite" and self._joins_last > position


def _extend(spans: list[tuple[int, int]], after: int, upto: int) -> None:
    if spans and spans[-1][1] == after:
        after = spans.pop()[0]
    if after < upto:
        spans.append((after, upto))


def _at(timeline: Timeline, position: int, default: str) -> str:
    index = bisect_right(timeline, position, key=lambda pair: pair[0])
    return timeline[index - 1][1] if index else default
