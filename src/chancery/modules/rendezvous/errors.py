# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a request about a rendezvous."""

from chancery.kit.errors import ChanceryError, NotFound, TooManyRequests


class RendezvousNotFound(NotFound):
    """The session expired, was deleted, or never was."""

    code = "rendezvous_not_found"


class RendezvousMoved(ChanceryError):
    """The other device wrote first: the `If-Match` tag is not the newest (MSC4108)."""

    status = 412
    code = "rendezvous_moved"
    errcode = "M_CONCURRENT_WRITE"


class TooManyRendezvous(TooManyRequests):
    """This address, or everybody together, opened more sessions than people sign in."""

    code = "too_many_rendezvous"
