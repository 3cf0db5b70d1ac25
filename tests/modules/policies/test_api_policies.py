# SPDX-License-Identifier: EUPL-1.2
"""Keeping an agency's policies: who may, what is refused, versions, and the simulator."""

from typing import Any

import pytest
from support.council import Council
from support.office import SERVER

from chancery.kit.ids import UserId
from chancery.platform.db.port import Write

POLICIES = "/api/v1/policies"
ANNA, BORIS, VERA = (UserId(f"@{name}:{SERVER}") for name in ("anna", "boris", "vera"))
NO_CLERKS = """\
@id("no-clerks")
@reason("Write to the division.")
forbid (principal, action, resource)
when { principal.posts.contains("specialist") && resource.posts.contains("head") };
"""
FORBID_PHONES = '@id("phones")\nforbid (principal, action, resource)\nwhen { context.device == "phone" };\n'


def _address(council: Council) -> str:
    return f"{POLICIES}/{council.root.agency_id}"


async def _save(council: Council, text: str = NO_CLERKS, replaces: int = 0, **more: object) -> Any:
    body = {"text": text, "replaces": replaces, **more}
    return await council.vera.put(_address(council), body)


async def _simulate(council: Council, principal: str = BORIS, resource: str = ANNA, **more: object) -> Any:
    body = {"principal": principal, "resource": resource, **more}
    return await council.vera.post(f"{POLICIES}/simulate", body)


async def test_an_agency_begins_with_the_server_s_set(council: Council) -> None:
    assert (await council.vera.get(POLICIES)).json == {"agency_ids": [council.root.agency_id]}
    shown = (await council.vera.get(_address(council))).json
    assert (shown["number"], shown["changed_by"]) == (0, None)
    assert [policy["id"] for policy in shown["policies"]] == [
        "other-agency",
        "external-beyond-unit",
        "red-list",
    ]
    assert "entity Person" in shown["schema"]


async def test_versions_are_kept_with_who_and_why(council: Council) -> None:
    first = await _save(council, comment="Clerks")
    assert (first.status, first.json["number"], first.json["changed_by"]) == (200, 1, VERA)
    assert (await _save(council, FORBID_PHONES, 1)).json["number"] == 2
    items = (await council.vera.get(f"{_address(council)}/versions")).json["items"]
    assert [(one["number"], one["comment"]) for one in items] == [(2, ""), (1, "Clerks")]
    older = (await council.vera.get(f"{_address(council)}/versions", query={"below": 2})).json["items"]
    assert [one["number"] for one in older] == [1]
    assert (await council.vera.get(f"{_address(council)}/versions/1")).json["text"] == NO_CLERKS
    assert (await council.vera.get(f"{_address(council)}/versions/0")).json["number"] == 0
    assert (await council.vera.get(f"{_address(council)}/versions/9")).status == 404
    assert (await council.vera.get(f"{_address(council)}/versions/x")).status == 400
    entries = (await council.vera.get("/api/v1/audit/entries?limit=9")).json["items"]
    changed = [entry for entry in entries if entry["action"] == "policies.changed"]
    assert [(entry["actor"], entry["details"]["version"]) for entry in changed] == [(VERA, 2), (VERA, 1)]


async def test_nobody_overwrites_what_they_have_not_seen(council: Council) -> None:
    await _save(council)
    second = await _save(council, FORBID_PHONES, 0)
    assert (second.status, second.json["code"]) == (409, "policies_changed")
    assert (await _save(council, FORBID_PHONES, 5)).status == 409
    assert (await council.vera.get(_address(council))).json["text"] == NO_CLERKS


async def test_an_invalid_set_is_not_saved(council: Council) -> None:
    answer = await _save(council, NO_CLERKS.replace("principal.posts", "principal.psots"))
    assert (answer.status, answer.json["code"]) == (400, "invalid_policies")
    assert [(one["line"], one["policy"]) for one in answer.json["problems"]] == [(4, "no-clerks")]
    assert (await council.vera.get(_address(council))).json["number"] == 0


async def test_a_text_is_checked_without_saving(council: Council) -> None:
    good = (await council.boris.post(f"{POLICIES}/check", {"text": NO_CLERKS})).json
    assert good["problems"] == []
    assert [(one["id"], one["line"], one["reason"]) for one in good["policies"]] == [
        ("no-clerks", 1, "Write to the division.")
    ]
    bad = (await council.boris.post(f"{POLICIES}/check", {"text": "\nforbid"})).json
    assert [one["line"] for one in bad["problems"]] == [2]


