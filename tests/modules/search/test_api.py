# SPDX-License-Identifier: EUPL-1.2
"""`POST /search`: what is found, by whom, in which order, with which surroundings; and that the index is complete."""

from typing import Any
from urllib.parse import quote

import pytest
from support.clock import MovedClock
from support.http import Answer
from support.ministry import Ministry
from support.people import V3, Person

OPEN = {"org.chancery.encrypted": False}


async def try_search(person: Person, term: object, *, page: str = "", **options: Any) -> Answer:
    body = {"search_categories": {"room_events": {"search_term": term, **options}}}
    query = {"next_batch": page} if page else {}
    return await person.client.post(f"{V3}/search", body, query=query)


async def search(person: Person, term: str, **options: Any) -> Any:
    answer = await try_search(person, term, **options)
    assert answer.status == 200, answer.body
    return answer.json["search_categories"]["room_events"]


async def bodies(person: Person, term: str, **options: Any) -> list[str]:
    found = await search(person, term, **options)
    contents = [result["result"]["content"] for result in found["results"]]
    return [content.get("body") or content.get("name") or content.get("topic") for content in contents]


async def edit(person: Person, room: str, event_id: str, text: str) -> str:
    return await person.send(
        room,
        f"* {text}",
        **{
            "m.new_content": {"msgtype": "m.text", "body": text},
            "m.relates_to": {"rel_type": "m.replace", "event_id": event_id},
        },
    )


async def redact(person: Person, room: str, event_id: str) -> None:
    answer = await person.call("PUT", room, f"redact/{quote(event_id)}/r{event_id[1:9]}", {})
    assert answer.status == 200


async def test_a_message_is_found_as_soon_as_it_is_sent(anna: Person) -> None:
    room = await anna.create(**OPEN)
    event_id = await anna.send(room, "hello, world")
    found = await search(anna, "hello")
    assert found["count"] == 1
    assert found["highlights"] == ["hello"]
    (result,) = found["results"]
    assert result["rank"] > 0
    event = result["result"]
    assert (event["event_id"], event["room_id"], event["sender"]) == (event_id, room, anna.user_id)
    assert (event["content"]["body"], event["user_id"]) == ("hello, world", anna.user_id)
    assert "next_batch" not in found


async def test_forms_cases_and_beginnings_of_words_are_found(anna: Person) -> None:
    room = await anna.create(**OPEN)
    for text in ("Сообщения министерства", "The meetings were cancelled", "Ещё один приказ", "naïve café"):
        await anna.send(room, text)
    for term, text in (
        ("сообщение", "Сообщения министерства"),
        ("МИНИСТЕРСТВО сообщ", "Сообщения министерства"),
        ("cancel meeting", "The meetings were cancelled"),
        ("meet", "The meetings were cancelled"),
        ("еще приказы", "Ещё один приказ"),
        ("CAFE", "naïve café"),
        ("were canc", "The meetings were cancelled"),
    ):
        assert await bodies(anna, term) == [text], term
    assert await bodies(anna, "meeting приказ") == []
    assert await bodies(anna, "eetings") == []
    assert await bodies(anna, "\"*) OR ^-- ' & !") == []


async def test_names_and_topics_are_found_by_their_keys(anna: Person) -> None:
    room = await anna.create(**OPEN, name="Budget council", topic="All about the budget")
    await anna.send(room, "budget at last")
    assert sorted(await bodies(anna, "budget")) == [
        "All about the budget",
        "Budget council",
        "budget at last",
    ]
    assert await bodies(anna, "budget", keys=["content.name"]) == ["Budget council"]
    assert await bodies(anna, "budget", keys=["content.topic"]) == ["All about the budget"]
    assert await bodies(anna, "budget", filter={"types": ["m.room.message"]}) == ["budget at last"]
    assert len(await bodies(anna, "budget", filter={"not_types": ["m.room.message"]})) == 2
    assert await bodies(anna, "budget", keys=[]) == []


async def test_filters_choose_rooms_senders_and_links(anna: Person, boris: Person) -> None:
    one = await anna.create(preset="public_chat")
    two = await anna.create(preset="public_chat")
    await boris.join(one)
    await anna.send(one, "report one")
    await boris.send(one, "report two")
    await anna.send(two, "report three", url="mxc://ministry.example/a")
    assert await bodies(anna, "report", filter={"rooms": [two]}) == ["report three"]
    assert await bodies(anna, "report", filter={"not_rooms": [one]}) == ["report three"]
    assert await bodies(anna, "report", filter={"senders": [boris.user_id]}) == ["report two"]
    assert await bodies(anna, "report", filter={"not_senders": [anna.user_id]}) == ["report two"]
    assert await bodies(anna, "report", filter={"contains_url": True}) == ["report three"]
    assert len(await bodies(anna, "report", filter={"contains_url": False})) == 2
    assert await bodies(anna, "report", filter={"rooms": []}) == []


