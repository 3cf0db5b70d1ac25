# SPDX-License-Identifier: EUPL-1.2
"""Fresh identifiers: their length and signs, and that no sign is likelier than another."""

from collections import Counter

import pytest

from chancery.kit.ids import new_id, random_text


@pytest.mark.parametrize("length", [0, 1, 20, 63])
def test_length_and_signs(length: int) -> None:
    text = random_text(length)
    assert len(text) == length
    assert set(text) <= set("0123456789abcdefghijklmnopqrstuvwxyz")


def test_every_sign_is_as_likely() -> None:
    counts = Counter(random_text(72_000))
    # 2,000 are expected of each, with a deviation of 44: seven of those happen to nobody.
    assert len(counts) == 36
    assert all(1_690 < count < 2_310 for count in counts.values())


def test_ids_differ() -> None:
    made = {new_id("unit") for _ in range(1_000)}
    assert len(made) == 1_000
    assert all(one.startswith("unit_") and len(one) == 25 for one in made)
