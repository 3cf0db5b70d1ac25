# SPDX-License-Identifier: EUPL-1.2
"""What push does from time to time: tries failed gateways again and takes over what another process left."""

from chancery.modules.push.service.delivery import Deliveries
from chancery.platform.lifecycle import Job

EVERY_SECONDS = 5.0


def jobs(deliveries: Deliveries) -> tuple[Job, ...]:
    """Return the module's jobs."""
    return (Job("push.retry", deliveries.touch_due, EVERY_SECONDS),)