async def test_a_span_of_time_holds_both_its_ends(ministry: Ministry, anna: Person) -> None:
    room = await anna.create(**OPEN)
    clock = ministry.platform.clock
    assert isinstance(clock, MovedClock)
    times = []
    for day in ("monday", "tuesday", "wednesday"):
        clock.forward(seconds=86_400)
        times.append(clock.now)
        sent = await anna.send(room, f"minutes of {day}")
    await edit(anna, room, sent, "minutes of wednesday, agreed")
    monday, tuesday, wednesday = times

    async def between(**span: int) -> list[str]:
        options = {f"org.chancery.{name}": value for name, value in span.items()}
        found = await bodies(anna, "minutes", order_by="recent", **options)
        return [body.split()[2].strip(",") for body in found]

    assert await between(since=tuesday) == ["wednesday", "tuesday"]
    assert await between(until=tuesday) == ["tuesday", "monday"]
    assert await between(since=monday + 1, until=wednesday - 1) == ["tuesday"]
    assert await between(since=wednesday + 1) == []


async def test_pages_go_back_to_the_first_message(anna: Person) -> None:
    room = await anna.create(**OPEN)
    sent = [await anna.send(room, f"Message number {number}") for number in range(20)]
    options: dict[str, Any] = {"order_by": "recent", "filter": {"limit": 10}}
    pages, token = [], ""
    for _ in range(3):
        page = await search(anna, "Message", page=token, **options)
        pages.append([result["result"]["event_id"] for result in page["results"]])
        assert page["count"] == 20
        token = page.get("next_batch", "")
    assert pages == [sent[:9:-1], sent[9::-1], []]
    assert token == ""


async def test_ranked_pages_miss_and_repeat_nothing(anna: Person) -> None:
    room = await anna.create(**OPEN)
    sent = {await anna.send(room, "alpha " * (number % 3 + 1) + f"word{number}") for number in range(7)}
    found, token = [], ""
    while True:
        page = await search(anna, "alpha", page=token, filter={"limit": 3})
        ranks = [result["rank"] for result in page["results"]]
        assert ranks == sorted(ranks, reverse=True)
        found += [result["result"]["event_id"] for result in page["results"]]
        token = page.get("next_batch", "")
        if not token:
            break
    assert len(found) == len(sent)
    assert set(found) == sent


async def test_of_equals_the_older_comes_first_by_rank(anna: Person) -> None:
    one, two = await anna.create(**OPEN), await anna.create(**OPEN)
    await anna.send(one, "Message before upgrade")
    await anna.send(two, "Message after upgrade")
    assert await bodies(anna, "upgrade") == ["Message before upgrade", "Message after upgrade"]


async def test_surroundings_profiles_and_state_come_along(anna: Person, boris: Person) -> None:
    room = await anna.create(preset="public_chat")
    await boris.join(room)
    for number in range(1, 8):
        await (boris if number % 2 else anna).send(room, f"Message number {number}")
    context = {"before_limit": 2, "after_limit": 2, "include_profile": True}
    found = await search(
        anna,
        "Message 4",
        order_by="recent",
        filter={"limit": 1},
        event_context=context,
        include_state=True,
    )
    assert (found["count"], len(found["results"])) == (1, 1)
    assert found["next_batch"]
    around = found["results"][0]["context"]
    assert [event["content"]["body"] for event in around["events_before"]] == [
        "Message number 3",
        "Message number 2",
    ]
    assert [event["content"]["body"] for event in around["events_after"]] == [
        "Message number 5",
        "Message number 6",
    ]
    assert around["profile_info"] == {
        person.user_id: {"displayname": name} for person, name in ((anna, "Anna"), (boris, "Boris"))
    }
    older = await anna.get(room, "messages", dir="b", limit=1, **{"from": around["start"]})
    assert older.json["chunk"][0]["content"]["body"] == "Message number 1"
    newer = await anna.get(room, "messages", dir="f", limit=1, **{"from": around["end"]})
    assert newer.json["chunk"][0]["content"]["body"] == "Message number 7"
    kinds = {event["type"] for event in found["state"][room]}
    assert {"m.room.create", "m.room.member", "m.room.power_levels"} <= kinds


async def test_results_are_grouped_and_each_group_pages_on(anna: Person, boris: Person) -> None:
    one, two = await anna.create(preset="public_chat"), await anna.create(preset="public_chat")
    await boris.join(two)
    for number in range(3):
        await anna.send(one, f"agenda {number}")
        await boris.send(two, f"agenda {number}")
    for order in ("recent", "rank"):
        options: dict[str, Any] = {
            "order_by": order,
            "filter": {"limit": 2},
            "groupings": {"group_by": [{"key": "room_id"}, {"key": "sender"}]},
        }
        found = await search(anna, "agenda", **options)
        shown = [result["result"]["event_id"] for result in found["results"]]
        groups = found["groups"]["room_id"]
        assert sorted(event for group in groups.values() for event in group["results"]) == sorted(shown)
        assert set(found["groups"]["sender"]) == {
            anna.user_id if room == one else boris.user_id for room in groups
        }
        for key in ("room_id", "sender"):
            for value, group in found["groups"][key].items():
                rest = await search(anna, "agenda", page=group["next_batch"], **options)
                assert {result["result"][key] for result in rest["results"]} == {value}
                ids = {result["result"]["event_id"] for result in rest["results"]}
                assert not ids & set(shown)
                assert len(ids | set(group["results"])) == 3


