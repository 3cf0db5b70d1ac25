# SPDX-License-Identifier: EUPL-1.2
"""Relations between events (client-server API, "Aggregations of child events"): what an event refers to, and bundles."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from chancery.kit.ids import EventId, UserId


class Relatable(Protocol):
    """What is asked of an event here; `body` and `unsigned` are JSON bytes."""

    @property
    def event_id(self) -> EventId: ...

    @property
    def type(self) -> str: ...

    @property
    def sender(self) -> UserId: ...

    @property
    def state_key(self) -> str | None: ...

    @property
    def body(self) -> bytes: ...

    @property
    def unsigned(self) -> bytes | None: ...

    def render(self, *, with_room: bool) -> bytes:
        """Return the event as a client gets it."""
        ...


class Relation(msgspec.Struct):
    """The `m.relates_to` of an event; empty where it has none that could be read."""

    rel_type: str = ""
    event_id: str = ""
    key: str | None = None


class _Content(msgspec.Struct):
    relates_to: Relation | None = msgspec.field(default=None, name="m.relates_to")
    new_content: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw, name="m.new_content")


class _Body(msgspec.Struct):
    content: _Content


_NONE = Relation()
_decoder = msgspec.json.Decoder(_Body)


def relation_of(event: Relatable) -> Relation:
    """Return what an event relates to."""
    try:
        return _decoder.decode(event.body).content.relates_to or _NONE
    except msgspec.ValidationError:
        return _NONE


def bundle_edits_and_references(
    parents: Mapping[EventId, Relatable], newest_first: Sequence[Relatable]
) -> dict[EventId, dict[str, object]]:
    """Return `m.replace` and `m.reference` of each parent that has any among the given events."""
    bundles: dict[EventId, dict[str, object]] = {}
    references: dict[EventId, list[dict[str, str]]] = {}
    for child in newest_first:
        relation = relation_of(child)
        parent = parents.get(EventId(relation.event_id))
        if parent is None:
            continue
        if relation.rel_type == "m.reference":
            references.setdefault(parent.event_id, []).append({"event_id": child.event_id})
        elif relation.rel_type == "m.replace" and is_edit(parent, child):
            bundle = bundles.setdefault(parent.event_id, {})
            # The first edit is the newest, so it is the one that counts.
            if "m.replace" not in bundle:
                bundle["m.replace"] = msgspec.Raw(child.render(with_room=True))
    for event_id, chunk in references.items():
        bundles.setdefault(event_id, {})["m.reference"] = {"chunk": chunk}
    return bundles


def drop_edits(bundles: dict[EventId, dict[str, object]], redacted: Iterable[EventId]) -> None:
    """Leave the edits of redacted events out of their bundles."""
    for event_id in redacted:
        bundle = bundles.get(event_id, {})
        bundle.pop("m.replace", None)
        if not bundle:
            bundles.pop(event_id, None)


def is_edit(parent: Relatable, child: Relatable) -> bool:
    """Tell whether the child may replace the parent ("Validity of replacement events").

    Same sender and type, no state, no edit of an edit, nothing redacted; what it becomes is there or encrypted.
    """
    if child.sender != parent.sender or child.type != parent.type or parent.state_key is not None:
        return False
    if b'"redacted_because"' in (parent.unsigned or b"") or relation_of(parent).rel_type == "m.replace":
        return False
    return child.type == "m.room.encrypted" or _has_new_content(child)


def _has_new_content(event: Relatable) -> bool:
    try:
        return bytes(_decoder.decode(event.body).content.new_content).startswith(b"{")
    except msgspec.ValidationError:
        return False
