# SPDX-License-Identifier: EUPL-1.2
"""Profiles and the user directory."""

import pytest
from support.office import PASSWORD, SERVER, Office

from chancery.kit.ids import UserId

V3 = "/_matrix/client/v3"
ANNA = f"{V3}/profile/@anna:{SERVER}"


async def test_a_profile_is_changed_by_its_owner(office: Office) -> None:
    anna, boris = await office.signed_in("anna"), await office.signed_in("boris")
    assert (await anna.put(f"{ANNA}/displayname", {"displayname": "Anna Ivanova"})).json == {}
    assert (await anna.put(f"{ANNA}/avatar_url", {"avatar_url": f"mxc://{SERVER}/abc"})).json == {}
    shown = await boris.get(ANNA)
    assert shown.json == {"displayname": "Anna Ivanova", "avatar_url": f"mxc://{SERVER}/abc"}
    assert (await boris.get(f"{ANNA}/displayname")).json == {"displayname": "Anna Ivanova"}
    await anna.put(f"{ANNA}/avatar_url", {"avatar_url": ""})
    assert (await boris.get(f"{ANNA}/avatar_url")).json == {}


async def test_foreign_and_anonymous_callers_change_nothing(office: Office) -> None:
    boris = await office.signed_in("boris")
    refused = await boris.put(f"{ANNA}/displayname", {"displayname": "x"})
    assert (refused.status, refused.errcode) == (403, "M_FORBIDDEN")
    assert (await office.client.get(ANNA)).errcode == "M_MISSING_TOKEN"
    assert (await boris.get(f"{V3}/profile/@nobody:{SERVER}")).errcode == "M_NOT_FOUND"


@pytest.mark.parametrize(
    ("field", "value"), [("displayname", "x" * 257), ("avatar_url", "https://x"), ("displayname", 7)]
)
async def test_bad_values_are_refused(office: Office, field: str, value: object) -> None:
    anna = await office.signed_in("anna")
    assert (await anna.put(f"{ANNA}/{field}", {field: value})).status == 400


async def _search(office: Office, term: str, limit: int = 10) -> list[str]:
    anna = await office.signed_in("anna")
    answer = await anna.post(f"{V3}/user_directory/search", {"search_term": term, "limit": limit})
    return [result["user_id"] for result in answer.json["results"]]


async def test_the_directory_finds_word_beginnings_in_any_alphabet_and_case(office: Office) -> None:
    user_id = UserId(f"@semyonov:{SERVER}")
    await office.accounts.create_person(user_id, password=PASSWORD, display_name="Пётр Семёнов")
    for term in ("семен", "ПЁТР СЕМ", "semyon", f"@semyonov:{SERVER}", "петр"):
        assert await _search(office, term.split(":")[0]) == [user_id], term
    assert await _search(office, "менов") == []
    assert await _search(office, "%") == []
    assert await _search(office, "_") == []


async def test_the_directory_says_when_there_are_more(office: Office) -> None:
    anna = await office.signed_in("anna")
    for number in range(3):
        await office.add(f"clerk{number}")
    answer = await anna.post(f"{V3}/user_directory/search", {"search_term": "clerk", "limit": 2})
    assert len(answer.json["results"]) == 2
    assert answer.json["limited"] is True


ME = f"/_matrix/client/v3/profile/@anna:{SERVER}"


async def test_profiles_have_further_fields(office: Office) -> None:
    anna, boris = await office.signed_in("anna"), await office.signed_in("boris")
    assert (await anna.put(f"{ME}/m.tz", {"m.tz": "Europe/Berlin"})).status == 200
    assert (await anna.put(f"{ME}/org.example.pronouns", {"org.example.pronouns": ["she"]})).status == 200
    shown = (await boris.get(ME)).json
    assert (shown["m.tz"], shown["org.example.pronouns"], shown["displayname"]) == (
        "Europe/Berlin",
        ["she"],
        "Anna",
    )
    assert (await boris.get(f"{ME}/m.tz")).json == {"m.tz": "Europe/Berlin"}
    for _ in range(2):
        assert (await anna.delete(f"{ME}/m.tz")).status == 200
    gone = await boris.get(f"{ME}/m.tz")
    assert (gone.status, gone.errcode) == (404, "M_NOT_FOUND")
    foreign = await boris.put(f"{ME}/m.tz", {"m.tz": "Europe/Paris"})
    assert (foreign.status, foreign.errcode) == (403, "M_FORBIDDEN")
    assert (await boris.delete(f"{ME}/org.example.pronouns")).status == 403


@pytest.mark.parametrize(
    ("name", "body", "errcode"),
    [
        ("m.tz", {}, "M_MISSING_PARAM"),
        ("m.tz", {"m.tz": 7}, "M_INVALID_PARAM"),
        ("Upper", {"Upper": 1}, "M_INVALID_PARAM"),
        ("x" * 256, {"x" * 256: 1}, "M_KEY_TOO_LARGE"),
        ("org.example.long", {"org.example.long": "x" * 65_536}, "M_PROFILE_TOO_LARGE"),
        ("m.tz", [], "M_BAD_JSON"),
    ],
)
async def test_impossible_fields_are_refused(office: Office, name: str, body: object, errcode: str) -> None:
    anna = await office.signed_in("anna")
    answer = await anna.request("PUT", f"{ME}/{name}", json=body)
    assert (answer.status, answer.errcode) == (400, errcode)


async def test_a_profile_stays_below_its_bound(office: Office) -> None:
    anna = await office.signed_in("anna")
    for number, status in enumerate((200, 200, 400)):
        name = f"org.example.f{number}"
        assert (await anna.put(f"{ME}/{name}", {name: "x" * 30_000})).status == status
    assert (await anna.put(f"{ME}/org.example.f0", {"org.example.f0": "y" * 30_000})).status == 200
