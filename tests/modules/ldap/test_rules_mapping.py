# SPDX-License-Identifier: EUPL-1.2
"""From an entry to a person: identity, names, units, and who is disabled, as OpenLDAP and Active Directory write them."""

import dataclasses
from uuid import UUID

import pytest

from chancery.modules.ldap.model import AttributeMap, Fault, MappedPerson, RawEntry
from chancery.modules.ldap.rules.mapping import fold_dn, map_group, map_person, person_attributes, rdn_values

OPENLDAP = AttributeMap(
    id_attribute="entryUUID",
    login_attribute="uid",
    name_attribute="displayName",
    mail_attribute="mail",
    phone_attribute="telephoneNumber",
    room_attribute="roomNumber",
    title_attribute="title",
    units_from="attribute",
    unit_attribute="ou",
    people_base="ou=people,dc=x",
    disabled_when="",
    required_group="",
    group_name_attribute="cn",
    group_member_attribute="member",
    changes="modifyTimestamp",
)
AD = dataclasses.replace(
    OPENLDAP,
    id_attribute="objectGUID",
    login_attribute="sAMAccountName",
    unit_attribute="department",
    changes="uSNChanged",
)
GUID = UUID("00112233-4455-6677-8899-aabbccddeeff")


def _entry(dn: str = "uid=olga,ou=people,dc=x", **attributes: object) -> RawEntry:
    values = {
        name.lower(): [one if isinstance(one, bytes) else str(one).encode() for one in _many(value)]
        for name, value in attributes.items()
    }
    return RawEntry(dn, values)


def _many(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


def _mapped(entry: RawEntry, wanted: AttributeMap = OPENLDAP) -> MappedPerson:
    mapped = map_person(entry, wanted)
    assert isinstance(mapped, MappedPerson)
    return mapped


def test_active_directory() -> None:
    person = _mapped(
        _entry(
            "CN=Orlova\\, Olga,OU=Law,DC=x", objectGUID=GUID.bytes_le, sAMAccountName="Olga.Orlova", cn="Orlova, Olga",
            department="Law", userAccountControl=512, memberOf=["CN=A,DC=X", "cn=b, dc=x"],
        ),
        AD,
    )  # fmt: skip
    assert (person.external_id, person.login, person.name) == (str(GUID), "olga.orlova", "Orlova, Olga")
    assert (person.units, person.groups, person.is_active) == (("Law",), ("cn=a,dc=x", "cn=b,dc=x"), True)


@pytest.mark.parametrize(
    ("control", "active"),
    [("512", True), ("514", False), ("66050", False), ("-2147483646", False), ("x", True)],
)
def test_user_account_control(control: str, active: bool) -> None:
    entry = _entry(entryUUID="1", uid="olga", userAccountControl=control)
    assert _mapped(entry).is_active is active


def test_disabled_by_a_value() -> None:
    wanted = dataclasses.replace(OPENLDAP, disabled_when="pwdAccountLockedTime=000001010000Z")
    assert not _mapped(
        _entry(entryUUID="1", uid="olga", pwdAccountLockedTime="000001010000Z"), wanted
    ).is_active
    assert _mapped(
        _entry(entryUUID="1", uid="olga", pwdAccountLockedTime="20260101000000Z"), wanted
    ).is_active
    assert "pwdAccountLockedTime" in person_attributes(wanted)


def test_who_is_nobody() -> None:
    without_id = map_person(_entry(uid="olga"), OPENLDAP)
    without_login = map_person(_entry(entryUUID="1"), OPENLDAP)
    assert isinstance(without_id, Fault)
    assert isinstance(without_login, Fault)
    assert (without_id.external_id, without_login.external_id) == (None, "1")


def test_units_from_the_tree() -> None:
    wanted = dataclasses.replace(OPENLDAP, units_from="tree")
    entry = _entry("uid=olga,ou=Treaties,ou=Law\\2C EU,OU=People,DC=x", entryUUID="1", uid="olga")
    assert _mapped(entry, wanted).units == ("Law, EU", "Treaties")
    assert _mapped(_entry(entryUUID="1", uid="o", ou="Law / Treaties/")).units == ("Law", "Treaties")


def test_names_compare_as_directories_do() -> None:
    assert fold_dn("UID=Olga , OU=People,dc=X") == "uid=olga,ou=people,dc=x"
    assert rdn_values("cn=a\\,b,dc=x") == [("cn", "a,b"), ("dc", "x")]
    assert rdn_values("cn=\\D0\\9E,dc=x")[0] == ("cn", "О")


def test_values_that_are_no_text() -> None:
    assert _mapped(_entry(entryUUID="1", uid="olga", displayName=b"\xff", cn="Olga")).name == "Olga"


def test_groups() -> None:
    group = map_group(_entry("cn=Drafting,dc=x", member=["UID=Olga,DC=x"]), OPENLDAP)
    assert (group.dn, group.name, group.members) == (
        "cn=drafting,dc=x",
        "Drafting",
        frozenset({"uid=olga,dc=x"}),
    )
