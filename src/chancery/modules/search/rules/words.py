# SPDX-License-Identifier: EUPL-1.2
"""Words of texts and of searches: folded alike, without the marks that people leave out when they type."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chancery.kit.text import fold
from chancery.modules.search.model import TEXT_MEMBERS, Document, Term
from chancery.modules.search.rules.stems import stem

MAX_WORDS = 4000
MAX_TERMS = 16
_MAX_LENGTH = 64
_MIN_PREFIX = 2
_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = range(0x400, 0x530)


class _Bare(dict[int, int | None]):
    """Maps characters to themselves without marks; Cyrillic ones stay, because й is no и."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        if unicodedata.category(char) == "Mn":
            bare: int | None = None
        else:
            bare = code if code in _CYRILLIC else ord(unicodedata.normalize("NFD", char)[0])
        self[code] = bare
        return bare


_bare = _Bare()


def words(text: str) -> list[str]:
    """Return the words of a text, folded, in order."""
    folded = fold(text)
    if not folded.isascii():
        folded = folded.translate(_bare)
    return [word[:_MAX_LENGTH] for word in _WORD.findall(folded)]


def terms(text: str) -> list[Term]:
    """Return what a search looks for: every word, the last of them perhaps not typed to its end."""
    found = words(text)[:MAX_TERMS]
    if not found:
        return []
    is_open = not text[-1].isspace() and len(found[-1]) >= _MIN_PREFIX
    last = len(found) - 1
    return [Term(word, stem(word), index == last and is_open) for index, word in enumerate(found)]


def highlights(wanted: Sequence[Term], texts: Iterable[str]) -> list[str]:
    """Return the words of the found texts that made them be found."""
    marked: dict[str, None] = {}
    for text in texts:
        for word in words(text):
            if word not in marked and any(_fits(term, word) for term in wanted):
                marked[word] = None
    return list(marked)


def document(
    *, position: int, room_id: str, sender: str, kind: str, sent_at: int, shown: str, text: str
) -> Document | None:
    """Return an event as the index holds it; None when there are no words in it."""
    found = words(text)[:MAX_WORDS]
    if not found:
        return None
    stems = [stemmed for word in found if (stemmed := stem(word)) != word]
    return Document(position, room_id, sender, kind, sent_at, shown, " ".join(found), " ".join(stems))


def text_of(kind: str, content: Mapping[str, Any]) -> str:
    """Return what can be found of an event: a message without the quotation of what it answers, a name, a topic."""
    member = TEXT_MEMBERS[kind].removeprefix("content.")
    text = content.get(member)
    if not isinstance(text, str):
        return ""
    if kind != "m.room.message":
        return text
    if _is_reply(content):
        text = _without_quotation(text)
    name = content.get("filename")
    return f"{text} {name}" if isinstance(name, str) and name != text else text


def edited(content: Mapping[str, Any]) -> str | None:
    """Return the id of the event that this one replaces, None when it is a message of its own."""
    relation = content.get("m.relates_to")
    if not isinstance(relation, dict) or relation.get("rel_type") != "m.replace":
        return None
    target = relation.get("event_id")
    return target if isinstance(target, str) else None


def _fits(term: Term, word: str) -> bool:
    return stem(word) == term.stem or (term.is_prefix and word.startswith(term.word))


def _is_reply(content: Mapping[str, Any]) -> bool:
    relation = content.get("m.relates_to")
    return isinstance(relation, dict) and "m.in_reply_to" in relation


def _without_quotation(text: str) -> str:
    lines = text.split("\n")
    if not lines[0].startswith("> "):
        return text
    kept = next((number for number, line in enumerate(lines) if not line.startswith(">")), len(lines))
    return "\n".join(lines[kept:])
