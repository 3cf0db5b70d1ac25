# SPDX-License-Identifier: EUPL-1.2
"""The red list: who is hidden from whom, in every list and card that shows people, for a reason and until a day."""

from urllib.parse import quote

import pytest
from support.council import Council
from support.http import Client
from support.office import SERVER

from chancery.kit.ids import UserId
from chancery.modules.org.model import PersonDetails, Relation
from chancery.modules.org.service.editor import holding
from chancery.platform.db.port import Write

ORG = "/api/v1/org"
LIST = f"{ORG}/red-list"
V3 = "/_matrix/client/v3"
ANNA, BORIS, OLGA = (UserId(f"@{name}:{SERVER}") for name in ("anna", "boris", "olga"))
DAY = 86_400_000


async def _hide(council: Council, user_id: UserId = BORIS, by: Client | None = None, **more: object) -> int:
    body = {"reason": "Threatened", "ends_at": council.office.clock() + 30 * DAY, **more}
    return (await (by or council.vera).put(f"{LIST}/{quote(user_id)}", body)).status


async def _olga(council: Council, *, beside_boris: bool = False) -> Client:
    """Let Olga work in the transport department, or in boris' division, and sign her in."""
    await council.office.add("olga")
    editor, write = council.office.org.editor, Write()
    unit = council.treaties if beside_boris else council.transport
    post = editor.add_post(write, unit.id, title="Clerk", kind="specialist", place=9)
    editor.set_person(write, PersonDetails(OLGA, "Olga"))
    editor.appoint(write, post, holding(post, OLGA, council.office.clock()))
    await council.office.database.commit(write)
    return await council.office.signed_in("olga")


async def _seen(council: Council, client: Client) -> dict[str, bool]:
    """Return whether somebody finds boris, by each way that shows people."""
    listed = (await client.get(f"{ORG}/people")).json
    found = (await client.get(f"{ORG}/people", query={"query": "bor"})).json
    inside = (await client.get(f"{ORG}/people", query={"unit": council.treaties.id})).json
    directory = await client.post(f"{V3}/user_directory/search", {"search_term": "boris"})
    heads = [unit["head_user_id"] for unit in (await client.get(f"{ORG}/units")).json["units"]]
    return {
        "list": BORIS in [item["user_id"] for item in listed["items"]],
        "count": listed["total"] == len((await client.get(f"{ORG}/people?limit=100")).json["items"]),
        "search": BORIS in [item["user_id"] for item in found["items"]],
        "unit": BORIS in [item["user_id"] for item in inside["items"]],
        "card": (await client.get(f"{ORG}/people/{quote(BORIS)}")).status == 200,
        "profile": (await client.get(f"{V3}/profile/{quote(BORIS)}")).status == 200,
        "field": (await client.get(f"{V3}/profile/{quote(BORIS)}/displayname")).status == 200,
        "user directory": BORIS in [one["user_id"] for one in directory.json["results"]],
        "history": (await client.get(f"{ORG}/people/{quote(BORIS)}/appointments")).status == 200,
        "head": BORIS in heads,
    }


ALWAYS = {"count", "history", "head"}
"""What does not tell by itself: counts agree with lists; histories are for managers; boris heads nothing yet."""


async def test_a_stranger_finds_nothing_of_who_is_hidden(council: Council) -> None:
    olga = await _olga(council)
    before = await _seen(council, olga)
    assert all(shown for way, shown in before.items() if way not in ALWAYS)
    assert await _hide(council) == 200
    after = await _seen(council, olga)
    assert not any(shown for way, shown in after.items() if way != "count")
    assert after["count"], "the total does not give away who is left out"


async def test_hidden_people_are_like_people_who_are_not_there(council: Council) -> None:
    olga = await _olga(council)
    await _hide(council)
    for path in (f"{ORG}/people/", f"{V3}/profile/"):
        hidden = await olga.get(f"{path}{quote(BORIS)}")
        missing = await olga.get(f"{path}{quote(f'@nobody:{SERVER}')}")
        assert (hidden.status, hidden.json) == (missing.status, missing.json)


@pytest.mark.parametrize("who", ["anna", "vera", "boris", "colleague"])
async def test_those_with_a_need_go_on_seeing(council: Council, who: str) -> None:
    clients = {"anna": council.anna, "vera": council.vera, "boris": council.boris}
    client = await _olga(council, beside_boris=True) if who == "colleague" else clients[who]
    await _hide(council)
    seen = await _seen(council, client)
    assert all(shown for way, shown in seen.items() if way not in ALWAYS)


async def test_a_hidden_head_is_not_named_in_the_tree(council: Council) -> None:
    olga = await _olga(council)
    assert await _hide(council, ANNA) == 200
    heads = [unit["head_user_id"] for unit in (await olga.get(f"{ORG}/units")).json["units"]]
    assert ANNA not in heads
    heads = [unit["head_user_id"] for unit in (await council.vera.get(f"{ORG}/units")).json["units"]]
    assert ANNA in heads


