# SPDX-License-Identifier: EUPL-1.2
"""The delay after wrong passwords."""

from hypothesis import given
from hypothesis import strategies as st

from chancery.modules.accounts.model import Failures
from chancery.modules.accounts.rules.attempts import FORGET_MS, is_forgotten, wait_ms


def test_the_first_wrong_passwords_cost_nothing() -> None:
    assert wait_ms(Failures(2, 0), 3, now=0) == 0


@given(st.integers(3, 40))
def test_each_further_one_doubles_the_delay_up_to_a_bound(failures: int) -> None:
    assert wait_ms(Failures(failures, 0), 3, now=0) == min(1000 * 2 ** (failures - 3), FORGET_MS)


@given(st.integers(0, 40), st.integers(0, 3 * FORGET_MS))
def test_a_delay_ends_and_is_never_negative(failures: int, now: int) -> None:
    wait = wait_ms(Failures(failures, 0), 3, now)
    assert wait >= 0
    assert wait_ms(Failures(failures, 0), 3, now + wait) == 0


def test_failures_are_forgotten_a_quarter_of_an_hour_after_their_delay() -> None:
    four = Failures(4, 0)
    assert not is_forgotten(four, 3, now=2_000 + FORGET_MS)
    assert is_forgotten(four, 3, now=2_001 + FORGET_MS)
