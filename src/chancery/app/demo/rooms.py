# SPDX-License-Identifier: EUPL-1.2
"""Seeds the demo's rooms and plays their conversations in the order of time."""

import asyncio
import html
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from chancery.app.demo.data import DemoData, DemoRoom
from chancery.app.demo.pictures import CHART_SIZE, VIEW_SIZE, chart_png, schedule_pdf, view_png
from chancery.app.demo.polls import POLL_START, POLL_VOTE, poll, vote
from chancery.app.demo.script import Deed, Line, parse_script
from chancery.app.wiring import Modules
from chancery.kit.ids import DeviceId, EventId, RoomId, SessionId, UserId
from chancery.modules.media.contract import Description, MediaInfo
from chancery.platform.http.request import Caller

MoveClock = Callable[[int], None]

_MENTION = re.compile(r"@([a-z]+)")
_MINUTE_MS = 60_000
# Whoever may not write in a channel may react to what is written there.
_CHANNEL_EVENTS = {
    "m.room.power_levels": 100,
    "m.room.encryption": 100,
    "m.reaction": 0,
    "m.room.redaction": 0,
}


_KINDS: dict[Deed, str] = {"react": "m.reaction", "poll": POLL_START, "vote": POLL_VOTE}


@dataclass
class _Stage:
    """A room that was made, and the events of the lines that were played in it."""

    room: DemoRoom
    room_id: RoomId
    lines: list[Line]
    members: list[str]
    events: dict[int, EventId] = field(default_factory=dict)
    authors: dict[int, str] = field(default_factory=dict)
    read_upto: EventId | None = None


