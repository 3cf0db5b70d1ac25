# SPDX-License-Identifier: EUPL-1.2
"""Live changes of our own modules, told to pages as server-sent events: that something changed, never what."""

import asyncio

from chancery.kit.ids import DeviceId, UserId
from chancery.platform.http.request import Caller
from chancery.platform.http.sse import EventStream, render_event

CALM_SECONDS = 1.0
"""Many changes of the directory at once (an import) become one event."""

DIRECTORY_CHANGED = render_event("directory.changed", {})
DEVICES_CHANGED = render_event("devices.changed", {})
SESSION_ENDED = render_event("session.ended", {})


class LiveChanges:
    """The open event streams by the person and the device that listen: news of one person looks at theirs only."""

    def __init__(self) -> None:
        self._streams: dict[UserId, dict[EventStream, DeviceId]] = {}
        self._calming: asyncio.TimerHandle | None = None

    def open(self, caller: Caller) -> EventStream:
        """Return a new stream for a page of the caller's device."""
        self._open_streams(caller.user_id)
        stream = EventStream()
        self._streams.setdefault(caller.user_id, {})[stream] = caller.device_id
        return stream

    def directory_changed(self) -> None:
        """Tell everybody, once a second at most, that units, people or profiles changed."""
        if self._calming is None and self._streams:
            self._calming = asyncio.get_running_loop().call_later(CALM_SECONDS, self._tell_directory)

    def devices_changed(self, user_id: UserId) -> None:
        """Tell a person's pages that a device of theirs signed in, was recognised or went."""
        for stream in self._open_streams(user_id):
            stream.send(DEVICES_CHANGED)

    def missed(self) -> None:
        """Tell everybody to look again at what may have changed unheard."""
        self.directory_changed()
        self._tell_all(DEVICES_CHANGED)

    def end_session(self, user_id: UserId, device_id: DeviceId) -> None:
        """Tell the pages of a removed device that their session is over, and let them go."""
        for stream, listener in self._open_streams(user_id).items():
            if listener == device_id:
                stream.send(SESSION_ENDED)
                stream.close()
        self._open_streams(user_id)

    def stop(self) -> None:
        """Drop what is planned."""
        if self._calming is not None:
            self._calming.cancel()
            self._calming = None

    def _tell_directory(self) -> None:
        self._calming = None
        self._tell_all(DIRECTORY_CHANGED)

    def _tell_all(self, event: bytes) -> None:
        for user_id in list(self._streams):
            for stream in self._open_streams(user_id):
                stream.send(event)

    def _open_streams(self, user_id: UserId) -> dict[EventStream, DeviceId]:
        """Return a person's streams, and forget those that their pages have closed."""
        known = self._streams.get(user_id, {})
        for stream in [one for one in known if one.is_closed]:
            del known[stream]
        if not known:
            self._streams.pop(user_id, None)
        return known
