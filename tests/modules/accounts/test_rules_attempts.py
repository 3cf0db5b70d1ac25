# SPDX-License-Identifier: EUPL-1.2
"""The delay after wrong passwords."""

from hypothesis import given
from hypothesis import strategies as st

from chancery.modules.accounts.rules.attempts import ADDRESS_FACTOR, FORGET_MS, Attempts

ADDRESS = "10.0.0.1"


def _fail(attempts: Attempts, times: int, *, account: str = "anna", now: int = 0) -> None:
    for _ in range(times):
        attempts.failed(account, ADDRESS, now)


def test_the_first_wrong_passwords_cost_nothing() -> None:
    attempts = Attempts(3)
    _fail(attempts, 2)
    assert attempts.wait_ms("anna", ADDRESS, 0) == 0


@given(st.integers(3, 40))
def test_each_further_one_doubles_the_delay_up_to_a_bound(failures: int) -> None:
    attempts = Attempts(3)
    _fail(attempts, failures)
    assert attempts.wait_ms("anna", ADDRESS, 0) == min(1000 * 2 ** (failures - 3), FORGET_MS)


def test_the_delay_is_of_one_account_at_one_address() -> None:
    attempts = Attempts(3)
    _fail(attempts, 5)
    assert attempts.wait_ms("boris", ADDRESS, 0) == 0
    assert attempts.wait_ms("anna", "10.0.0.2", 0) == 0


def test_the_right_password_clears_the_account_but_not_the_address() -> None:
    attempts = Attempts(1)
    for number in range(ADDRESS_FACTOR - 1):
        attempts.failed(f"guess{number}", ADDRESS, 0)
    attempts.failed("anna", ADDRESS, 0)
    attempts.succeeded("anna", ADDRESS)
    assert attempts.wait_ms("boris", ADDRESS, 0) == 1000


def test_old_failures_are_forgotten() -> None:
    attempts = Attempts(3)
    _fail(attempts, 4)
    later = 2 * FORGET_MS + 10_000
    _fail(attempts, 1, now=later)
    assert attempts.wait_ms("anna", ADDRESS, later) == 0


def test_zero_switches_the_delay_off() -> None:
    attempts = Attempts(0)
    _fail(attempts, 100)
    assert attempts.wait_ms("anna", ADDRESS, 0) == 0


def test_a_flood_of_names_does_not_fill_the_memory() -> None:
    attempts = Attempts(3)
    for number in range(60_000):
        attempts.failed(f"guess{number}", f"10.{number}", 0)
    assert len(attempts._records) <= 50_000
