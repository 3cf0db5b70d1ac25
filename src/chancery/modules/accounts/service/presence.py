# SPDX-License-Identifier: EUPL-1.2
"""Presence: what a person says, as long as requests of theirs confirm it; nothing of it is stored."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import PresenceState
from chancery.modules.accounts.service.sessions import SessionKeeper

_STATES = ("online", "unavailable", "offline")
_ACTIVE_MS = 60_000
_ONLINE_MS = 5 * 60_000
_MAX_STATUS = 250


@dataclass(slots=True)
class _Said:
    presence: str
    status_msg: str | None


class PresenceKeeper:
    """Who is there; known to this process only, and gone with a restart."""

    def __init__(self, sessions: SessionKeeper, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock
        self._said: dict[UserId, _Said] = {}

    def set(self, user_id: UserId, presence: str, status_msg: str | None) -> None:
        """Say how one is; raises BadRequest for a state that does not exist."""
        if presence not in _STATES:
            raise BadRequest(f"presence is one of {', '.join(_STATES)}")
        self._said[user_id] = _Said(presence, status_msg[:_MAX_STATUS] if status_msg else None)

    def presence(self, user_id: UserId) -> PresenceState:
        """Return how a person is; without a request for five minutes they are offline, whatever they said."""
        said = self._said.get(user_id) or _Said("online", None)
        seen = self._sessions.last_active(user_id)
        if seen is None:
            return PresenceState("offline", None, said.status_msg, currently_active=False)
        ago = max(0, self._clock() - seen)
        state = said.presence if ago < _ONLINE_MS else "offline"
        is_active = state == "online" and ago < _ACTIVE_MS
        return PresenceState(state, ago, said.status_msg, currently_active=is_active)
