# SPDX-License-Identifier: EUPL-1.2
"""Posts, appointments to them with dates, and who may read who held what."""

from support.council import Council
from support.office import SERVER

from chancery.kit.ids import UserId
from chancery.modules.org.events import AppointmentChanged

ORG = "/api/v1/org"
ANNA, BORIS, VERA = (UserId(f"@{name}:{SERVER}") for name in ("anna", "boris", "vera"))


async def test_posts_are_created_and_listed(council: Council) -> None:
    body = {"unit_id": council.legal.id, "title": "Counsel"}
    made = (await council.vera.post(f"{ORG}/posts", body)).json
    posts = (await council.boris.get(f"{ORG}/units/{council.legal.id}/posts")).json["posts"]
    assert posts[1] == {"id": made["id"], "title": "Counsel", "kind": "specialist"}
    assert (await council.boris.get(f"{ORG}/units/unit_gone/posts")).status == 404


async def test_an_appointment_begins_and_ends(council: Council) -> None:
    heard: list[AppointmentChanged] = []
    council.office.bus.subscribe(AppointmentChanged, heard.append)
    path = f"{ORG}/posts/{council.posts['anna']}/appointments"
    boris = UserId(f"@boris:{SERVER}")
    made = await council.vera.post(path, {"user_id": boris, "acting": True})
    assert made.status == 201
    again = await council.vera.post(path, {"user_id": boris})
    assert (again.status, again.json["code"]) == (409, "already_appointed")
    card = (await council.anna.get(f"{ORG}/people/{boris}")).json
    assert [(post["title"], post["acting"]) for post in card["posts"]] == [
        ("Senior Clerk", False),
        ("Director", True),
    ]
    unit = f"unit:{council.treaties.id}"
    assert await council.office.org.authority.check(boris, "manages", unit)
    council.office.clock.forward(seconds=60)
    assert (await council.vera.delete(f"{path}/{boris}")).status == 200
    assert not await council.office.org.authority.check(boris, "manages", unit)
    assert (await council.vera.delete(f"{path}/{boris}")).status == 404
    assert [fact.user_id for fact in heard] == [boris, boris]


async def test_an_appointment_holds_for_its_time_only(council: Council) -> None:
    now = council.office.clock()
    boris, authority = UserId(f"@boris:{SERVER}"), council.office.org.authority
    path = f"{ORG}/posts/{council.posts['anna']}/appointments"
    body = {"user_id": boris, "acting": True, "starts_at": now + 1000, "ends_at": now + 3000}
    assert (await council.vera.post(path, body)).status == 201
    seen = []
    for _ in range(4):
        seen.append(await authority.check(boris, "head", f"unit:{council.legal.id}"))
        council.office.clock.forward(seconds=1)
    assert seen == [False, True, True, False]
    backwards = {"user_id": boris, "starts_at": now + 9000, "ends_at": now + 8000}
    assert (await council.vera.post(path, backwards)).status == 400


async def test_a_unit_has_one_head_and_any_number_who_act(council: Council) -> None:
    now, path = council.office.clock(), f"{ORG}/posts/{council.posts['anna']}/appointments"
    refused = await council.vera.post(path, {"user_id": BORIS})
    assert (refused.status, refused.json["code"]) == (409, "post_occupied")
    assert (await council.vera.post(path, {"user_id": BORIS, "acting": True})).status == 201
    assert (await council.vera.post(path, {"user_id": VERA, "acting": True})).status == 201
    council.office.clock.forward(seconds=1)
    await council.vera.delete(f"{path}/{ANNA}")
    later = {"user_id": BORIS, "starts_at": now + 900_000}
    assert (await council.vera.post(path, later)).json["code"] == "already_appointed"
    assert (await council.vera.post(path, {"user_id": ANNA, "starts_at": now + 900_000})).status == 201


async def test_turns_of_duty_follow_each_other(council: Council) -> None:
    now, authority = council.office.clock(), council.office.org.authority
    body = {"unit_id": council.legal.id, "title": "Duty officer", "kind": "duty"}
    post = (await council.vera.post(f"{ORG}/posts", body)).json
    assert post["kind"] == "duty"
    path = f"{ORG}/posts/{post['id']}/appointments"
    endless = await council.vera.post(path, {"user_id": BORIS})
    assert (endless.status, endless.json["code"]) == (400, "duty_needs_end")
    for number, person in enumerate((BORIS, VERA, BORIS)):
        turn = {"user_id": person, "starts_at": now + number * 2000, "ends_at": now + (number + 1) * 2000}
        assert (await council.vera.post(path, turn)).status == 201
    on_duty = []
    for _ in range(4):
        on_duty.append(list(await authority.list_subjects("holder", f"post:{post['id']}")))
        council.office.clock.forward(seconds=2)
    assert on_duty == [[BORIS], [VERA], [BORIS], []]


