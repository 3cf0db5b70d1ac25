# SPDX-License-Identifier: EUPL-1.2
"""MSC4186 `required_state`: which state events a client wants of a room, with its wildcards."""

from collections.abc import Iterable
from dataclasses import dataclass

ANY = "*"
ME = "$ME"
LAZY = "$LAZY"
MEMBER = "m.room.member"

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wish:
    """A set of (type, state key) pairs; `lazy` adds the members whom the timeline names."""

    pairs: frozenset[Pair] = frozenset()
    lazy: bool = False

    def takes(self, kind: str, key: str) -> bool:
        """Tell whether a state event is wanted (lazily loaded members aside)."""
        pairs = self.pairs
        if (kind, key) in pairs or (kind, ANY) in pairs:
            return True
        # With lazy loading, "everything" means everything but members.
        if self.lazy and kind == MEMBER:
            return False
        return (ANY, ANY) in pairs or (ANY, key) in pairs

    @property
    def is_exact(self) -> bool:
        """Whether the wish names every event, so that the whole state need not be read."""
        return not any(ANY in pair for pair in self.pairs)

    @property
    def takes_all_members(self) -> bool:
        """Whether every member is wanted."""
        return self.takes(MEMBER, ANY)

    def beyond(self, other: "Wish") -> "Wish":
        """Return the part of the wish that `other` did not have."""
        return Wish(self.pairs - other.pairs, self.lazy and not other.lazy)

    def __or__(self, other: "Wish") -> "Wish":
        return Wish(self.pairs | other.pairs, self.lazy or other.lazy)

    def __bool__(self) -> bool:
        return bool(self.pairs) or self.lazy


def parse_wish(required: Iterable[Pair], me: str) -> Wish:
    """Return the wish of a request, with `$ME` replaced."""
    pairs = {(kind, me if key == ME else key) for kind, key in required}
    lazy = (MEMBER, LAZY) in pairs
    return Wish(frozenset(pair for pair in pairs if pair[1] != LAZY), lazy)
