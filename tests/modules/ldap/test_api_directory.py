# SPDX-License-Identifier: EUPL-1.2
"""People and groups of a real slapd: reading, changes, leaving, sign-in, and a try of the mapping."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from support.office import PASSWORD
from support.slapd import GROUPS, PEOPLE, Slapd

from chancery.platform.bus.local import LocalBus
from chancery.platform.db.port import Database

from .conftest import LDAP, Synced, settings_for, synced_with


async def test_people_with_units_posts_and_cards(synced: Synced) -> None:
    synced.slapd.add_person(
        "olga", displayName="Olga Orlova", mail="olga@ministry.example", ou="Law/Treaties", title="Adviser",
        telephoneNumber="+1 555 0100", roomNumber="204",
    )  # fmt: skip
    for name in ("boris", "carla", "dora"):
        synced.slapd.add_person(name, ou="Law")
    report = await synced.sync()
    assert (report["is_full"], report["entries"], report["problems"]) == (True, 4, 0)
    card = await synced.card("olga")
    assert (card["name"], card["email"], card["phones"], card["room"]) == (
        "Olga Orlova",
        "olga@ministry.example",
        ["+1 555 0100"],
        "204",
    )
    (post,) = card["posts"]
    assert (post["title"], [one["name"] for one in post["path"]][1:]) == ("Adviser", ["Law", "Treaties"])
    assert (await synced.card("dora"))["posts"][0]["title"] == "Specialist"
    again = await synced.sync(full=True)
    assert (again["changes"], again["run_id"]) == (0, None)


async def test_deltas_bring_what_changed(synced: Synced) -> None:
    dn = synced.slapd.add_person("olga", title="Adviser")
    synced.slapd.add_person("boris")
    await synced.sync()
    synced.slapd.change(dn, title=["Director"])
    synced.slapd.add_person("carla")
    report = await synced.sync()
    assert not report["is_full"]
    assert (await synced.card("olga"))["posts"][0]["title"] == "Director"
    assert await synced.exists("carla")
    # A rename of the entry does not make another person.
    synced.slapd.rename(dn, "uid=olga.orlova")
    await synced.sync()
    assert await synced.exists("olga")
    assert not await synced.exists("olga.orlova")
    assert await synced.log_in("olga", "olga secret") == 200


async def test_passwords_are_checked_there(synced: Synced) -> None:
    dn = synced.slapd.add_person("olga")
    assert await synced.log_in("olga", "olga secret") == 403
    await synced.sync()
    assert await synced.log_in("olga", "olga secret") == 200
    for wrong in ("wrong", "olga secret\0"):
        assert await synced.log_in("olga", wrong) in {400, 403}
    synced.ministry.platform.clock.forward(seconds=3600)
    # RFC 4513 §5.1.2: a bind without a password would succeed.
    assert await synced.log_in("olga", "") in {400, 403}
    synced.slapd.change(dn, userPassword=["another secret"])
    assert await synced.log_in("olga", "olga secret") == 403
    assert await synced.log_in("olga", "another secret") == 200
    rows = await synced.ministry.platform.database.fetch(
        "SELECT password_hash FROM accounts_person WHERE user_id LIKE '@olga:%'"
    )
    assert rows == [(None,)]
    # Whose password is kept here is not asked there.
    assert await synced.log_in("vera", PASSWORD) == 200


async def test_no_password_is_set_here(synced: Synced) -> None:
    synced.slapd.add_person("olga")
    await synced.sync()
    identifier = {"type": "m.id.user", "user": "olga"}
    proof = {"type": "m.login.password", "identifier": identifier, "password": "olga secret"}
    entered = await synced.ministry.anonymous.post("/_matrix/client/v3/login", proof)
    olga = synced.ministry.anonymous.with_token(entered.json["access_token"])
    path = "/_matrix/client/v3/account/password"
    asked = await olga.post(path, {"new_password": "a password of my own"})
    auth = {**proof, "session": asked.json["session"]}
    refused = await olga.post(path, {"new_password": "a password of my own", "auth": auth})
    assert refused.status == 403
    assert "directory" in refused.json["error"]


async def test_a_directory_that_is_away(synced: Synced) -> None:
    synced.slapd.add_person("olga")
    await synced.sync()
    synced.slapd.stop()
    identifier = {"type": "m.id.user", "user": "olga"}
    body = {"type": "m.login.password", "identifier": identifier, "password": "olga secret"}
    answer = await synced.ministry.anonymous.post("/_matrix/client/v3/login", body)
    assert answer.status == 503
    assert b"127.0.0.1" not in answer.body
    assert (await synced.vera.client.post(f"{LDAP}/sync", {})).status == 503
    shown = (await synced.vera.client.get(LDAP)).json
    assert (shown["is_busy"], shown["outcome"].startswith("failed")) == (False, True)
    synced.slapd.start()
    assert await synced.log_in("olga", "olga secret") == 200


async def test_leaving_there_is_offboarding_here(synced: Synced) -> None:
    for name in ("olga", "boris", "carla", "dora", "egor", "fyodor"):
        synced.slapd.add_person(name)
    await synced.sync()
    assert await synced.log_in("olga", "olga secret") == 200
    synced.slapd.delete(f"uid=olga,{PEOPLE}")
    await synced.sync()
    assert await synced.exists("olga")  # only the comparison of everything sees what is gone
    report = await synced.sync(full=True)
    assert (report["is_held"], await synced.exists("olga"), await synced.exists("boris")) == (
        False,
        False,
        True,
    )
    assert await synced.log_in("olga", "olga secret") == 403


async def test_disabled_accounts_leave_by_delta(
    slapd: Slapd, database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    ldap = replace(settings_for(slapd), disabled_when="employeeType=former")
    async with synced_with(ldap, slapd, database, local_bus, tmp_path) as synced:
        dn = slapd.add_person("olga")
        slapd.add_person("boris", employeeType="former")
        await synced.sync()
        assert (await synced.exists("olga"), await synced.exists("boris")) == (True, False)
        slapd.change(dn, employeeType=["former"])
        report = await synced.sync()
        assert (report["is_full"], await synced.exists("olga")) == (False, False)
        assert await synced.log_in("olga", "olga secret") == 403


async def test_groups_are_teams(synced: Synced) -> None:
    olga, boris = synced.slapd.add_person("olga"), synced.slapd.add_person("boris")
    drafting = synced.slapd.add_group("Drafting", olga)
    budget = synced.slapd.add_group("Budget 2027", boris, drafting)
    await synced.sync()
    assert await synced.teams("olga") == ["Budget 2027", "Drafting"]
    assert await synced.teams("boris") == ["Budget 2027"]
    # A ring of groups ends.
    synced.slapd.change(drafting, member=[boris, budget])
    await synced.sync()
    assert await synced.teams("olga") == []
    assert await synced.teams("boris") == ["Budget 2027", "Drafting"]
    synced.slapd.delete(f"cn=Drafting,{GROUPS}")
    await synced.sync(full=True)
    assert await synced.teams("boris") == ["Budget 2027"]


async def test_only_members_of_the_required_group(
    slapd: Slapd, database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    ldap = replace(settings_for(slapd), required_group=f"CN=Chancery, {GROUPS}")
    async with synced_with(ldap, slapd, database, local_bus, tmp_path) as synced:
        olga, carla = slapd.add_person("olga"), slapd.add_person("carla")
        names = [f"clerk{number}" for number in range(7)]
        inner = slapd.add_group("Drafting", *[slapd.add_person(name) for name in names])
        slapd.add_group("Chancery", olga, inner)
        await synced.sync()
        assert [await synced.exists(name) for name in ("olga", *names)] == [True] * 8
        assert not await synced.exists("carla")
        slapd.change(inner, member=[carla])
        report = await synced.sync()
        # Seven of eight would leave: so many that somebody has to confirm it. Who comes, comes.
        assert (report["is_full"], report["is_held"]) == (True, True)
        assert [await synced.exists(name) for name in names] == [True] * 7
        assert await synced.exists("carla")
        state = (await synced.vera.client.get(LDAP)).json
        assert report["run_id"] in state["outcome"]


async def test_a_bad_entry_keeps_nobody_else(synced: Synced) -> None:
    for name in ("olga", "boris"):
        synced.slapd.add_person(name, mail=f"{name}@ministry.example")
    await synced.sync()
    synced.slapd.add_person("carla", mail="boris@ministry.example")
    synced.slapd.add_person("dora")
    synced.slapd.delete(f"uid=olga,{PEOPLE}")
    report = await synced.sync(full=True)
    assert report["problems"] == 1
    assert [await synced.exists(name) for name in ("olga", "boris", "carla", "dora")] == [
        False,
        True,
        False,
        True,
    ]


async def test_units_from_the_tree(
    slapd: Slapd, database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    ldap = replace(settings_for(slapd), units_from="tree")
    async with synced_with(ldap, slapd, database, local_bus, tmp_path) as synced:
        law = f"ou=Law\\, Treaties,{PEOPLE}"
        slapd.add(law, ["organizationalUnit"], {"ou": "Law, Treaties"})
        slapd.add(f"uid=olga,{law}", ["inetOrgPerson"], {"cn": "Olga", "sn": "O"})
        await synced.sync()
        assert (await synced.card("olga"))["posts"][0]["unit_name"] == "Law, Treaties"


async def test_trying_the_mapping(synced: Synced) -> None:
    olga = synced.slapd.add_person("olga", displayName="Olga Orlova", ou="Law", mail="olga@ministry.example")
    synced.slapd.add_group("Drafting", olga)
    shown = (await synced.vera.client.get(f"{LDAP}/preview?login=olga")).json
    assert shown["dn"] == olga
    assert (shown["person"]["login"], shown["person"]["name"], shown["person"]["units"]) == (
        "olga",
        "Olga Orlova",
        ["Law"],
    )
    assert (shown["teams"], shown["refusal"]) == (["Drafting"], None)
    assert shown["attributes"]["mail"] == ["olga@ministry.example"]
    assert "userpassword" not in shown["attributes"]
    assert not await synced.exists("olga")
    for login in ("nobody", "*", "olga)(uid=*", "o\x00"):
        answer = await synced.vera.client.get(f"{LDAP}/preview", query={"login": login})
        assert answer.status in {400, 404}, login


async def test_administrators_of_the_unit_alone(synced: Synced) -> None:
    synced.slapd.add_person("olga")
    await synced.sync()
    body = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": "olga"},
        "password": "olga secret",
    }
    entered = await synced.ministry.anonymous.post("/_matrix/client/v3/login", body)
    olga = synced.ministry.anonymous.with_token(entered.json["access_token"])
    for method, path in (("GET", LDAP), ("GET", f"{LDAP}/preview?login=olga"), ("POST", f"{LDAP}/sync")):
        assert (await olga.request(method, path, json={})).status == 403, path


@pytest.mark.parametrize(
    "how", ["second server", "start tls", "wrong authority", "wrong password", "no tls there"]
)
async def test_connections(
    how: str, slapd: Slapd, database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    ldap = settings_for(slapd)
    other = {
        "second server": {"urls": ("ldaps://127.0.0.1:9", slapd.tls_url)},
        "start tls": {"urls": (slapd.url,)},
        "wrong authority": {"ca_file": Path()},
        "wrong password": {"password": "wrong"},
        "no tls there": {"urls": (f"ldaps://127.0.0.1:{slapd.port}",)},
    }[how]
    async with synced_with(replace(ldap, **other), slapd, database, local_bus, tmp_path) as synced:
        slapd.add_person("olga")
        answer = await synced.vera.client.post(f"{LDAP}/sync", {})
        works = how in {"second server", "start tls"}
        assert answer.status == (200 if works else 503), answer.body
        assert await synced.exists("olga") == works
        if works:
            assert await synced.log_in("olga", "olga secret") == 200