async def test_a_deputy_is_known_as_one_and_manages_only_while_acting(council: Council) -> None:
    authority, legal = council.office.org.authority, f"unit:{council.legal.id}"
    body = {"unit_id": council.legal.id, "title": "First deputy", "kind": "deputy"}
    post = (await council.vera.post(f"{ORG}/posts", body)).json
    await council.vera.post(f"{ORG}/posts/{post['id']}/appointments", {"user_id": BORIS})
    assert await authority.list_subjects("deputy", legal) == [BORIS]
    assert not await authority.check(BORIS, "manages", legal)
    await council.vera.post(
        f"{ORG}/posts/{council.posts['anna']}/appointments", {"user_id": BORIS, "acting": True}
    )
    assert await authority.check(BORIS, "manages", legal)
    refused = await council.vera.post(f"{ORG}/posts", {**body, "kind": "king"})
    assert refused.status == 400


async def test_an_appointment_that_has_not_begun_is_taken_back(council: Council) -> None:
    now, path = council.office.clock(), f"{ORG}/posts/{council.posts['boris']}/appointments"
    await council.vera.post(path, {"user_id": ANNA, "starts_at": now + 5000})
    assert (await council.vera.delete(f"{path}/{ANNA}")).status == 200
    council.office.clock.forward(seconds=10)
    assert await council.office.org.authority.list_subjects("holder", f"post:{council.posts['boris']}") == [
        BORIS
    ]
    items = (await council.vera.get(path)).json["items"]
    assert [item["user_id"] for item in items] == [BORIS]


async def test_a_post_tells_who_held_it(council: Council) -> None:
    start, path = council.office.clock(), f"{ORG}/posts/{council.posts['boris']}/appointments"
    council.office.clock.forward(seconds=60)
    await council.vera.delete(f"{path}/{BORIS}")
    await council.vera.post(path, {"user_id": VERA, "acting": True})
    shared = {
        "post_id": council.posts["boris"],
        "title": "Senior Clerk",
        "unit_id": council.treaties.id,
        "unit_name": "Treaties Division",
    }
    vera = {"user_id": VERA, "name": "Vera", "starts_at": start + 60_000, "ends_at": None, "acting": True}
    boris = {
        "user_id": BORIS,
        "name": "Boris",
        "starts_at": start,
        "ends_at": start + 60_000,
        "acting": False,
    }
    # The director above the division reads it, and whoever holds the post.
    for reader in (council.anna, council.vera):
        assert (await reader.get(path)).json["items"] == [shared | vera, shared | boris]
    refused = await council.boris.get(path)
    assert (refused.status, refused.json["code"]) == (403, "history_refused")
    assert (await council.office.client.get(path)).status == 401
    gone = await council.vera.get(f"{ORG}/posts/post_gone/appointments")
    assert (gone.status, gone.json["code"]) == (404, "post_not_found")


async def test_a_person_reads_their_own_history_and_others_what_they_manage(council: Council) -> None:
    body = {"unit_id": council.transport.id, "title": "Dispatcher"}
    post = (await council.vera.post(f"{ORG}/posts", body)).json
    await council.vera.post(f"{ORG}/posts/{post['id']}/appointments", {"user_id": BORIS})
    path = f"{ORG}/people/{BORIS}/appointments"
    assert len((await council.boris.get(path)).json["items"]) == 2
    assert [item["title"] for item in (await council.anna.get(path)).json["items"]] == ["Senior Clerk"]
    assert len((await council.vera.get(path)).json["items"]) == 2
    refused = await council.boris.get(f"{ORG}/people/{ANNA}/appointments")
    assert (refused.status, refused.json["code"]) == (403, "history_refused")
    assert (await council.office.client.get(path)).status == 401
    assert (await council.vera.get(f"{ORG}/people/@nobody:{SERVER}/appointments")).status == 404
    seen = (await council.boris.get("/api/v1/audit/about-me")).json["items"]
    looks = [item["actor_name"] for item in seen if item["action"] == "person.history_viewed"]
    assert sorted(looks) == ["Anna", "Vera"]
