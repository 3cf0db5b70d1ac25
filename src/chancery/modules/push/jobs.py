# SPDX-License-Identifier: EUPL-1.2
"""What push does from time to time: tries failed gateways again, takes over what another process left, ends rules."""

from chancery.modules.push.service.delivery import Deliveries
from chancery.modules.push.service.rulesets import RulesetService
from chancery.platform.lifecycle import Job

EVERY_SECONDS = 5.0


def jobs(deliveries: Deliveries, rulesets: RulesetService) -> tuple[Job, ...]:
    """Return the module's jobs."""
    return (
        Job("push.retry", deliveries.touch_due, EVERY_SECONDS),
        Job("push.end_rules", rulesets.end_due, EVERY_SECONDS),
    )
