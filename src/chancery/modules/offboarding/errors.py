# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong when a person is to leave."""

from chancery.kit.errors import BadRequest, Forbidden, NotFound


class OffboardingRefused(Forbidden):
    """The caller does not administer all that the person has a place in."""

    code = "not_administrator"


class OffboardingNotFound(NotFound):
    """There is no such record, or the caller may not read it."""

    code = "offboarding_not_found"


class ConfirmationDiffers(BadRequest):
    """What was typed to confirm is not the person's user name."""

    code = "confirmation_differs"
