# SPDX-License-Identifier: EUPL-1.2
"""One look at everything for one poll: from where to where, for whom, through which filter."""

from collections.abc import Mapping, Sequence

import msgspec

from chancery.kit.ids import DeviceId, RoomId, UserId
from chancery.modules.accounts.contract import AccountDatum
from chancery.modules.rooms.contract import Membership
from chancery.modules.sync.rules.filters import CompiledFilter
from chancery.modules.sync.service.aside import Aside
from chancery.modules.sync.service.blocks import Device
from chancery.modules.sync.service.channels import Channel
from chancery.modules.sync.service.requests import SyncRequest


class Look(msgspec.Struct, frozen=True):
    """The frame of one answer: positions in (since, upto], typing serials in (typing_since, typing_upto].

    `known` tells whether activity and channel have noted all since `since`; otherwise everything is asked for.
    `data` is the account data that changed in the frame, by room (None: global); for rooms that the person came
    into it is all there is. `aside` holds what is too large to be copied into the answer.
    """

    request: SyncRequest
    channel: Channel
    places: Sequence[Membership]
    since: int
    upto: int
    typing_since: int
    typing_upto: int
    initial: bool
    known: bool
    ignored: frozenset[UserId]
    data: Mapping[RoomId | None, Sequence[AccountDatum]]
    aside: Aside

    @property
    def user_id(self) -> UserId:
        """Who looks."""
        return self.request.user_id

    @property
    def device(self) -> Device:
        """The device that looks."""
        return (self.request.user_id, self.request.device_id)

    @property
    def device_id(self) -> DeviceId:
        """The id of the device that looks."""
        return self.request.device_id

    @property
    def filter(self) -> CompiledFilter:
        """What the device wants to see."""
        return self.request.filter
