# SPDX-License-Identifier: EUPL-1.2
"""What a sync asks for."""

import msgspec

from chancery.kit.ids import DeviceId, UserId
from chancery.modules.sync.rules.filters import CompiledFilter
from chancery.modules.sync.rules.tokens import SyncToken


class SyncRequest(msgspec.Struct, frozen=True):
    """One `GET /sync`. `presence` is what the person says of themselves by it. `state_after` is the key under which the state at the timeline's end is wanted, or None."""

    user_id: UserId
    device_id: DeviceId
    filter: CompiledFilter
    since: SyncToken | None
    full_state: bool
    timeout: float
    state_after: str | None
    presence: str | None = None
