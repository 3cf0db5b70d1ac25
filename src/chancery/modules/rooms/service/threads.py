# SPDX-License-Identifier: EUPL-1.2
"""Which thread an event belongs to."""

import msgspec

from chancery.modules.rooms.contract import MAIN_THREAD, RoomEvent


class _Relation(msgspec.Struct):
    rel_type: str = ""
    event_id: str = ""


class _Related(msgspec.Struct):
    relation: _Relation = msgspec.field(name="m.relates_to", default_factory=_Relation)


class _RelatedBody(msgspec.Struct):
    content: _Related


_related_decoder = msgspec.json.Decoder(_RelatedBody)


def thread_of(event: RoomEvent) -> str | None:
    """Return the root of the thread that an event belongs to, None for the main timeline."""
    if b'"m.thread"' not in event.body:
        return None
    try:
        relation = _related_decoder.decode(event.body).content.relation
    except msgspec.ValidationError:
        return None
    return relation.event_id if relation.rel_type == "m.thread" and relation.event_id else None


def is_read_in(event: RoomEvent, thread_id: str) -> bool:
    """Tell whether a receipt of a thread, or of `main`, may name the event ("Threaded read receipts")."""
    thread = thread_of(event)
    if thread is not None:
        return thread_id == thread
    if thread_id == MAIN_THREAD:
        return True
    # Clients count reactions, edits and redactions to the thread of what they are about, and whatever has been
    # redacted to the thread that it was in.
    is_about_another = b'"m.relates_to"' in event.body or event.type == "m.room.redaction"
    return event.event_id != thread_id and (
        is_about_another or b'"redacted_because"' in (event.unsigned or b"")
    )
