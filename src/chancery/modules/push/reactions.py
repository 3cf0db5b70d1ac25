# SPDX-License-Identifier: EUPL-1.2
"""What push does when others report: caches of changed rules and redacted events are dropped."""

from chancery.modules.accounts.events import AccountDataChanged, DeviceRemoved
from chancery.modules.push.events import PushersChanged, PushRulesChanged
from chancery.modules.push.service.followers import RuleFollower
from chancery.modules.push.service.judging import IGNORED, Judging
from chancery.modules.push.service.rulesets import RulesetService
from chancery.modules.push.service.unread import UnreadService
from chancery.modules.push.service.watch import PushWatch
from chancery.modules.rooms.events import EventRedacted, EventSent, ReceiptMoved, RoomSucceeded
from chancery.platform.bus.port import Bus


def subscribe(
    bus: Bus, rulesets: RulesetService, judging: Judging, unread: UnreadService, follower: RuleFollower
) -> None:
    """Keep the caches right."""

    def redacted(fact: EventRedacted) -> None:
        judging.forget_event(fact.event_id)
        unread.forget_news()

    def data_changed(fact: AccountDataChanged) -> None:
        if fact.type == IGNORED:
            judging.forget_ignored(fact.user_id)

    def gap(_after: int, _upto: int) -> None:
        rulesets.forget_all()
        judging.forget_all()
        unread.forget_all()

    bus.subscribe(PushRulesChanged, lambda fact: rulesets.forget(fact.user_id))
    bus.subscribe(EventRedacted, redacted)
    bus.subscribe(AccountDataChanged, data_changed)
    bus.on_gap(gap)
    bus.subscribe(RoomSucceeded, follower.hear)


def follow(bus: Bus, watch: PushWatch) -> None:
    """Let pushers hear what happens."""
    bus.subscribe(EventSent, watch.hear_event)
    bus.subscribe(ReceiptMoved, watch.hear_receipt)
    bus.subscribe(DeviceRemoved, watch.hear_device)
    bus.subscribe(PushersChanged, watch.hear_pushers)
    bus.on_gap(watch.hear_gap)
