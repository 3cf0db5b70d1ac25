# SPDX-License-Identifier: EUPL-1.2
"""Two officials meet on a fresh server: keys, encrypted talk, files, several tabs, no connection, a new device."""

import io
import zipfile

import pytest
from browser.conftest import Arrive
from browser.pair import Pair, act
from browser.person import PASSWORD, Person
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from support.process import ServerProcess
from support.samples import EICAR

PINE = (18, 104, 63)


def test_they_verify_each_other_by_comparing_pictures(pair: Pair) -> None:
    elena, carmen = pair
    elena.page.get_by_role("button", name="Details").click()
    elena.page.get_by_role("button", name="Compare keys with Carmen Reyes").click()
    carmen.page.get_by_role("button", name="Start").click()
    seen = [_compared(person.page) for person in pair]
    assert len(seen[0]) == 7
    assert seen[0] == seen[1]
    for person in pair:
        person.page.get_by_role("button", name="They match", exact=True).click()
    for person in pair:
        expect(person.page.get_by_role("dialog")).to_contain_text("is verified")
        person.page.get_by_role("button", name="Done").click()
    for person, other in ((elena, carmen), (carmen, elena)):
        person.page.reload()
        back = f"{person.full_name} is back after a reload"
        person.say(back)
        expect(person.page.get_by_role("dialog")).to_have_count(0)
        expect(other.message(back)).to_be_visible()
    expect(elena.page.get_by_text("You have confirmed the keys of Carmen Reyes.")).to_be_visible()
    elena.page.get_by_role("button", name="Details").click()


def test_texts_replies_edits_and_reactions_reach_the_other_side(pair: Pair) -> None:
    elena, carmen = pair
    elena.say("Shall we move the meeting to Thursday?")
    asked = carmen.message("Shall we move the meeting to Thursday?")
    expect(asked).to_be_visible()
    act(asked, "Add a reaction")
    carmen.page.get_by_role("group", name="Usual reactions").get_by_role("button", name="👍").click()
    act(asked, "Reply")
    carmen.say("Thursday is fine, at nine")
    answer = elena.message("Thursday is fine, at nine")
    expect(answer.get_by_role("button", name="Go to the message")).to_be_visible()
    question = elena.message("Shall we move the meeting to Thursday?").first
    expect(question.get_by_role("button", name="👍, 1")).to_be_visible()
    act(question, "Edit")
    expect(elena.composer).to_have_text("Shall we move the meeting to Thursday?")
    elena.page.keyboard.type(" Room 12 is free.")
    elena.page.keyboard.press("Enter")
    changed = carmen.message("Thursday? Room 12 is free.").first
    expect(changed).to_contain_text("(edited)")


def test_typing_and_reading_are_seen(pair: Pair) -> None:
    elena, carmen = pair
    elena.composer.click()
    elena.page.keyboard.type("The figures are")
    expect(carmen.page.get_by_text("typing…").last).to_be_visible()
    elena.page.keyboard.type(" on their way")
    elena.page.keyboard.press("Enter")
    carmen.message("The figures are on their way").wait_for()
    carmen.page.bring_to_front()
    sent = elena.message("The figures are on their way")
    expect(sent.get_by_title("Read by: Carmen Reyes")).to_be_visible()


def test_a_picture_is_seen_decrypted(pair: Pair) -> None:
    elena, carmen = pair
    elena.attach("plan.png", "image/png", _picture())
    elena.send()
    shown = carmen.page.get_by_role("button", name="Open the picture plan.png").locator("img").last
    expect(shown).to_be_visible()
    assert _colour_in_the_middle(shown) == pytest.approx(PINE, abs=12)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "in a zip"])
def test_malware_is_refused_before_it_leaves(pair: Pair, *, packed: bool) -> None:
    elena, carmen = pair
    uploads: list[str] = []
    elena.context.on("request", lambda request: uploads.append(request.url))
    name = "invoice.zip" if packed else "invoice.txt"
    elena.attach(name, "application/octet-stream", _zipped(EICAR) if packed else EICAR)
    elena.send()
    refusal = elena.page.get_by_role("alert").filter(has_text="malicious content was found")
    expect(refusal).to_be_visible()
    elena.page.get_by_role("button", name=f"Remove {name}").click()
    elena.say(f"I could not send {name}")
    expect(carmen.message(f"I could not send {name}")).to_be_visible()
    expect(carmen.page.locator("[data-row]").get_by_text("invoice", exact=True)).to_have_count(0)
    assert [url for url in uploads if "/upload" in url] == []


