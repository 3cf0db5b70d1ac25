# SPDX-License-Identifier: EUPL-1.2
"""How findings become one verdict: the strictest wins, and nothing but a full "clean" opens a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.modules.antivirus.contract import Finding, Reason, Verdict, VerdictState
from chancery.modules.antivirus.model import StoredVerdict
from chancery.modules.antivirus.rules import (
    combine,
    is_condemned,
    is_kept,
    program_suffix,
    still_holds,
)

CLEAN = Finding(VerdictState.CLEAN)
VOUCHED = Finding(VerdictState.CLEAN, vouches=True)
INFECTED = Finding(VerdictState.INFECTED, signature="EICAR")
ENCRYPTED = Finding(VerdictState.UNSCANNED, reason=Reason.ENCRYPTED)
DOWN = Finding(VerdictState.UNSCANNED, reason=Reason.ENGINE_UNAVAILABLE)
RAR = Finding(VerdictState.CLEAN, unopened=Reason.UNREADABLE)

findings = st.lists(st.sampled_from([CLEAN, VOUCHED, INFECTED, ENCRYPTED, DOWN, RAR]), max_size=5)


@pytest.mark.parametrize(
    ("given_findings", "joint"),
    [
        ([CLEAN], CLEAN),
        ([CLEAN, INFECTED], INFECTED),
        ([DOWN, INFECTED], INFECTED),
        ([CLEAN, DOWN], DOWN),
        ([VOUCHED, ENCRYPTED], ENCRYPTED),
        ([RAR], Finding(VerdictState.UNSCANNED, reason=Reason.UNREADABLE)),
        ([RAR, CLEAN], Finding(VerdictState.UNSCANNED, reason=Reason.UNREADABLE)),
        ([RAR, VOUCHED], CLEAN),
        ([], DOWN),
    ],
)
def test_joint_finding(given_findings: list[Finding], joint: Finding) -> None:
    assert combine(given_findings) == joint


@given(findings)
def test_clean_needs_every_engine_to_say_so(given_findings: list[Finding]) -> None:
    if combine(given_findings).state is VerdictState.CLEAN:
        assert given_findings
        assert all(finding.state is VerdictState.CLEAN for finding in given_findings)


@given(findings)
def test_one_infection_is_enough(given_findings: list[Finding]) -> None:
    assert combine([*given_findings, INFECTED]).state is VerdictState.INFECTED


def stored(state: VerdictState, signatures: str = "1") -> StoredVerdict:
    return StoredVerdict(Verdict("00", state), signatures, 0)


@pytest.mark.parametrize(("now", "holds"), [("1", True), ("2", False), (None, True)])
def test_verdict_holds_for_its_signatures_and_through_an_outage(now: str | None, holds: bool) -> None:
    assert still_holds(stored(VerdictState.CLEAN), now) is holds


def test_only_what_was_clean_can_be_condemned() -> None:
    assert is_condemned(stored(VerdictState.CLEAN), INFECTED)
    assert not is_condemned(stored(VerdictState.CLEAN), ENCRYPTED)
    assert not is_condemned(stored(VerdictState.INFECTED), INFECTED)
    assert not is_condemned(None, INFECTED)


def test_passing_failures_are_not_kept() -> None:
    assert is_kept(CLEAN)
    assert is_kept(ENCRYPTED)
    assert not is_kept(DOWN)


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("report.pdf", None),
        ("setup.exe", "exe"),
        ("Invoice.PDF.JS", "js"),
        ("folder.exe/readme.txt", None),
        ("a.scr. . ", "scr"),
        ("exe", "exe"),
        ("", None),
    ],
)
def test_program_is_known_by_its_last_ending(name: str, suffix: str | None) -> None:
    assert program_suffix(name) == suffix
