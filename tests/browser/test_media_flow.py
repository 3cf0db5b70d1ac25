# SPDX-License-Identifier: EUPL-1.2
"""Voice, pictures and videos between two officials: recorded, sent, drawn, opened, heard, and without traces of a camera."""

import io
import re
from pathlib import Path

import pytest
from browser.pair import Pair, gather
from browser.person import Person
from browser.waiting import until
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect
from support.process import ServerProcess

COLOURS = [(18, 104, 63), (20, 80, 180), (176, 36, 28), (122, 74, 0)]
SCANNER_IS_HERE = """
() => new Promise((resolve) => {
  const opening = indexedDB.open('chancery-engine');
  opening.onsuccess = () => {
    const database = opening.result;
    const rules = database.transaction('values').objectStore('values').get('antivirus-rules');
    rules.onsuccess = () => { database.close(); resolve(rules.result !== undefined); };
  };
})
"""
ORIENTATION = 0x0112
GPS = 0x8825
MAKER = 0x010F


@pytest.fixture
def pair(met: Pair, request: pytest.FixtureRequest) -> Pair:
    """The two in a chat of this test's own."""
    gather(met, request.node.name)
    return met


def test_a_voice_message_is_recorded_paused_heard_and_sent(pair: Pair) -> None:
    elena, carmen = pair
    page = elena.page
    _record(elena)
    page.get_by_role("button", name="Pause the recording").click()
    expect(page.get_by_role("timer", name="Recording paused")).to_be_visible()
    page.get_by_role("button", name="Go on recording").click()
    page.get_by_role("button", name="Stop and listen").click()
    page.get_by_role("button", name="Listen to the recording").click()
    expect(page.get_by_role("button", name="Stop listening")).to_be_visible()
    page.get_by_role("button", name="Send the voice message").click()
    heard = carmen.page.get_by_role("button", name="Play Voice message, Elena Marsh")
    expect(heard).to_be_visible()
    expect(carmen.page.get_by_label("not listened to yet")).to_be_visible()
    shape = carmen.page.get_by_role("slider", name="Place in the sound").locator("rect")
    heights = [
        float(height) for height in shape.evaluate_all("bars => bars.map(bar => bar.getAttribute('height'))")
    ]
    assert max(heights) > 2 * min(heights), "the beeps of the microphone are to be seen"


def test_it_plays_on_in_another_room_and_counts_as_heard(pair: Pair) -> None:
    elena, carmen = pair
    page = carmen.page
    _record(elena)
    elena.page.get_by_role("button", name="Send the voice message").click()
    page.get_by_role("slider", name="Place in the sound").click(position={"x": 12, "y": 10})
    bar = page.get_by_role("region", name="Sound")
    expect(bar).to_contain_text("Voice message, Elena Marsh")
    bar.get_by_role("button", name="Speed 1").click()
    expect(bar.get_by_role("button", name="Speed 1.5")).to_be_visible()
    page.get_by_role("link", name="People").first.click()
    expect(page).to_have_url(re.compile("/people"))
    expect(bar).to_be_visible()
    bar.get_by_role("link", name="Voice message, Elena Marsh").click()
    expect(page.get_by_label("not listened to yet")).to_have_count(0)
    bar.get_by_role("button", name="Stop the sound").click()
    expect(bar).to_have_count(0)


def test_escape_throws_a_recording_away(pair: Pair) -> None:
    page = pair.elena.page
    page.get_by_role("button", name="Record a voice message").click()
    expect(page.get_by_role("timer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("timer")).to_have_count(0)
    expect(pair.elena.composer).to_be_visible()


def test_pictures_sent_together_are_one_grid_with_captions_in_the_chosen_order(pair: Pair) -> None:
    elena, carmen = pair
    _send_site(elena)
    grid = carmen.page.get_by_role("list", name="4 pictures")
    expect(grid.get_by_role("button")).to_have_count(4)
    expect(grid.locator("img")).to_have_count(4)
    expect(grid.get_by_role("button").first).to_have_accessible_name("Open the picture site-1.png")
    expect(carmen.message("The roof")).to_be_visible()


def test_the_viewer_walks_through_all_pictures_by_keys(pair: Pair) -> None:
    elena, carmen = pair
    _send_site(elena)
    page = carmen.page
    # The keys lead to what has arrived.
    expect(page.get_by_role("list", name="4 pictures").get_by_role("button")).to_have_count(4)
    page.get_by_role("button", name="Open the picture site-0.png").click()
    viewer = page.get_by_role("dialog")
    expect(viewer.get_by_role("heading", name="site-0.png")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("heading", name="site-2.png")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(viewer.get_by_role("heading", name="site-1.png")).to_be_visible()
    expect(viewer.get_by_text("The roof")).to_be_visible()
    page.keyboard.press("Escape")


def test_a_photo_leaves_without_place_and_camera_and_stays_upright(pair: Pair) -> None:
    elena, carmen = pair
    _choose(elena.page, [("holiday.jpg", _photo())])
    elena.send()
    page = carmen.page
    page.get_by_role("button", name="Open the picture holiday.jpg").click()
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.keyboard.press("Escape")
    sent = Path(download.value.path()).read_bytes()
    assert b"Pentax" not in sent
    assert dict(Image.open(io.BytesIO(sent)).getexif()) == {ORIENTATION: 6}


def test_a_picture_chosen_without_a_connection_leaves_with_the_next_one(
    pair: Pair, server: ServerProcess
) -> None:
    elena, carmen = pair
    # The scanner comes by itself; a device without it passes no file.
    until(elena.page, SCANNER_IS_HERE)
    server.stop()
    try:
        _choose(elena.page, [("offline.png", _png(COLOURS[0]))])
        elena.send()
        expect(elena.page.get_by_text("Will be sent when there is a connection.")).to_be_visible()
    finally:
        server.start()
    expect(carmen.page.get_by_role("button", name="Open the picture offline.png")).to_be_visible()


def _record(person: Person) -> None:
    """Begin a voice message and speak for some seconds."""
    person.page.get_by_role("button", name="Record a voice message").click()
    expect(person.page.get_by_role("timer")).to_have_text(re.compile("0:0[2-9]"))


def _send_site(person: Person) -> None:
    """Send pictures of a site together, the second one first and with a caption."""
    _choose(person.page, [(f"site-{index}.png", _png(colour)) for index, colour in enumerate(COLOURS)])
    person.page.get_by_role("button", name="Captions and order").click()
    sheet = person.page.get_by_role("dialog", name="Files to send")
    sheet.get_by_label("Caption of site-1.png").fill("The roof")
    sheet.get_by_role("button", name="Move site-1.png up").click()
    sheet.get_by_role("button", name="Send", exact=True).click()


def _choose(page: Page, files: list[tuple[str, bytes]]) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach files").click()
    kinds = {"png": "image/png", "jpg": "image/jpeg"}
    chooser.value.set_files(
        [FilePayload(name=name, mimeType=kinds[name.rsplit(".", 1)[-1]], buffer=body) for name, body in files]
    )


def _png(colour: tuple[int, int, int]) -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(body, "PNG")
    return body.getvalue()


def _photo() -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKER] = "Pentax"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (55.0, 45.0, 4.0)
    body = io.BytesIO()
    Image.effect_noise((900, 600), 60).convert("RGB").save(body, "JPEG", exif=exif)
    return body.getvalue()