def test_a_second_tab_needs_no_second_login(pair: Pair) -> None:
    elena, carmen = pair
    second = elena.context.new_page()
    second.goto(elena.page.url)
    carmen.say("Is everybody here?")
    for page in (elena.page, second):
        expect(page.locator("[data-row]", has_text="Is everybody here?")).to_be_visible()
    second.get_by_role("textbox", name="Message").click()
    second.keyboard.type("In both tabs, yes")
    second.keyboard.press("Enter")
    for person in pair:
        expect(person.message("In both tabs, yes")).to_have_count(1)
    second.close()


def test_the_server_holds_only_ciphertext(pair: Pair, server: ServerProcess) -> None:
    elena, carmen = pair
    elena.say("Keyword heliotrope for the tender")
    elena.attach("marigold.txt", "text/plain", b"saffron figures\n" * 40)
    elena.send()
    expect(carmen.message("Keyword heliotrope for the tender")).to_be_visible()
    expect(carmen.page.locator("[data-row]").get_by_text("marigold")).to_be_visible()
    held = {path: path.read_bytes() for path in server.folder.rglob("*") if path.is_file()}
    assert b"reyes" in b"".join(held.values()), "looked at the wrong folder"
    for secret in (b"heliotrope", b"marigold", b"saffron"):
        assert [path for path, body in held.items() if secret in body] == []


def test_without_a_connection_reading_and_writing_go_on(pair: Pair, server: ServerProcess) -> None:
    elena, carmen = pair
    elena.say("Before the cable was cut")
    expect(carmen.message("Before the cable was cut")).to_be_visible()
    elena.context.set_offline(True)
    server.stop()
    try:
        elena.page.reload()
        expect(elena.page.get_by_text("No connection.")).to_be_visible()
        rows = elena.page.get_by_role("grid", name="Chats").get_by_role("row")
        expect(rows.filter(has_text="Carmen Reyes")).to_be_visible()
        expect(elena.message("Before the cable was cut")).to_be_visible()
        written = elena.say("Written on the train")
        expect(written).to_contain_text("Will be sent when there is a connection.")
    finally:
        server.start()
        elena.context.set_offline(False)
    expect(carmen.message("Written on the train")).to_have_count(1)
    expect(written).not_to_contain_text("Will be sent")
    elena.say("Back in the office")
    expect(carmen.message("Back in the office")).to_be_visible()
    expect(carmen.message("Written on the train")).to_have_count(1)


def test_a_new_device_reads_the_history_with_the_recovery_key(pair: Pair, arrive: Arrive) -> None:
    elena, carmen = pair
    carmen.say("For all my devices")
    expect(elena.message("For all my devices")).to_be_visible()
    phone = _restored(arrive, carmen)
    phone.open_chat("Elena Marsh")
    expect(phone.message("For all my devices")).to_be_visible()
    phone.say("From the new device")
    expect(elena.message("From the new device")).to_be_visible()
    assert phone.watch.take() == []
    phone.context.close()


def test_signing_a_device_out_ends_its_page(pair: Pair, arrive: Arrive) -> None:
    carmen = pair.carmen
    lost = _restored(arrive, carmen)
    here = carmen.page.url
    carmen.page.goto("/settings/devices")
    newest = carmen.page.get_by_role("listitem").filter(has_text=lost.device_id)
    newest.get_by_role("button", name="Actions").click()
    carmen.page.get_by_role("menuitem", name="Sign out").click()
    dialog = carmen.page.get_by_role("dialog")
    dialog.get_by_label("Your password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign out").click()
    expect(lost.page.get_by_text("The session has ended.")).to_be_visible()
    expect(lost.page.get_by_label("User name")).to_be_visible()
    carmen.page.goto(here)
    carmen.composer.wait_for()
    lost.context.close()


def _restored(arrive: Arrive, owner: Person) -> Person:
    device = arrive(owner.name)
    device.sign_in()
    device.page.get_by_label("Recovery key").last.fill(owner.recovery_key)
    device.page.get_by_role("button", name="Open messages").click()
    device.expect_home()
    return device


def _compared(page: Page) -> list[str]:
    pictures = page.get_by_role("dialog").get_by_role("listitem")
    expect(pictures).to_have_count(7)
    return pictures.all_inner_texts()


def _picture() -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (640, 400), PINE).save(body, "PNG")
    return body.getvalue()


def _zipped(content: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("invoice.txt", content)
    return body.getvalue()


def _colour_in_the_middle(image: Locator) -> tuple[int, ...]:
    colour = image.evaluate("""async (image) => {
        await image.decode();
        const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
        canvas.getContext('2d').drawImage(image, 0, 0, 1, 1);
        return [...canvas.getContext('2d').getImageData(0, 0, 1, 1).data].slice(0, 3);
    }""")
    return tuple(colour)
