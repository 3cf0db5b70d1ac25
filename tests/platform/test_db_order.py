# SPDX-License-Identifier: EUPL-1.2
"""The order in which batches of several processes are delivered, whatever the order in which they arrive."""

from itertools import permutations

import pytest

from chancery.platform.db.order import StreamOrder


class Told:
    """Records deliveries and gaps with the position at that moment."""

    def __init__(self, patience: float) -> None:
        self.events: list[tuple[str, int, int]] = []
        self.order = StreamOrder(0, patience, self._gap)

    def offer(self, base: int, end: int) -> None:
        """Offer a batch that records its delivery."""
        self.order.offer(base, end, lambda: self.events.append(("told", end, self.order.position)))

    def _gap(self, after: int, upto: int) -> None:
        self.events.append(("gap", after, upto))


@pytest.mark.parametrize("arrival", list(permutations([(0, 2), (2, 3), (3, 7), (7, 8)])))
async def test_any_arrival_is_told_in_order(arrival: tuple[tuple[int, int], ...]) -> None:
    told = Told(patience=60)

    for base, end in arrival:
        told.offer(base, end)

    assert told.events == [("told", 2, 2), ("told", 3, 3), ("told", 7, 7), ("told", 8, 8)]


async def test_without_other_processes_a_hole_is_a_gap_at_once() -> None:
    told = Told(patience=0)

    told.offer(0, 1)
    told.offer(4, 5)

    assert told.events == [("told", 1, 1), ("gap", 1, 4), ("told", 5, 5)]


async def test_skipping_releases_what_waited_and_late_ones_are_still_told() -> None:
    told = Told(patience=60)

    told.offer(2, 3)
    told.offer(5, 6)
    told.order.skip_to(2)
    told.offer(0, 1)
    told.order.skip_to(1)

    assert told.events == [("gap", 0, 2), ("told", 3, 3), ("told", 1, 3)]
    assert told.order.position == 3


async def test_a_batch_without_positions_waits_for_its_place_too() -> None:
    told = Told(patience=60)

    told.offer(1, 1)
    told.offer(0, 1)

    assert [event[0] for event in told.events] == ["told", "told"]
    assert told.order.position == 1
