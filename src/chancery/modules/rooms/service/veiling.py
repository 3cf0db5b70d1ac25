# SPDX-License-Identifier: EUPL-1.2
"""What is shown of an event whose content a person may not have, but which cannot be left out."""

from collections.abc import Mapping
from dataclasses import replace

from chancery.kit.ids import UserId
from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.model import decode_object
from chancery.modules.rooms.rules.visibility import NOBODY, HistoryView, Timeline
from chancery.wire.matrix.canonical import canonical
from chancery.wire.matrix.redaction import redact
from chancery.wire.matrix.versions import RoomVersion


class PersonalView(HistoryView):
    """One person's sight of one room, and their copies of its events."""

    __slots__ = ("_version",)

    def __init__(
        self,
        memberships: Timeline,
        visibilities: Timeline,
        erased: Mapping[UserId, int] = NOBODY,
        version: RoomVersion | None = None,
    ) -> None:
        super().__init__(memberships, visibilities, erased)
        self._version = version

    def copy(self, event: RoomEvent) -> RoomEvent:
        """Return an event as the person may have it. State stays whole: the room stands on it."""
        if self._version is None or event.state_key is not None:
            return event
        return veiled(event, self._version) if self.redacts(event.sender, event.position) else event


def veiled(event: RoomEvent, version: RoomVersion) -> RoomEvent:
    """Return an event as if it were redacted."""
    return replace(event, body=canonical(redact(decode_object(event.body), version)), unsigned=None)
