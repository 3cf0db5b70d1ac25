# SPDX-License-Identifier: EUPL-1.2
"""Two administrators who let each other go at the same time: one of them stays."""

import asyncio
from urllib.parse import quote

import pytest
from support.office import PASSWORD, SERVER

from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.modules.org.model import Relation
from chancery.platform.db.port import Write

from .conftest import ORG, PROOF, House

PAIR = ("wanda", "xenia")


async def _appoint_pair(house: House, *, of_server: bool) -> None:
    """Let two people alone administer the agency, and the server with `of_server`."""
    modules, write = house.ministry.modules, Write()
    vera = UserId(house["vera"].user_id)
    (agency,) = [one for one in await modules.org.departures.scope(vera) if one.startswith("agency:")]
    for name in PAIR:
        user_id = UserId(f"@{name}:{SERVER}")
        login = NewPerson(user_id, name, password=PASSWORD, is_admin=of_server)
        await modules.accounts.accounts.add_person(write, login, actor="system")
        modules.org.editor.relate(write, Relation(agency, "administers", f"user:{user_id}"))
    modules.org.editor.end_direct(write, agency, "administers", vera)
    await house.ministry.platform.database.commit(write)
    if of_server:
        closing = Write()
        await modules.accounts.accounts.add_closing(closing, vera, actor="system")
        await house.ministry.platform.database.commit(closing)


@pytest.mark.parametrize("of_server", [True, False])
async def test_one_of_two_stays(house: House, of_server: bool) -> None:
    await _appoint_pair(house, of_server=of_server)
    wanda, xenia = [await house.ministry.on_device(name) for name in PAIR]
    answers = await asyncio.gather(
        *(
            actor.client.post(
                f"{ORG}/people/{quote(other.user_id)}/offboarding",
                {"confirmation": other.user_id[1:].partition(":")[0], **PROOF},
            )
            for actor, other in ((wanda, xenia), (xenia, wanda))
        )
    )
    refused = [answer for answer in answers if answer.status != 200]
    assert len(refused) == 1
    assert refused[0].status in (401, 403, 409), refused[0].body
    accounts = house.ministry.modules.accounts.accounts
    active = [name for name in PAIR if await accounts.exists(UserId(f"@{name}:{SERVER}"))]
    assert len(active) == 1
