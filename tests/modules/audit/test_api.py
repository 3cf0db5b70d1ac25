# SPDX-License-Identifier: EUPL-1.2
"""Reading the log: what each kind of caller sees."""

import csv
import io

import pytest
from support.office import PASSWORD, SERVER, Office

from chancery.modules.audit.contract import Entry
from chancery.platform.db.port import Write
from chancery.wire.tlog.note import open_note, parse_checkpoint, parse_verifier_key

ABOUT_ME = "/api/v1/audit/about-me"
ENTRIES = "/api/v1/audit/entries"
CHECKPOINT = "/api/v1/audit/checkpoint"
ACTIONS = "/api/v1/audit/actions"
EXPORT = "/api/v1/audit/export"
VERIFICATION = "/api/v1/audit/verification"


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


async def test_the_actions_of_the_log_are_listed_once(office: Office) -> None:
    vera = await office.signed_in("vera")
    await office.signed_in("anna")
    actions = (await vera.get(ACTIONS)).json["actions"]
    assert actions == ["person.created", "session.started"]


@pytest.mark.parametrize(
    ("kind", "media_type"), [("json", "application/json"), ("csv", "text/csv; charset=utf-8")]
)
async def test_the_log_is_exported_and_that_is_logged(office: Office, kind: str, media_type: str) -> None:
    vera, anna = await office.signed_in("vera"), f"@anna:{SERVER}"
    await office.audit.log.append(Entry("person.viewed", "system", anna, {"note": "=1+1"}))
    answer = await vera.get(EXPORT, query={"kind": kind, "subject": anna, "action": "person.viewed"})
    assert (answer.status, answer.headers["content-type"]) == (200, media_type)
    if kind == "json":
        (entry,) = answer.json
    else:
        (entry,) = csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig")))
        # What begins like a formula is text in every spreadsheet.
        assert (entry["subject"], entry["details"]) == (f"'{anna}", '{"note":"=1+1"}')
    assert (entry["action"], entry["subject_name"]) == ("person.viewed", "Anna")
    (noted,) = (await vera.get(f"{ENTRIES}?action=audit.exported")).json["items"]
    assert (noted["subject"], noted["details"]) == (anna, {"kind": kind, "entries": 1})
    assert (await vera.get(EXPORT, query={"kind": "xml"})).status == 400


async def test_the_log_is_verified_on_demand(office: Office) -> None:
    vera = await office.signed_in("vera")
    await office.audit.sealer.seal()
    found = (await vera.post(VERIFICATION, {})).json
    assert found["problems"] == []
    assert found["entries"] >= found["sealed"] > 0
    write = Write()
    write.execute("UPDATE audit_entry SET actor = 'somebody' WHERE action = 'person.created'")
    await office.database.commit(write)
    assert (await vera.post(VERIFICATION, {})).json["problems"] != []


@pytest.mark.parametrize(("method", "path"), [("GET", ACTIONS), ("GET", EXPORT), ("POST", VERIFICATION)])
async def test_the_tools_of_the_log_are_for_administrators(office: Office, method: str, path: str) -> None:
    anna = await office.signed_in("anna")
    answer = await (anna.get(path) if method == "GET" else anna.post(path, {}))
    assert (answer.status, answer.json["code"]) == (403, "forbidden")
