# SPDX-License-Identifier: EUPL-1.2
"""Words and stems: what people type finds what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.modules.search.model import Term
from chancery.modules.search.rules import words
from chancery.modules.search.rules.stems import stem


@pytest.mark.parametrize(
    "forms",
    [
        "сообщение сообщения сообщению сообщений сообщениями",
        "министр министра министром министры министров",
        "бюджетный бюджетного бюджетные бюджетных",
        "приказ приказа приказы приказами",
        "заседание заседания заседаний",
        "согласовал согласовала согласовали согласовать",
        "message messages",
        "meet meeting meetings",
        "budget budgets budgeted budgeting",
        "policy policies",
        "plan plans planned planning",
        "approve approved approves approving",
        "box boxes",
        "cancel cancels cancelled cancelling",
        "call calls called calling",
    ],
)
def test_forms_of_a_word_share_a_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1, [stem(form) for form in forms.split()]


@pytest.mark.parametrize("pair", ["bus busy", "приказ прикол", "minister ministry", "news new", "this thing"])
def test_different_words_keep_different_stems(pair: str) -> None:
    one, other = pair.split()
    assert stem(one) != stem(other)


@given(st.text(max_size=40))
def test_any_text_has_words_and_every_word_a_stem(text: str) -> None:
    assert all(word and stem(word) for word in words.words(text))


def test_words_are_folded_and_lose_their_marks_but_cyrillic_letters() -> None:
    assert words.words("Ёлка, ЙОД; Café naïve ﬁn! a_b 17/2") == [
        *("елка", "йод", "cafe", "naive", "fin", "a", "b", "17", "2")
    ]


def test_only_the_last_word_of_a_search_is_unfinished() -> None:
    assert words.terms("Budget meetin") == [Term("budget", "budget", False), Term("meetin", "meetin", True)]
    assert words.terms("budget ")[0].is_prefix is False
    assert words.terms("a")[0].is_prefix is False
    assert words.terms("?!") == []


def test_highlights_are_words_as_they_stand_in_the_text() -> None:
    found = words.highlights(words.terms("meeting bud"), ["Meetings on budgets", "the meeting", "nothing"])
    assert found == ["meetings", "budgets", "meeting"]


def test_quotations_of_answers_are_left_out() -> None:
    content = {
        "body": "> <@anna:x> the old text\n> more\n\nmine",
        "m.relates_to": {"m.in_reply_to": {"event_id": "$x"}},
    }
    assert words.text_of("m.room.message", content).split() == ["mine"]
    assert "old" in words.text_of("m.room.message", {"body": content["body"]})


def test_files_are_found_by_text_and_name() -> None:
    text = words.text_of("m.room.message", {"body": "the decree", "filename": "decree-17.pdf"})
    assert words.words(text) == ["the", "decree", "decree", "17", "pdf"]


def test_events_without_text_have_no_document() -> None:
    assert words.text_of("m.room.topic", {"topic": 5}) == ""
    assert (
        words.document(position=1, room_id="!r", sender="@a", kind="m", sent_at=1, shown="$e", text="…")
        is None
    )
