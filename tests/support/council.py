# SPDX-License-Identifier: EUPL-1.2
"""A small organisation for tests: two departments, one of them with a division."""

from dataclasses import dataclass

import pytest

from chancery.kit.ids import UserId
from chancery.modules.org.model import PersonDetails, StoredUnit
from chancery.modules.org.service.editor import holding
from chancery.platform.db.port import Write
from support.http import Client
from support.office import SERVER, Office


@dataclass(frozen=True)
class Council:
    """The office with a tree; anna heads the legal department, boris is a clerk of its division, vera administers."""

    office: Office
    root: StoredUnit
    legal: StoredUnit
    treaties: StoredUnit
    transport: StoredUnit
    posts: dict[str, str]
    anna: Client
    boris: Client
    vera: Client


@pytest.fixture
async def council(office: Office) -> Council:
    editor, write = office.org.editor, Write()
    root = editor.add_agency(write, "Ministry of Examples")
    legal = editor.add_unit(write, root, name="Legal Department", kind="department", place=1)
    treaties = editor.add_unit(write, legal, name="Treaties Division", kind="division", place=1)
    transport = editor.add_unit(write, root, name="Отдел перевозок", kind="department", place=2)
    posts = {}
    for name, unit, title, kind in (
        ("anna", legal, "Director", "head"),
        ("boris", treaties, "Senior Clerk", "specialist"),
        ("vera", root, "Administrator", "specialist"),
    ):
        user_id = UserId(f"@{name}:{SERVER}")
        post = editor.add_post(write, unit.id, title=title, kind=kind, place=1)
        editor.set_person(
            write,
            PersonDetails(
                user_id, name.capitalize(), phones=["+1 555 0100"], room="12", languages=["en", "ru"]
            ),
        )
        editor.appoint(write, post, holding(post, user_id, office.clock()))
        posts[name] = post.id
    editor.make_administrator(write, root, UserId(f"@vera:{SERVER}"))
    await office.database.commit(write)
    anna, boris, vera = [await office.signed_in(name) for name in ("anna", "boris", "vera")]
    return Council(office, root, legal, treaties, transport, posts, anna, boris, vera)
