# SPDX-License-Identifier: EUPL-1.2
"""Columns by heading, and lines as people, units, posts and appointments."""

from datetime import date

import pytest

from chancery.modules.provisioning.rules.decoding import Row
from chancery.modules.provisioning.rules.headings import FIELDS, configured, guessed
from chancery.modules.provisioning.rules.table import build_state, read_date


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["Employee ID", "E-mail", "Phone"], ["person", "email", "phones"]),
        (["ТАБЕЛЬНЫЙ НОМЕР", "Ф.И.О.", "Учётная запись"], ["person", None, "login"]),
        (["login", "Login"], ["login", None]),
        (["favourite colour"], [None]),
    ],
)
def test_headings_are_known_in_both_languages(headings: list[str], fields: list[str | None]) -> None:
    assert guessed(headings, {}) == fields


def test_every_field_is_known_by_its_own_name() -> None:
    assert guessed(list(FIELDS), {}) == list(FIELDS)


def test_further_headings_come_from_the_configuration() -> None:
    more = configured(["Ф.И.О. = name", "nonsense", "x = no such field"])
    assert guessed(["Ф.И.О.", "x"], more) == ["name", None]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-23", date(2026, 11, 23)),
        ("23.11.2026", date(2026, 11, 23)),
        ("2026-11-23T00:00:00", date(2026, 11, 23)),
        ("23.11.2026 08:00", date(2026, 11, 23)),
        ("11/23/2026", None),
        ("31.02.2026", None),
        ("1066-10-14", None),
    ],
)
def test_dates_are_read(text: str, day: date | None) -> None:
    assert read_date(text) == day


def test_a_person_may_have_two_posts_on_two_lines() -> None:
    columns = ["person", "name", "unit", "post"]
    rows = [Row(2, ["1", "Anna", "a", "Clerk"]), Row(3, ["1", "", "b", "Adviser"])]
    state, faults = build_state(rows, columns, complete=True)
    assert faults == []
    assert [one.external_id for one in state.people] == ["1"]
    assert [(one.person, one.line) for one in state.appointments] == [("1", 2), ("1", 3)]
    assert [unit.name for unit in state.units] == ["a", "b"]


def test_a_line_that_cannot_be_read_lets_nobody_leave() -> None:
    rows = [Row(2, ["1", "Anna", "soon"])]
    state, faults = build_state(rows, ["person", "name", "active"], complete=True)
    assert [fault.code for fault in faults] == ["line_yes_no"]
    assert (state.complete, state.people) == (False, [])
