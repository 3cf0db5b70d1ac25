# SPDX-License-Identifier: EUPL-1.2
"""Polls between two officials in an encrypted chat: open and hidden results, a changed vote, the end."""

import re

from browser.pair import Pair
from browser.person import Person
from playwright.sync_api import Locator, expect


def test_an_open_poll_shows_who_chose_what_and_takes_a_changed_vote(pair: Pair) -> None:
    elena, carmen = pair
    _ask(elena, "When shall we meet?", "Monday", "Tuesday")
    seen = _poll(carmen, "When shall we meet?")
    _option(seen, "Monday").click()
    expect(_option(_poll(elena, "When shall we meet?"), "Monday")).to_contain_text("1 vote · 100%")
    _option(seen, "Tuesday").click()
    own = _poll(elena, "When shall we meet?")
    expect(_option(own, "Tuesday")).to_contain_text("1 vote")
    expect(_option(own, "Monday")).to_contain_text("0 votes")
    own.get_by_role("button", name="Who voted").click()
    expect(elena.page.get_by_role("dialog", name="Who voted").get_by_text("Carmen Reyes")).to_be_visible()
    elena.page.keyboard.press("Escape")
    elena.page.reload()
    expect(_option(_poll(elena, "When shall we meet?"), "Tuesday")).to_contain_text("1 vote")


def test_hidden_results_are_shown_at_the_end(pair: Pair) -> None:
    elena, carmen = pair
    _ask(elena, "Which colour?", "Green", "Blue", hidden=True)
    seen = _poll(carmen, "Which colour?")
    _option(seen, "Green").click()
    own = _poll(elena, "Which colour?")
    expect(own).to_contain_text("1 person voted")
    expect(own).not_to_contain_text("%")
    own.get_by_role("button", name="End the poll").click()
    elena.page.get_by_role("alertdialog").get_by_role("button", name="End the poll").click()
    for person in pair:
        expect(_poll(person, "Which colour?")).to_contain_text("The poll has ended")
        expect(_option(_poll(person, "Which colour?"), "Green")).to_contain_text("1 vote · 100%")
    expect(_option(seen, "Blue")).to_be_disabled()


def _ask(person: Person, question: str, *answers: str, hidden: bool = False) -> None:
    page = person.page
    page.get_by_role("button", name="New poll").click()
    dialog = page.get_by_role("dialog", name="New poll")
    dialog.get_by_label("Question").fill(question)
    for number, answer in enumerate(answers, 1):
        dialog.get_by_label(f"Answer {number}", exact=True).fill(answer)
    if hidden:
        dialog.get_by_text("Hide the results until the end").click()
    dialog.get_by_role("button", name="Send the poll").click()
    expect(_poll(person, question)).to_be_visible()


def _poll(person: Person, question: str) -> Locator:
    return person.page.get_by_role("region", name="Poll").filter(has_text=question)


def _option(poll: Locator, answer: str) -> Locator:
    return poll.get_by_role("button", name=re.compile(answer))
