# SPDX-License-Identifier: EUPL-1.2
"""What push does when others report: caches of changed rules and redacted events are dropped."""

from chancery.modules.push.events import PushRulesChanged
from chancery.modules.push.service.followers import RuleFollower
from chancery.modules.push.service.rulesets import RulesetService
from chancery.modules.push.service.unread import UnreadService
from chancery.modules.rooms.events import EventRedacted, RoomSucceeded
from chancery.platform.bus.port import Bus


def subscribe(bus: Bus, rulesets: RulesetService, unread: UnreadService, follower: RuleFollower) -> None:
    """Keep the caches right."""
    bus.subscribe(PushRulesChanged, lambda fact: rulesets.forget(fact.user_id))
    bus.subscribe(EventRedacted, lambda fact: unread.forget_event(fact.event_id))
    bus.subscribe(RoomSucceeded, follower.hear)
    bus.on_gap(lambda _after, _upto: rulesets.forget_all())
