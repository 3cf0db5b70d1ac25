# SPDX-License-Identifier: EUPL-1.2
"""Importing 5,000 people from a messy list: each bad line is named, nothing is half applied, and the good lines come in."""

from pathlib import Path

import pytest
from browser.conftest import Arrive
from browser.person import Person
from playwright.sync_api import expect

UNITS, CLERKS = 20, 4_980
APPLIED_WITHIN_MS = 120_000
BAD = (
    ("p3;person3;Somebody Else;;u1;;;Clerk;no", "p3 is on line 25 already"),
    (";;;;ring1;Ring 1;ring2;;", "Unit ring1 would stand below itself"),
    (";;;;ring2;Ring 2;ring1;;", "Unit ring2 would stand below itself"),
    (";;;;lost;Lost;elsewhere;;", "The unit above lost is elsewhere"),
    ("q1;q1;Bad Mail;nonsense;u1;;;Clerk;no", "nonsense is no e-mail address"),
    ("q2;q2;Second Head;;u2;;;Head of unit;yes", "Unit u2 has two heads at a time"),
    ("q3;q3;Lonely;;empty;Headless;;Clerk;no", "Unit empty has people, but nobody heads it"),
)


def messy_list() -> bytes:
    """Return a list in UTF-8 whose last line is in Windows-1251."""
    lines = ["ID;Login;Full name;E-mail;Unit;Unit name;Parent;Job title;Head"]
    lines += [
        f"h{n};head{n};Größe {n};head{n}@list.example;u{n};Unit {n};{f'u{(n - 1) // 3}' if n else ''};Head of unit;yes"
        for n in range(UNITS)
    ]
    lines += [f"p{n};person{n};Person {n};p{n}@list.example;u{n % UNITS};;;Clerk;no" for n in range(CLERKS)]
    lines += [line for line, _ in BAD]
    return "\n".join(lines).encode() + "\nq4;q4;Пётр Иванов;;u1;;;Юрист;no\n".encode("cp1251")


@pytest.fixture(scope="module")
def lindgren(arrive: Arrive) -> Person:
    """The administrator of the agency, signed in."""
    person = arrive("lindgren")
    person.sign_in()
    person.put_off_recovery_key()
    return person


def test_a_messy_list_is_named_line_by_line_and_its_good_lines_come_in(
    lindgren: Person, artifacts: Path, tmp_path: Path
) -> None:
    page, file = lindgren.page, tmp_path / "messy.csv"
    file.write_bytes(messy_list())
    page.goto("/admin/imports")
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Choose a file").click()
    choosing.value.set_files(file)
    problems = page.get_by_role("list", name="What is wrong")
    expect(problems.get_by_role("listitem")).to_have_count(len(BAD) + 1)
    first = 2 + UNITS + CLERKS
    for place, (_, text) in enumerate(BAD):
        expect(problems.get_by_role("listitem").nth(place)).to_contain_text(f"Line {first + place}")
        expect(problems.get_by_role("listitem").nth(place)).to_contain_text(text)
    expect(problems.get_by_role("listitem").last).to_contain_text("another encoding")
    page.screenshot(path=artifacts / "imports-preview.png", full_page=True)
    # Nothing is applied until somebody chooses the good lines.
    expect(page.get_by_text("Needs a decision")).to_be_visible()
    page.get_by_role("button", name="Apply the good lines").click()
    expect(page.get_by_text("0 could not be")).to_be_visible(timeout=APPLIED_WITHIN_MS)
    page.screenshot(path=artifacts / "imports-done.png", full_page=True)
    page.goto("/people")
    page.get_by_role("searchbox", name="Name, post or unit").fill("Person 4979")
    expect(page.get_by_role("row", name="Person 4979")).to_be_visible()
    page.get_by_role("searchbox", name="Name, post or unit").fill("Somebody Else")
    expect(page.get_by_role("row", name="Somebody Else")).to_have_count(0)
