# SPDX-License-Identifier: EUPL-1.2
"""Stems of English and Russian words, so that one form of a word finds the others.

Light stemmers after the published Snowball descriptions: for Russian its first, second and fourth step on the region
behind the first vowel; for English the plural, `-ed` and `-ing`. Other words stay as they are.
"""

import re
from functools import lru_cache

_SHORTEST = 3
_RUSSIAN = re.compile(r"[а-я]+")
_ENGLISH = re.compile(r"[a-z]+")
_VOWELS = "аеиоуыэюя"
_REGION = re.compile(f"^[^{_VOWELS}]*[{_VOWELS}](.*)$")

_GERUND = re.compile(r"(?:(?<=[ая])(?:в|вши|вшись)|ив|ивши|ившись|ыв|ывши|ывшись)$")
_REFLEXIVE = re.compile(r"(?:ся|сь)$")
_ADJECTIVE = re.compile(
    r"(?:(?:(?<=[ая])(?:ем|нн|вш|ющ|щ)|ивш|ывш|ующ)?"
    r"(?:ее|ие|ые|ое|ими|ыми|ей|ий|ый|ой|ем|им|ым|ом|его|ого|ему|ому|их|ых|ую|юю|ая|яя|ою|ею))$"
)
_VERB = re.compile(
    r"(?:(?<=[ая])(?:ла|на|ете|йте|ли|й|л|ем|н|ло|но|ет|ют|ны|ть|ешь|нно)"
    r"|ила|ыла|ена|ейте|уйте|ите|или|ыли|ей|уй|ил|ыл|им|ым|ен|ило|ыло|ено|ят|ует|уют|ит|ыт|ены|ить|ыть|ишь|ую|ю)$"
)
_NOUN = re.compile(
    r"(?:а|ев|ов|ие|ье|е|иями|ями|ами|еи|ии|и|ией|ей|ой|ий|й|иям|ям|ием|ем|ам|ом|о|у|ах|иях|ях|ы|ь|ию|ью|ю|ия|ья|я)$"
)
_SYLLABLE = re.compile("[aeiouy]+")
_LAST = re.compile(r"(?:ейше|ейш|ь)$")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a folded word."""
    if len(word) <= _SHORTEST:
        return word
    if _RUSSIAN.fullmatch(word):
        return _russian(word)
    return _english(word) if _ENGLISH.fullmatch(word) else word


def _russian(word: str) -> str:
    region = _REGION.match(word)
    if region is None:
        return word
    start = region.start(1)
    tail = _without_endings(word[start:])
    tail = _LAST.sub("", tail.removesuffix("и"))
    tail = tail[:-1] if tail.endswith("нн") else tail
    stemmed = word[:start] + tail
    return stemmed if len(stemmed) > 1 else word


def _without_endings(tail: str) -> str:
    shorter = _GERUND.sub("", tail, count=1)
    if shorter != tail:
        return shorter
    tail = _REFLEXIVE.sub("", tail, count=1)
    for ending in (_ADJECTIVE, _VERB, _NOUN):
        shorter = ending.sub("", tail, count=1)
        if shorter != tail:
            return shorter
    return tail


def _english(word: str) -> str:
    word = _without_suffix(word)
    # British spelling doubles the last letter of `cancel` and `travel`; one syllable keeps both, as in `call`.
    return word[:-1] if word.endswith("ll") and len(_SYLLABLE.findall(word)) > 1 else word


def _without_suffix(word: str) -> str:
    word = _singular(word)
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and _SYLLABLE.search(rest):
            return _mended(rest)
    return word[:-1] + "i" if word.endswith("y") else word.removesuffix("e")


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "news")):
        return word[:-1]
    return word


def _mended(rest: str) -> str:
    """Return what stands before `-ed` or `-ing` as the plain word would be stemmed."""
    if rest[-1] == rest[-2] and rest[-1] not in "lsz":
        return rest[:-1]
    return rest[:-1] + "i" if rest.endswith("y") else rest
