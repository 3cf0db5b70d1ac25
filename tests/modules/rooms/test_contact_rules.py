# SPDX-License-Identifier: EUPL-1.2
"""Communication policies at the doors of rooms: invitations, direct chats, and who comes in uninvited."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from support.http import Answer
from support.ministry import Ministry
from support.office import SERVER
from support.people import V3, Person

from chancery.kit.ids import UserId
from chancery.modules.org.model import External, PersonDetails, RedListing, StoredUnit
from chancery.modules.org.service.editor import holding
from chancery.modules.org.store.red_list import RedListStore
from chancery.platform.db.port import Write

DAY = 86_400_000


@dataclass
class Land:
    """Two agencies: anna heads the first, boris and dora work in divisions of it, olga in the second; eve is external.

    Eve works with boris' division, and boris answers for her. Zoe has no place at all.
    """

    ministry: Ministry
    home: StoredUnit
    people: dict[str, Person]

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    async def direct(self, one: str, other: str) -> Answer:
        """Let one start a direct chat with another."""
        body = {"preset": "trusted_private_chat", "is_direct": True, "invite": [self[other].user_id]}
        return await self[one].client.post(f"{V3}/createRoom", body)

    async def invite(self, one: str, other: str) -> Answer:
        """Let one invite another into a room of theirs."""
        room = await self[one].create(preset="private_chat")
        return await self[one].client.post(
            f"{V3}/rooms/{quote(room)}/invite", {"user_id": self[other].user_id}
        )

    async def hide(self, name: str) -> None:
        """Put somebody on the red list."""
        write, now = Write(), self.ministry.platform.clock()
        listing = RedListing(UserId(self[name].user_id), "Threatened", UserId("@v:x"), now, now + DAY)
        RedListStore(self.ministry.platform.database).put(write, listing)
        await self.ministry.platform.database.commit(write)

    async def forbid(self, condition: str, head: str = "principal, action, resource") -> None:
        """Give the first agency one policy."""
        write = Write()
        self.ministry.modules.org.editor.make_administrator(write, self.home, UserId(self["anna"].user_id))
        await self.ministry.platform.database.commit(write)
        text = f'@id("p")\n@reason("It is forbidden here.")\nforbid ({head})\nwhen {{ {condition} }};'
        address = f"/api/v1/policies/{self.home.agency_id}"
        answer = await self["anna"].client.put(address, {"text": text, "replaces": 0})
        assert answer.status == 200, answer.body


def _refused(answer: Answer) -> str:
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN"), answer.body
    return str(answer.json["org.chancery.policy"])


@pytest.fixture
async def land(ministry: Ministry) -> Land:
    people = {name: await ministry.person(name) for name in ("anna", "boris", "dora", "olga", "eve", "zoe")}
    editor, write, now = ministry.modules.org.editor, Write(), ministry.platform.clock()
    home, abroad = editor.add_agency(write, "Home Office"), editor.add_agency(write, "Foreign Office")
    archive = editor.add_unit(write, home, name="Archive", kind="division", place=1)
    finance = editor.add_unit(write, home, name="Finance", kind="division", place=2)
    for name, unit, kind in (
        ("anna", home, "head"),
        ("boris", archive, "specialist"),
        ("dora", finance, "specialist"),
        ("olga", abroad, "specialist"),
    ):
        user_id = UserId(people[name].user_id)
        post = editor.add_post(write, unit.id, title="Post", kind=kind, place=1)
        editor.set_person(write, PersonDetails(user_id, name.capitalize()))
        editor.appoint(write, post, holding(post, user_id, now))
    eve, boris = UserId(people["eve"].user_id), UserId(people["boris"].user_id)
    editor.set_person(write, PersonDetails(eve, "Eve"))
    editor.set_external(write, External(eve, archive.id, boris, "Audit", now, now + 90 * DAY, now + 30 * DAY))
    await ministry.platform.database.commit(write)
    return Land(ministry, home, people)


ALLOWED = [
    ("boris", "dora"), ("dora", "anna"), ("boris", "eve"), ("dora", "eve"), ("eve", "boris"), ("zoe", "dora"),
    ("dora", "zoe"),
]  # fmt: skip
FORBIDDEN = [
    ("boris", "olga", "other-agency"), ("olga", "boris", "other-agency"), ("olga", "eve", "other-agency"),
    ("eve", "dora", "external-beyond-unit"), ("eve", "anna", "external-beyond-unit"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ALLOWED)
async def test_whom_the_default_policies_let_meet(land: Land, one: str, other: str) -> None:
    assert (await land.direct(one, other)).status == 200
    assert (await land.invite(one, other)).status == 200


@pytest.mark.parametrize(("one", "other", "policy"), FORBIDDEN)
async def test_whom_the_default_policies_keep_apart(land: Land, one: str, other: str, policy: str) -> None:
    assert _refused(await land.direct(one, other)) == policy
    assert _refused(await land.invite(one, other)) == policy


async def test_a_refusal_says_why(land: Land) -> None:
    answer = await land.direct("boris", "olga")
    assert answer.json["error"] == (
        f"you may not write to {land['olga'].user_id}: This person works for another agency."
    )


async def test_a_refused_room_is_not_there(land: Land) -> None:
    before = (await land["boris"].client.get(f"{V3}/joined_rooms")).json
    await land.direct("boris", "olga")
    assert (await land["boris"].client.get(f"{V3}/joined_rooms")).json == before


async def test_one_whom_i_may_not_write_to_stops_the_whole_room(land: Land) -> None:
    invited = [land["dora"].user_id, land["olga"].user_id]
    answer = await land["boris"].client.post(f"{V3}/createRoom", {"invite": invited})
    assert _refused(answer) == "other-agency"


async def test_an_invitation_by_state_event_is_one_too(land: Land) -> None:
    room = await land["boris"].create(preset="private_chat")
    path = f"{V3}/rooms/{quote(room)}/state/m.room.member/{quote(land['olga'].user_id)}"
    assert _refused(await land["boris"].client.put(path, {"membership": "invite"})) == "other-agency"


async def test_who_is_invited_comes_in_whoever_answers(land: Land) -> None:
    """Dora asks Eve in: a colleague's decision, and not Eve's."""
    room = await land["dora"].create(preset="private_chat")
    await land["dora"].invite(room, land["eve"])
    await land["eve"].join(room)
    await land["eve"].send(room, "thank you")


async def test_an_open_room_is_no_way_around(land: Land) -> None:
    room = await land["dora"].create(preset="public_chat")
    for name, policy in (("eve", "external-beyond-unit"), ("olga", "other-agency")):
        join = await land[name].client.post(f"{V3}/join/{quote(room)}")
        assert _refused(join) == policy
        path = f"{V3}/rooms/{quote(room)}/state/m.room.member/{quote(land[name].user_id)}"
        assert _refused(await land[name].client.put(path, {"membership": "join"})) == policy
    await land["boris"].join(room)


async def test_nor_is_knocking(land: Land) -> None:
    rules = {"type": "m.room.join_rules", "state_key": "", "content": {"join_rule": "knock"}}
    room = await land["dora"].create(preset="private_chat", initial_state=[rules])
    assert _refused(await land["olga"].client.post(f"{V3}/knock/{quote(room)}")) == "other-agency"
    path = f"{V3}/rooms/{quote(room)}/state/m.room.member/{quote(land['olga'].user_id)}"
    assert _refused(await land["olga"].client.put(path, {"membership": "knock"})) == "other-agency"
    assert (await land["boris"].client.post(f"{V3}/knock/{quote(room)}")).status == 200


async def test_whoever_is_left_answers_for_an_open_room(land: Land) -> None:
    """Olga may join what Zoe opened; once Zoe has gone, Dora, who is of another agency, answers."""
    room = await land["zoe"].create(preset="public_chat")
    await land["dora"].join(room)
    await land["zoe"].post(room, "leave")
    assert _refused(await land["olga"].client.post(f"{V3}/join/{quote(room)}")) == "other-agency"


async def test_a_sensitive_member_does_not_shut_a_room(land: Land) -> None:
    room = await land["anna"].create(preset="public_chat")
    await land["boris"].join(room)
    await land.hide("boris")
    await land["dora"].join(room)


async def test_sensitive_people_are_reached_by_those_above_their_unit_and_whom_they_wrote_to(
    land: Land,
) -> None:
    await land.hide("boris")
    assert _refused(await land.direct("dora", "boris")) == "red-list"
    assert (await land.direct("anna", "boris")).status == 200
    assert (await land.direct("eve", "boris")).status == 403
    assert (await land.direct("boris", "dora")).status == 200
    assert (await land.direct("dora", "boris")).status == 200
    assert (await land["dora"].client.get(f"/api/v1/org/people/{quote(land['boris'].user_id)}")).status == 200


async def test_an_invitation_of_the_sensitive_introduces_them_too(land: Land) -> None:
    await land.hide("boris")
    assert (await land.invite("boris", "dora")).status == 200
    assert (await land.invite("dora", "boris")).status == 200


async def test_the_server_s_notices_come_through(land: Land) -> None:
    await land.hide("boris")
    admin = UserId(f"@vera:{SERVER}")
    accounts = land.ministry.modules.accounts.accounts
    await accounts.create_person(admin, password="correct horse 42", display_name="Vera", is_admin=True)
    body = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": "vera"}}
    signed = await land.ministry.anonymous.post(f"{V3}/login", {**body, "password": "correct horse 42"})
    vera = land.ministry.anonymous.with_token(signed.json["access_token"])
    notice: dict[str, Any] = {
        "user_id": land["boris"].user_id,
        "content": {"msgtype": "m.text", "body": "news"},
    }
    assert (await vera.put("/api/v1/server-notices/t1", notice)).status == 200


async def test_a_changed_policy_counts_at_once(land: Land) -> None:
    assert (await land.direct("boris", "dora")).status == 200
    await land.forbid('principal == Person::"{}"'.format(land["boris"].user_id))
    answer = await land.direct("boris", "dora")
    assert _refused(answer) == "p"
    assert "It is forbidden here." in answer.json["error"]


async def test_both_agencies_are_asked(land: Land) -> None:
    """The first agency opens itself to the second, whose own set still forbids."""
    await land.forbid("false")
    assert _refused(await land.direct("boris", "olga")) == "other-agency"
    assert (await land.direct("eve", "dora")).status == 200


async def test_deeds_differ(land: Land) -> None:
    await land.forbid("true", 'principal, action == Action::"start_direct_chat", resource')
    assert _refused(await land.direct("boris", "dora")) == "p"
    assert (await land.invite("boris", "dora")).status == 200


async def test_a_room_that_exists_goes_on(land: Land) -> None:
    room = (await land.direct("boris", "dora")).json["room_id"]
    await land["dora"].join(room)
    await land.forbid("true")
    await land["boris"].send(room, "still here")
    await land["dora"].post(room, "leave")
    again = await land["boris"].client.post(
        f"{V3}/rooms/{quote(room)}/invite", {"user_id": land["dora"].user_id}
    )
    assert _refused(again) == "p"


async def test_the_device_counts_where_a_policy_asks(land: Land) -> None:
    await land.forbid('context.device == "phone"')
    assert (await land.direct("boris", "dora")).status == 200


async def test_a_set_that_cannot_be_read_any_more_forbids(land: Land) -> None:
    write = Write()
    write.execute(
        "INSERT INTO policies_version (agency_id, number, text, comment, changed_by, changed_at)"
        " VALUES ($1, 1, 'no policy', '', '@v:x', 0)",
        land.home.agency_id,
    )
    await land.ministry.platform.database.commit(write)
    answer = await land.direct("boris", "dora")
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")
    assert "could not be evaluated" in answer.json["error"]
