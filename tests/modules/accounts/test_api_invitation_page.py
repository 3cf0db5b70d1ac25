# SPDX-License-Identifier: EUPL-1.2
"""The page for a code on paper, in the reader's language; guesses are slowed down."""

from urllib.parse import urlencode

import pytest
from support.addresses import on_sqlite
from support.ministry import Ministry
from support.office import SERVER

from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.platform.db.port import Write

PATH = "/api/v1/invitation"
NEW = "a-long-new-password"


async def _invited(ministry: Ministry) -> tuple[UserId, str]:
    """Add somebody without a password and return their code."""
    user_id, upkeep = UserId(f"@fresh:{SERVER}"), ministry.modules.accounts.upkeep
    write = Write()
    upkeep.add(write, NewPerson(user_id, "Fresh"), actor="system")
    await ministry.platform.database.commit(write)
    return user_id, (await upkeep.invite([user_id], actor="system"))[user_id]


async def _post(ministry: Ministry, user: str, code: str, password: str = NEW) -> int:
    form = urlencode({"user": user, "code": code, "password": password, "again": password})
    return (await ministry.anonymous.post(PATH, content=form.encode())).status


@pytest.mark.parametrize(("language", "word"), [("en", "New password"), ("ru-RU", "Новый пароль")])
@on_sqlite
async def test_the_page_is_in_the_readers_language(ministry: Ministry, language: str, word: str) -> None:
    page = await ministry.anonymous.get(f"{PATH}?user=%22%3E", headers={"accept-language": language})
    assert page.status == 200
    assert word in page.body.decode()
    assert 'value="&quot;&gt;"' in page.body.decode()


async def test_a_code_sets_the_first_password_and_no_other(ministry: Ministry) -> None:
    user_id, code = await _invited(ministry)
    assert await _post(ministry, user_id, code, "short") == 400
    assert await _post(ministry, "fresh", f" {code.upper()} ") == 200
    assert await _post(ministry, "fresh", code) == 403
    assert await ministry.modules.accounts.upkeep.invite([user_id], actor="system") == {}


@on_sqlite
async def test_guesses_are_slowed_down(ministry: Ministry) -> None:
    await _invited(ministry)
    found = [await _post(ministry, "fresh", f"guess{number}") for number in range(8)]
    assert found[0] == 403
    assert found[-1] == 429
