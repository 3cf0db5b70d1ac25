# SPDX-License-Identifier: EUPL-1.2
"""Mentions of teams and of everybody: each person is told once, by the right rule, and edits tell only whom they add."""

from dataclasses import dataclass
from typing import Any

import pytest
from support.ministry import Ministry
from support.people import V3, Person

from .conftest import Gateway

NAMES = ("boris", "carla", "daniel", "elena")
HIGHLIGHT = {"highlight": True}
LOUD = {"sound": "default", "highlight": True}
PLAIN: dict[str, object] = {}


@dataclass
class Meeting:
    """A room of Anna and four people, each with a telephone of their own."""

    ministry: Ministry
    gateway: Gateway
    anna: Person
    people: dict[str, Person]
    room: str

    def ids(self, *names: str) -> list[str]:
        return [self.people[name].user_id for name in names]

    async def told(self, event: str) -> dict[str, object]:
        """Return who was told of an event, with the tweaks of the rule; each of them once."""
        await self.ministry.modules.push.settle()
        found = [sent["devices"][0] for sent in self.gateway.notifications if sent.get("event_id") == event]
        names = [device["pushkey"] for device in found]
        assert len(set(names)) == len(names)
        return {device["pushkey"]: device.get("tweaks", PLAIN) for device in found}

    async def edit(self, event: str, mentions: dict[str, Any], now: dict[str, Any]) -> str:
        """Edit a message, which mentions `now`; of these `mentions` are new."""
        return await self.anna.send(
            self.room,
            "* look again",
            **{
                "m.mentions": mentions,
                "m.new_content": {"msgtype": "m.text", "body": "look again", "m.mentions": now},
                "m.relates_to": {"rel_type": "m.replace", "event_id": event},
            },
        )

    async def counts(self, name: str) -> tuple[int, int]:
        answer = await self.people[name].client.get(f"{V3}/sync", query={"timeout": 0})
        unread = answer.json["rooms"]["join"][self.room]["unread_notifications"]
        return unread["notification_count"], unread["highlight_count"]


@pytest.fixture
async def meeting(ministry: Ministry, gateway: Gateway) -> Meeting:
    anna = await ministry.person("anna")
    room = await anna.create(preset="public_chat", name="Planning")
    people = {name: await ministry.person(name) for name in NAMES}
    for name, person in people.items():
        await person.join(room)
        wish = gateway.pusher(pushkey=name)
        assert (await person.client.post(f"{V3}/pushers/set", wish)).status == 200
    return Meeting(ministry, gateway, anna, people, room)


async def test_two_teams_with_a_common_member_tell_each_person_once(meeting: Meeting) -> None:
    fisheries, budget = meeting.ids("boris", "carla"), meeting.ids("carla", "daniel")
    before = await meeting.anna.send(meeting.room, "quiet")
    event = await meeting.anna.send(meeting.room, "look", **{"m.mentions": {"user_ids": fisheries + budget}})
    assert await meeting.told(before) == dict.fromkeys(NAMES, PLAIN)
    told = await meeting.told(event)
    assert told == {"boris": LOUD, "carla": LOUD, "daniel": LOUD, "elena": PLAIN}
    assert await meeting.counts("carla") == (2, 1)
    assert await meeting.counts("elena") == (2, 0)


async def test_a_team_and_everybody_at_once(meeting: Meeting) -> None:
    mentions = {"user_ids": meeting.ids("boris", "carla"), "room": True}
    event = await meeting.anna.send(meeting.room, "look", **{"m.mentions": mentions})
    told = await meeting.told(event)
    assert told == {"boris": LOUD, "carla": LOUD, "daniel": HIGHLIGHT, "elena": HIGHLIGHT}
    for name in NAMES:
        assert await meeting.counts(name) == (1, 1)


async def test_an_edit_tells_those_whom_it_adds(meeting: Meeting) -> None:
    first, second = meeting.ids("boris", "carla"), meeting.ids("carla", "daniel")
    event = await meeting.anna.send(meeting.room, "look", **{"m.mentions": {"user_ids": first}})
    everyone = {"user_ids": first + second}
    edit = await meeting.edit(event, {"user_ids": meeting.ids("daniel")}, everyone)
    assert await meeting.told(edit) == {"daniel": LOUD}
    again = await meeting.edit(event, {}, everyone)
    assert await meeting.told(again) == {}
    assert await meeting.counts("boris") == (1, 1)
    assert await meeting.counts("daniel") == (2, 1)
    assert await meeting.counts("elena") == (1, 0)


async def test_an_edit_that_adds_everybody(meeting: Meeting) -> None:
    event = await meeting.anna.send(meeting.room, "look")
    edit = await meeting.edit(event, {"room": True}, {"room": True})
    assert await meeting.told(edit) == dict.fromkeys(NAMES, HIGHLIGHT)


async def test_everybody_in_an_edit_by_who_may_not_notify_the_room(meeting: Meeting) -> None:
    boris = meeting.people["boris"]
    event = await boris.send(meeting.room, "look")
    edit = await boris.send(
        meeting.room,
        "* all!",
        **{
            "m.mentions": {"room": True},
            "m.new_content": {"msgtype": "m.text", "body": "all!", "m.mentions": {"room": True}},
            "m.relates_to": {"rel_type": "m.replace", "event_id": event},
        },
    )
    assert await meeting.told(edit) == {}