class RoomSeeder:
    """Makes rooms, fills those without encryption, and lets everybody have read what is not of today."""

    def __init__(
        self, data: DemoData, modules: Modules, *, server_name: str, now: int, move_clock: MoveClock
    ) -> None:
        self._data = data
        self._rooms = modules.rooms.rooms
        self._media = modules.media.media
        self._accounts = modules.accounts.accounts
        self._server_name = server_name
        self._now = now
        self._move_clock = move_clock
        self._everybody = [person.login for person in data.people]
        words = data.name_words
        self._names = {person.login: " ".join(person.name.split()[:words]) for person in data.people}

    async def run(self, began: int) -> None:
        """Create every room from `began` on, then play all scripts as one sequence."""
        stages = []
        for number, room in enumerate(self._data.rooms):
            self._move_clock(began + number * _MINUTE_MS)
            stages.append(await self._create(room))
        await self._mark_direct(stages)
        scripted = [
            (line, number, stage) for stage in stages for number, line in enumerate(stage.lines, start=1)
        ]
        for line, number, stage in sorted(scripted, key=lambda entry: entry[0].at):
            self._move_clock(line.at)
            await self._play(stage, number, line)
        self._move_clock(self._now)
        await asyncio.gather(*(self._read(stage) for stage in stages))

    async def _create(self, room: DemoRoom) -> _Stage:
        members = self._everybody if room.members == "all" else list(room.members)
        creator = room.writers[0] if room.writers else members[0]
        others = [login for login in members if login != creator]
        room_id = await self._rooms.create_room(self._caller(creator), self._options(room, others))
        await asyncio.gather(*(self._rooms.join(self._caller(login), room_id) for login in others))
        return _Stage(room, room_id, parse_script(room.script, self._now), members)

    def _options(self, room: DemoRoom, others: list[str]) -> dict[str, Any]:
        options: dict[str, Any] = {
            "preset": "trusted_private_chat" if room.direct else "private_chat",
            "is_direct": room.direct,
            "invite": [self._user_id(login) for login in others],
            "org.chancery.encrypted": room.encrypted or room.direct,
        }
        options |= {"name": room.name} if room.name else {}
        options |= {"topic": room.topic} if room.topic else {}
        if room.writers:
            # Room version 12: the creator stands above all levels and may not be listed.
            users = {self._user_id(login): 50 for login in room.writers[1:]}
            levels = {"events_default": 50, "users": users, "events": _CHANNEL_EVENTS}
            options["power_level_content_override"] = levels
        return options

    async def _mark_direct(self, stages: list[_Stage]) -> None:
        """Tell clients which rooms are direct chats, and with whom."""
        direct: dict[str, dict[str, list[str]]] = {}
        for stage in (stage for stage in stages if stage.room.direct):
            for me, other in (stage.members, reversed(stage.members)):
                direct.setdefault(me, {}).setdefault(self._user_id(other), []).append(stage.room_id)
        for login, rooms in direct.items():
            content = msgspec.json.encode(rooms)
            await self._accounts.set_account_data(self._user_id(login), "m.direct", content)

    async def _play(self, stage: _Stage, number: int, line: Line) -> None:
        caller = self._caller(line.who)
        if line.deed == "pin":
            pinned = {"pinned": [stage.events[line.target or 0]]}
            event_id = await self._rooms.send_event(
                caller, stage.room_id, "m.room.pinned_events", pinned, state_key=""
            )
        else:
            kind = _KINDS.get(line.deed, "m.room.message")
            content = await self._content(stage, line)
            event_id = await self._rooms.send_event(caller, stage.room_id, kind, content)
        stage.events[number] = event_id
        stage.authors[number] = line.who
        if not line.is_recent:
            stage.read_upto = event_id

    async def _content(self, stage: _Stage, line: Line) -> dict[str, Any]:
        target = stage.events[line.target] if line.target else EventId("")
        match line.deed:
            case "react":
                relation = {"rel_type": "m.annotation", "event_id": target, "key": line.text}
                return {"m.relates_to": relation}
            case "file":
                return await self._file(line)
            case "poll":
                return poll(line.text)
            case "vote":
                return vote(target, line.text)
        return self._message(stage, line, target)

    def _message(self, stage: _Stage, line: Line, target: EventId) -> dict[str, Any]:
        content = self._text(line.text)
        if line.deed == "answer":
            # MSC3440: clients without threads show an answer as a reply to the thread's first message.
            reply = {"is_falling_back": True, "m.in_reply_to": {"event_id": target}}
            content["m.relates_to"] = {"rel_type": "m.thread", "event_id": target, **reply}
        if line.deed == "reply":
            content["m.relates_to"] = {"m.in_reply_to": {"event_id": target}}
            author = self._user_id(stage.authors[line.target or 0])
            mentioned = content["m.mentions"].get("user_ids", [])
            content["m.mentions"] = {"user_ids": sorted({*mentioned, author})}
        if line.deed == "edit":
            edited = {**content, "body": f"* {content['body']}"}
            relation = {"rel_type": "m.replace", "event_id": target}
            return {**edited, "m.new_content": content, "m.relates_to": relation}
        return content

    def _text(self, text: str) -> dict[str, Any]:
        logins = [login for login in _MENTION.findall(text) if login in self._names]
        body = _MENTION.sub(lambda match: self._names.get(match[1], match[0]), text)
        content: dict[str, Any] = {"msgtype": "m.text", "body": body, "m.mentions": {}}
        if logins:
            content["m.mentions"] = {"user_ids": [self._user_id(login) for login in logins]}
            content["format"] = "org.matrix.custom.html"
            content["formatted_body"] = _MENTION.sub(self._pill, html.escape(text, quote=False))
        return content

    def _pill(self, match: re.Match[str]) -> str:
        name = self._names.get(match[1])
        if name is None:
            return match[0]
        return f'<a href="https://matrix.to/#/{self._user_id(match[1])}">{html.escape(name)}</a>'

    async def _file(self, line: Line) -> dict[str, Any]:
        name = self._data.files[line.text]
        if line.text != "schedule":
            (width, height), picture = (
                (CHART_SIZE, chart_png()) if line.text == "chart" else (VIEW_SIZE, view_png(line.text))
            )
            info = await self._store(line.who, picture, Description("image/png", name))
            return _file_content("m.image", name, info, {"w": width, "h": height})
        info = await self._store(line.who, schedule_pdf(), Description("application/pdf", name))
        return _file_content("m.file", name, info, {})

    async def _store(self, login: str, content: bytes, description: Description) -> MediaInfo:
        async def chunks() -> AsyncIterator[bytes]:
            yield content

        return await self._media.store_file(self._user_id(login), chunks(), description)

    async def _read(self, stage: _Stage) -> None:
        upto = stage.read_upto
        if upto is not None:
            await asyncio.gather(
                *(self._rooms.mark_read(self._caller(login), stage.room_id, upto) for login in stage.members)
            )

    def _user_id(self, login: str) -> UserId:
        return UserId(f"@{login}:{self._server_name}")

    def _caller(self, login: str) -> Caller:
        return Caller(self._user_id(login), DeviceId("DEMO"), SessionId("ses_demo"))


def _file_content(msgtype: str, name: str, info: MediaInfo, more: dict[str, int]) -> dict[str, Any]:
    return {
        "msgtype": msgtype,
        "body": name,
        "filename": name,
        "url": info.uri,
        "info": {"mimetype": info.content_type, "size": info.size, **more},
        "m.mentions": {},
    }