@pytest.mark.parametrize("who", ["anna", "boris"])
async def test_only_an_agency_s_administrators_keep_its_policies(council: Council, who: str) -> None:
    client = getattr(council, who)
    body = {"text": NO_CLERKS, "replaces": 0}
    refusals = [
        await client.get(_address(council)),
        await client.put(_address(council), body),
        await client.get(f"{_address(council)}/versions"),
        await client.get(f"{_address(council)}/versions/0"),
        await client.post(f"{POLICIES}/simulate", {"principal": ANNA, "resource": BORIS}),
    ]
    assert [(answer.status, answer.json["code"]) for answer in refusals] == [(403, "not_administrator")] * 5
    assert (await client.get(POLICIES)).json == {"agency_ids": []}


async def test_an_agency_s_administrator_does_not_keep_another_s(council: Council) -> None:
    write = Write()
    other = council.office.org.editor.add_agency(write, "Another Ministry")
    await council.office.database.commit(write)
    assert (await council.vera.get(f"{POLICIES}/{other.agency_id}")).status == 403
    body = {"text": NO_CLERKS, "replaces": 0}
    assert (await council.vera.put(f"{POLICIES}/{other.agency_id}", body)).status == 403


async def test_the_simulator_tells_what_decided(council: Council) -> None:
    before = (await _simulate(council)).json
    assert (before["allowed"], before["objections"]) == (True, [])
    assert before["attributes"]["principal"]["posts"] == ["specialist"]
    await _save(council)
    after = (await _simulate(council)).json
    assert not after["allowed"]
    [objection] = after["objections"]
    assert (objection["policy"], objection["line"]) == ("no-clerks", 1)
    assert objection["reason"] == "Write to the division."
    assert objection["counted"] == {"principal.posts": ["specialist"], "resource.posts": ["head"]}
    assert (await _simulate(council, ANNA, BORIS)).json["allowed"]


async def test_the_simulator_tries_a_text_that_is_not_saved(council: Council) -> None:
    draft = {"agency_id": council.root.agency_id, "text": NO_CLERKS}
    assert not (await _simulate(council, **draft)).json["allowed"]
    assert (await _simulate(council)).json["allowed"]
    bad = await _simulate(council, agency_id=council.root.agency_id, text="forbid")
    assert (bad.status, bad.json["code"]) == (400, "invalid_policies")


async def test_the_simulator_takes_time_and_device(council: Council) -> None:
    night = 'forbid (principal, action, resource)\nwhen { context.now.toTime() >= duration("20h") };\n'
    await _save(council, FORBID_PHONES + '@id("night")\n' + night)
    noon, late = 1_764_590_400_000, 1_764_590_400_000 + 9 * 3_600_000
    assert (await _simulate(council, at=noon)).json["allowed"]
    told = (await _simulate(council, at=late, device="phone")).json
    assert [one["policy"] for one in told["objections"]] == ["phones", "night"]
    assert told["objections"][0]["counted"] == {"context.device": "phone"}


async def test_the_simulator_knows_no_strangers(council: Council) -> None:
    assert (await _simulate(council, f"@nobody:{SERVER}")).status == 404


async def test_people_learn_whom_they_may_write_to_and_why_not(council: Council) -> None:
    await _save(council)
    wanted = [ANNA, VERA, BORIS, f"@nobody:{SERVER}", ANNA]
    items = (await council.boris.post(f"{POLICIES}/contacts", {"user_ids": wanted})).json["items"]
    assert [(one["user_id"], one["may_write"], one["reason"]) for one in items] == [
        (ANNA, False, "Write to the division."),
        (VERA, True, None),
        (BORIS, True, None),
    ]
    assert items[0]["policy"] == "no-clerks"


async def test_contacts_do_not_tell_of_hidden_people(council: Council) -> None:
    day = council.office.clock() + 86_400_000
    await council.vera.put(f"/api/v1/org/red-list/{ANNA}", {"reason": "Threatened", "ends_at": day})
    found = await council.boris.post(f"{POLICIES}/contacts", {"user_ids": [ANNA]})
    assert found.json == {"items": []}
