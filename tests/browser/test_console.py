# SPDX-License-Identifier: EUPL-1.2
"""The console: an administrator lets a person go whose tab is open, and reads the record; the other sections stand by themselves."""

import re
from pathlib import Path

import pytest
from browser import axe
from browser.conftest import Arrive
from browser.person import PASSWORD, Person
from playwright.sync_api import expect

STOPS_WITHIN_MS = 5_000


@pytest.fixture(scope="module")
def lindgren(arrive: Arrive) -> Person:
    """The administrator of the agency, signed in."""
    person = arrive("lindgren")
    person.sign_in()
    person.put_off_recovery_key()
    return person


def test_who_administers_nothing_sees_no_console(arrive: Arrive) -> None:
    okafor = arrive("okafor")
    okafor.sign_in()
    okafor.put_off_recovery_key()
    expect(okafor.page.get_by_role("link", name="Chats").first).to_be_visible()
    okafor.page.goto("/admin")
    expect(okafor.page.get_by_text("You administer nothing here")).to_be_visible()
    expect(okafor.page.get_by_role("link", name="Console")).to_have_count(0)


def test_a_person_whose_tab_is_open_is_let_go(arrive: Arrive, lindgren: Person, artifacts: Path) -> None:
    reyes = arrive("reyes")
    reyes.sign_in()
    reyes.put_off_recovery_key()
    reyes.page.goto("/chats")
    expect(reyes.page.get_by_role("grid", name="Chats")).to_be_visible()
    page = lindgren.page
    page.goto("/people")
    page.get_by_role("searchbox", name="Name, post or unit").fill(reyes.full_name)
    page.get_by_role("row", name=reyes.full_name).click()
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Let go…").click()
    successor = page.get_by_role("combobox", name="Successor")
    successor.fill("Okafor")
    page.get_by_role("option", name="Daniel Okafor").click()
    expect(page.get_by_role("region", name="Posts")).to_contain_text("Daniel Okafor acts")
    expect(page.get_by_role("region", name="Devices")).to_be_visible()
    page.screenshot(path=artifacts / "console-let-go.png", full_page=True)
    page.get_by_role("button", name="Let Carmen Reyes go…").click()
    dialog = page.get_by_role("dialog")
    action = dialog.get_by_role("button", name="Let go", exact=True)
    word = dialog.get_by_label("Type “reyes” to confirm")
    word.fill("marsh")
    expect(action).to_be_disabled()
    word.fill("reyes")
    page.screenshot(path=artifacts / "console-let-go-confirm.png")
    action.click()
    dialog.get_by_label("Your password").fill(PASSWORD)
    dialog.get_by_role("button", name="Let go", exact=True).click()
    expect(page).to_have_url(re.compile("/admin/offboarding/offboarding_"))
    # Counted from the record on the screen, which is later than the deed.
    expect(reyes.page).to_have_url(re.compile("/login"), timeout=STOPS_WITHIN_MS)
    expect(page.get_by_text("Everything is done")).to_be_visible()
    page.screenshot(path=artifacts / "console-record.png")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Record of a departure")).to_have_count(0)
    page.screenshot(path=artifacts / "console-record-print.png", full_page=True)
    page.emulate_media(media="screen")
    page.goto("/admin/offboarding")
    expect(page.get_by_role("list", name="People who leave")).to_contain_text("Carmen Reyes")


def test_the_log_is_filtered_verified_and_exported(lindgren: Person, artifacts: Path) -> None:
    page = lindgren.page
    page.goto("/admin/audit")
    page.get_by_role("button", name="What was done").click()
    page.get_by_role("searchbox", name="Find an action").fill("Signed in")
    page.get_by_role("option", name="Signed in", exact=True).click()
    entries = page.get_by_role("region", name="Entries").get_by_role("listitem")
    expect(entries.filter(has_text="Axel Lindgren").first).to_be_visible()
    page.get_by_role("button", name="Verify now").click()
    expect(page.get_by_text("nothing was changed or removed")).to_be_visible()
    page.screenshot(path=artifacts / "console-audit.png")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert "session.started" in Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_a_unit_gets_a_post_with_somebody_in_it(lindgren: Person, artifacts: Path) -> None:
    page = lindgren.page
    page.goto("/admin/structure")
    page.get_by_role("button", name="Add a post").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Chief Archivist")
    dialog.get_by_role("button", name="Add").click()
    line = page.get_by_role("region", name="Posts").get_by_role("listitem").filter(has_text="Chief Archivist")
    expect(line).to_contain_text("Vacant")
    line.get_by_role("button", name="Actions: Chief Archivist").click()
    page.get_by_role("menuitem", name="Appoint somebody…").click()
    dialog.get_by_role("combobox", name="Person").fill("Marsh")
    page.get_by_role("option", name="Elena Marsh").click()
    dialog.get_by_role("button", name="Appoint", exact=True).click()
    expect(line.first).to_contain_text("Elena Marsh")
    page.screenshot(path=artifacts / "console-structure.png")
    line.first.get_by_role("button", name="Actions: Elena Marsh").click()
    page.get_by_role("menuitem", name="Relieve now").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Relieve now").click()
    expect(line.first).to_contain_text("Vacant")
    line.get_by_role("button", name="Actions: Chief Archivist").click()
    page.get_by_role("menuitem", name="Abolish").click()
    dialog.get_by_label("Type “Chief Archivist” to confirm").fill("Chief Archivist")
    dialog.get_by_role("button", name="Abolish").click()
    expect(line).to_have_count(0)


def test_a_person_is_locked_out_and_let_in(lindgren: Person, artifacts: Path) -> None:
    page = lindgren.page
    page.goto("/admin/people")
    page.get_by_role("combobox", name="Name, post or unit").fill("Whitfield")
    page.get_by_role("option", name="Margaret Whitfield").click()
    sign_in = page.get_by_role("region", name="Sign-in")
    expect(sign_in.get_by_text("May sign in")).to_be_visible()
    page.screenshot(path=artifacts / "console-person.png")
    sign_in.get_by_role("button", name="Lock out…").click()
    dialog = page.get_by_role("dialog")
    word = dialog.get_by_role("textbox")
    word.fill(dialog.inner_text().split("“")[1].split("”")[0])
    dialog.get_by_role("button", name="Lock out").click()
    expect(sign_in.get_by_text("Locked out")).to_be_visible()
    sign_in.get_by_role("button", name="Let in again").click()
    expect(sign_in.get_by_text("May sign in")).to_be_visible()


def test_the_state_of_the_server_is_shown(lindgren: Person, artifacts: Path) -> None:
    page = lindgren.page
    page.goto("/admin/server")
    expect(page.get_by_role("region", name="Parts")).to_contain_text("Database")
    expect(page.get_by_role("region", name="Disk").get_by_role("progressbar")).to_be_visible()
    page.screenshot(path=artifacts / "console-server.png")


@pytest.mark.parametrize("section", ["structure", "people", "externals", "offboarding", "audit", "server"])
def test_no_section_of_the_console_is_a_barrier(lindgren: Person, section: str) -> None:
    page = lindgren.page
    page.goto(f"/admin/{section}")
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Loading…")).to_have_count(0)
    assert axe.findings(page) == []
