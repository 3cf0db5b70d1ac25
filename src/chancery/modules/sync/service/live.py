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
    """The open event streams, by the device that listens."""

    def __init__(self) -> None:
        self._streams: dict[EventStream, tuple[UserId, DeviceId]] = {}
        self._calming: asyncio.TimerHandle | None = None

    def open(self, caller: Caller) -> EventStream:
        """Return a new stream for a page of the caller's device."""
        self._forget_closed()
        stream = EventStream()
        self._streams[stream] = (caller.user_id, caller.device_id)
        return stream

    def directory_changed(self) -> None:
        """Tell everybody, once a second at most, that units, people or profiles changed."""
        if self._calming is None and self._streams:
            self._calming = asyncio.get_running_loop().call_later(CALM_SECONDS, self._tell_directory)

    def devices_changed(self, user_id: UserId | None) -> None:
        """Tell a person's pages, or everybody's, that a device of theirs signed in, was recognised or went."""
        self._forget_closed()
        for stream, (listener, _device) in self._streams.items():
            if user_id in (listener, None):
                stream.send(DEVICES_CHANGED)

    def end_session(self, user_id: UserId, device_id: DeviceId) -> None:
        """Tell the pages of a removed device that their session is over, and let them go."""
        for stream in [one for one, listener in self._streams.items() if listener == (user_id, device_id)]:
            stream.send(SESSION_ENDED)
            stream.close()
        self._forget_closed()

    def stop(self) -> None:
        """Drop what is planned."""
        if self._calming is not None:
            self._calming.cancel()
            self._calming = None

    def _tell_directory(self) -> None:
        self._calming = None
        self._forget_closed()
        for stream in self._streams:
            stream.send(DIRECTORY_CHANGED)

    def _forget_closed(self) -> None:
        for stream in [one for one in self._streams if one.is_closed]:
            del self._streams[stream]
