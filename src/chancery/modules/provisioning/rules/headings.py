# SPDX-License-Identifier: EUPL-1.2
"""Which column of a table holds which field: by headings in English and Russian, by configuration, or as a person said."""

import re
from collections.abc import Iterable, Mapping, Sequence

from chancery.kit.text import fold

FIELDS: Mapping[str, tuple[str, ...]] = {
    "person": (
        "person", "person id", "employee", "employee id", "employee number", "personnel number", "id", "external id",
        "табельный номер", "таб номер", "таб №", "номер сотрудника", "код сотрудника", "внешний код",
    ),
    "login": ("login", "user", "user name", "username", "account", "логин", "имя пользователя", "учетная запись"),
    "name": ("name", "full name", "display name", "фио", "полное имя", "сотрудник", "имя полностью"),
    "last_name": ("last name", "surname", "family name", "фамилия"),
    "first_name": ("first name", "given name", "имя"),
    "middle_name": ("middle name", "patronymic", "отчество"),
    "email": ("email", "e mail", "mail", "e mail address", "почта", "электронная почта", "адрес электронной почты"),
    "phones": ("phone", "phones", "telephone", "tel", "телефон", "телефоны", "рабочий телефон"),
    "room": ("room", "office", "cabinet", "кабинет", "комната", "помещение"),
    "languages": ("language", "languages", "язык", "языки"),
    "active": ("active", "status", "employed", "работает", "активен", "статус", "состояние"),
    "unit": (
        "unit", "unit code", "unit id", "department", "department code", "division",
        "подразделение", "код подразделения", "отдел", "код отдела",
    ),
    "unit_name": ("unit name", "department name", "название подразделения", "наименование подразделения"),
    "parent": (
        "parent", "parent unit", "parent code", "parent department", "above", "superior unit",
        "вышестоящее подразделение", "код вышестоящего подразделения", "родитель", "входит в",
    ),
    "unit_kind": ("unit kind", "unit type", "вид подразделения", "тип подразделения"),
    "post": ("post", "title", "job title", "position", "должность", "наименование должности"),
    "post_code": ("post code", "post id", "position id", "position number", "код должности", "код штатной единицы"),
    "post_kind": ("post kind", "kind of post", "head", "is head", "role", "вид должности", "руководитель", "роль"),
    "starts": ("starts", "start", "from", "start date", "since", "hired", "с", "дата начала", "дата назначения", "дата приема"),
    "ends": ("ends", "end", "until", "end date", "to", "по", "до", "дата окончания"),
    "acting": ("acting", "и о", "исполняющий обязанности", "врио"),
}  # fmt: skip
"""The fields, each with the headings that are known without being told."""

_WORD = re.compile(r"[^\w№]+")


def key_of(heading: str) -> str:
    """Return a heading as it is compared: folded, without signs."""
    return _WORD.sub(" ", fold(heading).replace("_", " ")).strip()


_KNOWN = {key_of(heading): field for field, headings in FIELDS.items() for heading in (field, *headings)}


def configured(lines: Iterable[str]) -> dict[str, str]:
    """Return further headings by `heading = field`; what names no field is left out."""
    pairs = [line.rpartition("=") for line in lines]
    return {
        key_of(heading): field.strip() for heading, sign, field in pairs if sign and field.strip() in FIELDS
    }


def guessed(headings: Sequence[str], more: Mapping[str, str]) -> list[str | None]:
    """Return the field of each column, None for columns that are left out; a field is given once."""
    taken: set[str] = set()
    found: list[str | None] = []
    for heading in headings:
        field = more.get(key_of(heading)) or _KNOWN.get(key_of(heading))
        if field in taken:
            field = None
        if field is not None:
            taken.add(field)
        found.append(field)
    return found
