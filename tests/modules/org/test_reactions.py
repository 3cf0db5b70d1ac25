# SPDX-License-Identifier: EUPL-1.2
"""A closed login leaves its posts."""

from support.council import Council
from support.office import PASSWORD, SERVER

from chancery.kit.ids import UserId


async def test_a_closed_login_frees_its_posts(council: Council) -> None:
    path = "/_matrix/client/v3/account/deactivate"
    office, anna = council.office, UserId(f"@anna:{SERVER}")
    office.clock.forward(seconds=60)
    session = (await council.anna.post(path, {})).json["session"]
    auth = {"type": "m.login.password", "user": anna, "password": PASSWORD, "session": session}
    assert (await council.anna.post(path, {"auth": auth})).status == 200
    (stop,) = (manifest.stop for manifest in office.manifests if manifest.name == "org")
    assert stop is not None
    await stop()
    items = (await council.vera.get("/api/v1/org/people")).json["items"]
    assert [item["name"] for item in items] == ["Boris", "Vera"]
    assert not await office.org.authority.check(anna, "manages", f"unit:{council.legal.id}")
    units = (await council.vera.get("/api/v1/org/units")).json["units"]
    assert units[1]["head_user_id"] is None
