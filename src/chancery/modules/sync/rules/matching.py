# SPDX-License-Identifier: EUPL-1.2
"""Matches events against the type and sender lists of a filter, in time linear in the text."""

from collections.abc import Callable, Collection

import msgspec


class _Content(msgspec.Struct):
    url: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class _Body(msgspec.Struct):
    content: _Content = msgspec.field(default_factory=_Content)


_decoder = msgspec.json.Decoder(_Body)


def matches_glob(pattern: str, text: str) -> bool:
    """Tell whether `text` fits `pattern`, in which `*` stands for any run of characters."""
    if "*" not in pattern:
        return pattern == text
    first, *middle, last = pattern.split("*")
    if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    # The leftmost place of each part is always good enough, so nothing is tried twice.
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def name_test(names: Collection[str] | None, not_names: Collection[str]) -> Callable[[str], bool] | None:
    """Return a test for exact names, or None when every name passes."""
    if names is None and not not_names:
        return None
    wanted, unwanted = None if names is None else frozenset(names), frozenset(not_names)
    return lambda name: name not in unwanted and (wanted is None or name in wanted)


def type_test(types: Collection[str] | None, not_types: Collection[str]) -> Callable[[str], bool] | None:
    """Return a test for event types with `*` in the patterns, or None when every type passes."""
    if types is None and not not_types:
        return None

    def test(kind: str) -> bool:
        if any(matches_glob(pattern, kind) for pattern in not_types):
            return False
        return types is None or any(matches_glob(pattern, kind) for pattern in types)

    return test


class EventMatcher:
    """The compiled type, sender and `contains_url` parts of one event filter; compared by identity."""

    __slots__ = ("_has_url", "_sender", "_type", "is_open")

    def __init__(
        self,
        types: Collection[str] | None = None,
        not_types: Collection[str] = (),
        *,
        senders: Collection[str] | None = None,
        not_senders: Collection[str] = (),
        contains_url: bool | None = None,
    ) -> None:
        self._type = type_test(types, not_types)
        self._sender = name_test(senders, not_senders)
        self._has_url = contains_url
        self.is_open = self._type is None and self._sender is None and contains_url is None

    def takes(self, kind: str, sender: str, body: bytes) -> bool:
        """Tell whether an event passes; its body is read only when the filter asks about its content."""
        if self.is_open:
            return True
        if self._type is not None and not self._type(kind):
            return False
        if self._sender is not None and not self._sender(sender):
            return False
        return self._has_url is None or self._has_url == has_url(body)

    def takes_type(self, kind: str) -> bool:
        """Tell whether something with a type and no sender (account data, typing) passes."""
        return self._type is None or self._type(kind)


def has_url(body: bytes) -> bool:
    """Tell whether the event's content has a `url` key."""
    try:
        return _decoder.decode(body).content.url is not msgspec.UNSET
    except msgspec.ValidationError:
        return False
