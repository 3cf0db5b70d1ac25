# SPDX-License-Identifier: EUPL-1.2
"""Codes of authenticator applications by the vectors of RFC 6238, and codes on paper."""

import pytest

from chancery.modules.accounts.rules import codes

SECRET = b"12345678901234567890"


# RFC 6238, appendix B, the last six of its eight digits.
@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")],
)
def test_the_vectors_of_the_standard(seconds: int, code: str) -> None:
    assert codes.matching_step(SECRET, code, now_ms=seconds * 1000, after=0) == seconds // 30


def test_a_step_either_way_is_taken_and_none_twice() -> None:
    step = 1_111_111_109 // 30
    for later, expected in ((-2, None), (-1, step), (0, step), (1, step), (2, None)):
        now = (step + later) * 30_000
        assert codes.matching_step(SECRET, "081804", now_ms=now, after=0) == expected
    assert codes.matching_step(SECRET, "081804", now_ms=step * 30_000, after=step) is None


def test_codes_on_paper_are_told_from_those_of_applications() -> None:
    shown = codes.new_recovery_codes()
    assert len(set(shown)) == codes.RECOVERY_CODES
    assert not any(codes.is_totp(codes.fold_code(code)) for code in shown)
    assert codes.is_totp(codes.fold_code(" 123 456 "))
    assert codes.fold_code("ABCDE-fghij ") == codes.fold_code("abcdefghij")