async def test_redacted_messages_are_found_no_more(anna: Person) -> None:
    room = await anna.create(**OPEN)
    slip = await anna.send(room, "This message is going to be redacted")
    await anna.send(room, "This message is not going to be redacted")
    assert len(await bodies(anna, "redacted")) == 2
    await redact(anna, room, slip)
    for order in ("rank", "recent"):
        assert await bodies(anna, "redacted", order_by=order) == ["This message is not going to be redacted"]


async def test_messages_are_found_by_their_newest_text(anna: Person, boris: Person) -> None:
    room = await anna.create(preset="public_chat")
    await boris.join(room)
    original = await anna.send(room, "first wording")
    assert len(await bodies(anna, "wording")) == 1
    edits = [await edit(anna, room, original, text) for text in ("second phrase", "third sentence")]
    await edit(boris, room, original, "forged words")
    assert [await bodies(anna, term) for term in ("wording", "phrase", "forged")] == [[], [], []]
    found = await search(anna, "sentence")
    (result,) = found["results"]
    assert result["result"]["event_id"] == original
    assert result["result"]["unsigned"]["m.relations"]["m.replace"]["event_id"] == edits[1]
    await redact(anna, room, edits[1])
    assert await bodies(anna, "sentence") == []
    assert await bodies(anna, "phrase") == ["first wording"]
    await redact(anna, room, original)
    assert await bodies(anna, "phrase") == []


async def test_only_what_one_may_read_is_found(ministry: Ministry, anna: Person, boris: Person) -> None:
    visibility = {"type": "m.room.history_visibility", "content": {"history_visibility": "joined"}}
    room = await anna.create(preset="public_chat", initial_state=[visibility])
    hidden = await anna.create(**OPEN)
    await anna.send(hidden, "secret elsewhere")
    await anna.send(room, "secret before")
    assert await bodies(boris, "secret") == []
    await boris.join(room)
    await anna.send(room, "secret while there")
    assert (await boris.post(room, "leave")).status == 200
    await anna.send(room, "secret in between")
    assert await bodies(boris, "secret") == ["secret while there"]
    await boris.join(room)
    await anna.send(room, "secret again there")
    found = await search(boris, "secret", event_context={"before_limit": 5, "after_limit": 5})
    texts = [result["result"]["content"]["body"] for result in found["results"]]
    assert sorted(texts) == ["secret again there", "secret while there"]
    assert found["count"] == 2
    seen = {
        event["content"].get("body")
        for result in found["results"]
        for part in ("events_before", "events_after")
        for event in result["context"][part]
    }
    assert not seen & {"secret before", "secret in between"}
    assert len(await bodies(anna, "secret")) == 5


async def test_left_rooms_are_searched_and_forgotten_ones_are_not(anna: Person, boris: Person) -> None:
    room = await anna.create(preset="public_chat", name="Old name")
    await boris.join(room)
    await anna.send(room, "farewell")
    await boris.post(room, "leave")
    await anna.put_state(room, "m.room.name", {"name": "New name"})
    found = await search(boris, "farewell", include_state=True)
    names = [event["content"] for event in found["state"][room] if event["type"] == "m.room.name"]
    assert (found["count"], names) == (1, [{"name": "Old name"}])
    assert (await boris.post(room, "forget")).status == 200
    assert await bodies(boris, "farewell") == []


@pytest.mark.parametrize(
    "options",
    [
        {"term": 5},
        {"order_by": "luck"},
        {"keys": ["content.secret"]},
        {"org.chancery.since": "yesterday"},
        {"org.chancery.until": -1},
        {"groupings": {"group_by": [{"key": "weather"}]}},
        {"page": "nonsense"},
        {"filter": {"rooms": "all"}},
    ],
)
async def test_malformed_searches_are_refused(anna: Person, options: dict[str, Any]) -> None:
    answer = await try_search(anna, **{"term": "x", **options})
    assert (answer.status, answer.errcode[:4]) == (400, "M_BA" if "page" not in options else "M_IN")
    assert (await anna.client.post(f"{V3}/search", {})).status == 400
    nothing = await anna.client.post(f"{V3}/search", {"search_categories": {}})
    assert nothing.json == {"search_categories": {}}


async def test_a_new_process_goes_on_where_the_index_ended(ministry: Ministry, anna: Person) -> None:
    from chancery.modules.search import module as search_module

    room = await anna.create(**OPEN)
    for number in range(450):
        await anna.send(room, f"paper {number}")
    other = search_module.build(
        database=ministry.platform.database,
        bus=ministry.platform.bus,
        archive=ministry.modules.rooms.archive,
        reader=ministry.modules.rooms.reader,
    )
    await other.index.catch_up()
    assert other.index.position >= ministry.platform.database.position
    found = await search(anna, "paper", filter={"limit": 1})
    assert found["count"] == 450