async def test_a_listing_ends_at_its_minute(council: Council) -> None:
    olga = await _olga(council)
    await _hide(council)
    council.office.clock.forward(seconds=30 * DAY / 1000 + 1)
    assert (await _seen(council, olga))["list"]
    assert (await council.vera.get(LIST)).json["items"] == []


async def test_taking_off_shows_again(council: Council) -> None:
    olga = await _olga(council)
    await _hide(council)
    assert (await council.vera.delete(f"{LIST}/{quote(BORIS)}")).status == 200
    assert (await _seen(council, olga))["card"]
    again = await council.vera.delete(f"{LIST}/{quote(BORIS)}")
    assert (again.status, again.json["code"]) == (404, "not_on_red_list")


async def test_only_who_administers_a_person_lists_them(council: Council) -> None:
    olga = await _olga(council)
    assert await _hide(council, by=olga) == 403
    assert await _hide(council, by=council.anna) == 403, "a superior is no administrator"
    assert await _hide(council, by=council.boris) == 403
    assert await _hide(council, UserId(f"@nobody:{SERVER}")) == 404
    assert (await olga.delete(f"{LIST}/{quote(BORIS)}")).status == 403
    await _hide(council)
    assert (await olga.delete(f"{LIST}/{quote(BORIS)}")).status == 404, "nor is it told that he is hidden"
    assert await _hide(council, by=olga) == 404


async def test_the_list_is_shown_to_who_administers_and_to_oneself(council: Council) -> None:
    olga = await _olga(council)
    await _hide(council)
    items = (await council.vera.get(LIST)).json["items"]
    assert [(one["user_id"], one["name"], one["reason"]) for one in items] == [(BORIS, "Boris", "Threatened")]
    assert [one["user_id"] for one in (await council.boris.get(LIST)).json["items"]] == [BORIS]
    assert (await council.anna.get(LIST)).json["items"] == []
    assert (await olga.get(LIST)).json["items"] == []


@pytest.mark.parametrize(
    "change", [{"reason": " "}, {"reason": "x" * 501}, {"ends_at": 1}, {"ends_at": 2**53 - 1}]
)
async def test_a_listing_has_a_reason_and_an_end(council: Council, change: dict[str, object]) -> None:
    assert await _hide(council, **change) == 400
    assert (await council.vera.get(LIST)).json["items"] == []


async def test_each_deed_is_audited(council: Council) -> None:
    await _hide(council)
    await council.vera.delete(f"{LIST}/{quote(BORIS)}")
    entries = (await council.vera.get("/api/v1/audit/entries?limit=9")).json["items"]
    told = [
        (entry["action"], entry["subject"]) for entry in entries if entry["action"].startswith("red_list")
    ]
    assert told == [("red_list.removed", BORIS), ("red_list.added", BORIS)]


async def test_rights_do_not_name_the_hidden(council: Council) -> None:
    """Vera administers all, but Olga her department alone, in which boris was made an administrator, too."""
    olga = await _olga(council)
    write, transport = Write(), f"unit:{council.transport.id}"
    for user_id in (OLGA, BORIS):
        council.office.org.editor.relate(write, Relation(transport, "administers", f"user:{user_id}"))
    await council.office.database.commit(write)
    query = {"relation": "administers", "object": transport}
    holders = f"{ORG}/rights/holders"
    assert BORIS in [one["user_id"] for one in (await olga.get(holders, query=query)).json["items"]]
    asked = {**query, "user_id": BORIS}
    assert (await olga.get(f"{ORG}/rights", query=asked)).json["allowed"]
    await _hide(council)
    assert BORIS not in [one["user_id"] for one in (await olga.get(holders, query=query)).json["items"]]
    assert (await olga.get(f"{ORG}/rights", query=asked)).json == {"allowed": False, "steps": []}
    assert BORIS in [one["user_id"] for one in (await council.vera.get(holders, query=query)).json["items"]]


async def test_a_post_s_history_leaves_out_the_hidden(council: Council) -> None:
    """Boris once held a post of Olga's department; who holds it now reads its history."""
    olga = await _olga(council)
    posts = (await council.vera.get(f"{ORG}/units/{council.transport.id}/posts")).json["posts"]
    history = f"{ORG}/posts/{posts[0]['id']}/appointments"
    await council.vera.post(history, {"user_id": BORIS})
    council.office.clock.forward(seconds=60)
    await council.vera.delete(f"{history}/{quote(BORIS)}")
    assert [one["user_id"] for one in (await olga.get(history)).json["items"]].count(BORIS) == 1
    await _hide(council)
    assert [one["user_id"] for one in (await olga.get(history)).json["items"]] == [OLGA]
