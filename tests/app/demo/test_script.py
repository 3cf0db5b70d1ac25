# SPDX-License-Identifier: EUPL-1.2
"""The demo's little script language and both data sets."""

from datetime import datetime

import pytest

from chancery.app.demo.data import AGENCY, LANGUAGES, Language, load
from chancery.app.demo.script import Line, parse_script, working_moment

# Monday, 23 November 2026, noon in this machine's time zone.
NOW = int(datetime(2026, 11, 23, 12).astimezone().timestamp() * 1000)


def test_every_deed_is_read() -> None:
    lines = parse_script(
        [
            "1d 09:00 anna: Hello, all: welcome.",
            "1d 09:01 boris >1: Thanks",
            "1d 09:02 boris =2: Thank you",
            "1d 09:03 anna +2: 👍",
            "1d 09:04 anna pin 1:",
            "1d 09:05 boris ~1: In a thread",
            "1d 09:06 anna poll: When? | Now | Later",
            "1d 09:07 boris vote 7: 2",
            "5m anna file: schedule",
        ],
        NOW,
    )
    assert [(line.deed, line.target, line.text) for line in lines] == [
        ("say", None, "Hello, all: welcome."),
        ("reply", 1, "Thanks"),
        ("edit", 2, "Thank you"),
        ("react", 2, "👍"),
        ("pin", 1, ""),
        ("answer", 1, "In a thread"),
        ("poll", None, "When? | Now | Later"),
        ("vote", 7, "2"),
        ("file", None, "schedule"),
    ]
    assert lines[-1] == Line(NOW - 300_000, "anna", "file", "schedule", None, is_recent=True)


@pytest.mark.parametrize(
    "text", ["anna: no time", "1d 9:00 anna: short hour", "1d 09:00 anna >1: itself", "1d 09:00 anna >: none"]
)
def test_a_line_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="line 1"):
        parse_script([text], NOW)


def test_working_days_leave_weekends_out() -> None:
    days = [datetime.fromtimestamp(working_moment(NOW, back, 9, 0) / 1000).astimezone() for back in (1, 2, 6)]
    assert [(day.month, day.day, day.hour) for day in days] == [(11, 20, 9), (11, 19, 9), (11, 13, 9)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_data_set_names_only_what_it_has(language: Language) -> None:
    data = load(language)
    people = {person.login for person in data.people}
    units = {AGENCY, *(unit.key for unit in data.units)}
    assert len(people) == len(data.people) == 32
    assert {person.unit for person in data.people} | {unit.above for unit in data.units} <= units
    assert {*data.logins, *data.administrators, *(acting.login for acting in data.acting)} <= people
    for room in data.rooms:
        members = people if room.members == "all" else set(room.members)
        lines = parse_script(room.script, NOW)
        assert members <= people
        assert {line.who for line in lines} <= members, room.name
        writers = set(room.writers) or members
        assert {line.who for line in lines if line.deed != "react"} <= writers, room.name
        assert [line.at for line in lines] == sorted(line.at for line in lines), room.name
        assert not (room.script and (room.encrypted or room.direct)), (
            "the server cannot write into encrypted rooms"
        )


def test_both_languages_tell_the_same_story() -> None:
    english, russian = (load(language) for language in LANGUAGES)
    assert [unit.key for unit in english.units] == [unit.key for unit in russian.units]
    assert [person.unit for person in english.people] == [person.unit for person in russian.people]
    for one, other in zip(english.rooms, russian.rooms, strict=True):
        assert len(one.members) == len(other.members)
        told = [
            [(line.at, line.deed, line.target) for line in parse_script(room.script, NOW)]
            for room in (one, other)
        ]
        assert told[0] == told[1], one.name
