# SPDX-License-Identifier: EUPL-1.2
"""Reading the log: what each kind of caller sees."""

import pytest
from support.office import PASSWORD, SERVER, Office

from chancery.modules.audit.contract import Entry
from chancery.wire.tlog.note import open_note, parse_checkpoint, parse_verifier_key

ABOUT_ME = "/api/v1/audit/about-me"
ENTRIES = "/api/v1/audit/entries"
CHECKPOINT = "/api/v1/audit/checkpoint"


async def test_a_person_sees_what_concerns_them_with_names(office: Office) -> None:
    anna = await office.signed_in("anna")
    await office.audit.log.append(Entry("person.viewed", f"@boris:{SERVER}", f"@anna:{SERVER}"))
    await office.log_in("anna", "wrong")
    items = (await anna.get(ABOUT_ME)).json["items"]
    assert [item["action"] for item in items] == [
        "session.refused",
        "person.viewed",
        "session.started",
        "person.created",
    ]
    assert (items[1]["actor"], items[1]["actor_name"]) == (f"@boris:{SERVER}", "Boris")
    assert items[0]["details"] == {"address": "127.0.0.1"}
    assert {item["subject"] for item in items} == {f"@anna:{SERVER}"}


async def test_the_log_is_paged_without_gaps(office: Office) -> None:
    anna = await office.signed_in("anna")
    for _ in range(5):
        await office.audit.log.append(Entry("person.viewed", "system", f"@anna:{SERVER}"))
    seen, cursor = [], ""
    while cursor is not None:
        page = (await anna.get(f"{ABOUT_ME}?limit=2&cursor={cursor}")).json
        seen += [item["position"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert len(seen) == 7
    assert seen == sorted(set(seen), reverse=True)


@pytest.mark.parametrize("cursor", ["%00", "bm9uc2Vuc2U", "é", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
async def test_a_made_up_cursor_does_no_harm(office: Office, cursor: str) -> None:
    anna = await office.signed_in("anna")
    answer = await anna.get(ABOUT_ME, query={"cursor": cursor})
    assert answer.status in (200, 400)
    if answer.status == 200:
        assert answer.json["items"] == []


async def test_only_administrators_read_the_whole_log(office: Office) -> None:
    assert (await office.client.get(ENTRIES)).status == 401
    anna = await office.signed_in("anna")
    refused = await anna.get(ENTRIES)
    assert (refused.status, refused.json["code"]) == (403, "forbidden")
    vera = await office.signed_in("vera")
    items = (await vera.get(f"{ENTRIES}?action=session.started")).json["items"]
    assert [item["actor"] for item in items] == [f"@vera:{SERVER}", f"@anna:{SERVER}"]


async def test_filters_narrow_by_person_and_time(office: Office) -> None:
    vera = await office.signed_in("vera")
    began = office.clock()
    office.clock.forward(seconds=60)
    await office.log_in("anna", PASSWORD)
    query = {"since": began + 1, "until": office.clock() + 1, "actor": f"@anna:{SERVER}"}
    items = (await vera.get(ENTRIES, query=query)).json["items"]
    assert [(item["action"], item["at"]) for item in items] == [("session.started", office.clock())]
    assert (await vera.get(f"{ENTRIES}?since=tomorrow")).status == 400


async def test_searching_for_a_person_is_seen_by_that_person(office: Office) -> None:
    vera, anna = await office.signed_in("vera"), await office.signed_in("anna")
    await vera.get(ENTRIES, query={"subject": f"@anna:{SERVER}"})
    newest = (await anna.get(ABOUT_ME)).json["items"][0]
    assert (newest["action"], newest["actor_name"]) == ("audit.searched", "Vera")


async def test_the_checkpoint_verifies_with_the_published_key(office: Office) -> None:
    anna = await office.signed_in("anna")
    assert (await anna.get(CHECKPOINT)).json["note"] is None
    await office.run_job("audit.seal")
    view = (await anna.get(CHECKPOINT)).json
    name, public_key = parse_verifier_key(view["verifier_key"])
    checkpoint = parse_checkpoint(open_note(view["note"], name, public_key))
    assert (checkpoint.origin, checkpoint.size) == (f"{SERVER}/audit", view["size"])
    assert view["size"] > 0
