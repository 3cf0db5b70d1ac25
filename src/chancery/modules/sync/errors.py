# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a sync request."""

from chancery.kit.errors import BadRequest, Forbidden, NotFound, Unauthenticated


class UnknownFilter(NotFound):
    """The person has no filter of this id."""

    code = "unknown_filter"


class TooManyFilters(Forbidden):
    """The person stores more filters than any client needs; waiting would not help."""

    code = "too_many_filters"


class UnknownToken(BadRequest):
    """The `since` token is not one that this server issued."""

    code = "unknown_sync_token"


class UnknownPosition(BadRequest):
    """MSC4186: the connection is not known any more; the client starts over."""

    code = "unknown_sync_position"
    errcode = "M_UNKNOWN_POS"


class DeviceGone(Unauthenticated):
    """The device was signed out while its poll was parked."""

    code = "device_gone"
