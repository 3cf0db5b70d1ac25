# SPDX-License-Identifier: EUPL-1.2
"""An office with a mail server, and what people do with its letters."""

from pathlib import Path
from typing import Any

import pytest

from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.platform.bus.local import LocalBus
from chancery.platform.db.port import Database, Write
from support.http import Answer, Client
from support.mailbox import Mailbox
from support.office import PASSWORD, SERVER, Office, build_office

HOME = "https://chancery.example"
ASK = "/_matrix/client/v3/account/3pid/email/requestToken"


@pytest.fixture
async def posted(database: Database, local_bus: LocalBus, tmp_path: Path, mailbox: Mailbox) -> Office:
    """An office with a mail server, with anna, and with dora whose address administrators keep."""
    office = build_office(database, local_bus, tmp_path, email=mailbox.settings)
    await office.add("anna")
    write = Write()
    dora = NewPerson(UserId(f"@dora:{SERVER}"), "Dora", password=PASSWORD, email="dora@ministry.example")
    await office.accounts.add_person(write, dora, actor="system")
    await office.database.commit(write)
    return office


async def ask(client: Client, address: str = "anna@home.example", *, path: str = ASK, **more: Any) -> Answer:
    body = {"client_secret": "secret", "email": address, "send_attempt": 1, **more}
    return await client.post(path, body)


async def confirm(client: Client, mailbox: Mailbox) -> Answer:
    """Press the button on the page behind the link."""
    link = mailbox.link()
    assert link.startswith(f"{HOME}/api/v1/email/confirm?")
    path, _, query = link.removeprefix(HOME).partition("?")
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return await client.request("POST", path, content=query.encode(), headers=headers)
