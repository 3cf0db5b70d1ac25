# SPDX-License-Identifier: EUPL-1.2
"""From an entry to a person: which attribute gives what stands in the configuration."""

import re
from uuid import UUID

from chancery.modules.ldap.model import AttributeMap, Fault, MappedGroup, MappedPerson, RawEntry

_DISABLED = 0x2
"""ACCOUNTDISABLE in Active Directory's userAccountControl ([MS-ADTS] 2.2.16)."""
_RDN = re.compile(r"(?:[^,\\]|\\.)+")
_ESCAPED = re.compile(r"\\(?:([0-9A-Fa-f]{2})|(.))")
_MOST_PHONES = 10


def map_person(entry: RawEntry, wanted: AttributeMap) -> MappedPerson | Fault:
    """Return the person, or why the entry is none."""
    external_id = _identity(entry, wanted.id_attribute)
    if external_id is None:
        return Fault(entry.dn, f"it has no {wanted.id_attribute}, by which it is known again after a rename")
    login = entry.text(wanted.login_attribute)
    if login is None:
        return Fault(
            entry.dn, f"it has no {wanted.login_attribute}, from which the login name comes", external_id
        )
    return MappedPerson(
        external_id=external_id,
        dn=entry.dn,
        login=login.partition("@")[0].lower(),
        name=entry.text(wanted.name_attribute) or entry.text("cn"),
        email=entry.text(wanted.mail_attribute),
        phones=tuple(entry.texts(wanted.phone_attribute))[:_MOST_PHONES],
        room=entry.text(wanted.room_attribute),
        title=entry.text(wanted.title_attribute),
        units=_units(entry, wanted),
        groups=tuple(fold_dn(dn) for dn in entry.texts("memberOf")),
        is_active=_is_active(entry, wanted.disabled_when),
    )


def map_group(entry: RawEntry, wanted: AttributeMap) -> MappedGroup:
    """Return a group."""
    members = frozenset(fold_dn(dn) for dn in entry.texts(wanted.group_member_attribute))
    name = entry.text(wanted.group_name_attribute) or rdn_values(entry.dn)[0][1]
    return MappedGroup(fold_dn(entry.dn), name[:200], members)


def person_attributes(wanted: AttributeMap) -> list[str]:
    """Return what is asked for of people."""
    disabled = wanted.disabled_when.partition("=")[0]
    names = [
        wanted.id_attribute,
        wanted.login_attribute,
        wanted.name_attribute,
        wanted.mail_attribute,
        wanted.phone_attribute,
        wanted.room_attribute,
        wanted.title_attribute,
        wanted.unit_attribute if wanted.units_from == "attribute" else "",
        "cn",
        "memberOf" if wanted.required_group else "",
        "userAccountControl",
        disabled,
        wanted.changes,
    ]
    return list(dict.fromkeys(name for name in names if name))


def fold_dn(dn: str) -> str:
    """Return a DN for comparison: case and spaces around commas do not count (RFC 4514, RFC 4517 §4.2.15)."""
    return ",".join(part.strip() for part in _RDN.findall(dn)).lower()


def rdn_values(dn: str) -> list[tuple[str, str]]:
    """Return type and value of each relative name, the entry's own first."""
    parts = (part.strip().partition("=") for part in _RDN.findall(dn))
    return [(name.strip().lower(), _unescape(value.strip())) for name, _, value in parts]


def _unescape(text: str) -> str:
    """Undo the escapes of RFC 4514 §2.4, by a sign or by two hexadecimal digits."""
    raw = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)
    try:
        return raw.encode("latin-1").decode() if _ESCAPED.search(text) else raw
    except UnicodeError:
        return raw


def _identity(entry: RawEntry, name: str) -> str | None:
    values = entry.attributes.get(name.lower(), ())
    if not values:
        return None
    if name.lower() == "objectguid" and len(values[0]) == 16:
        # [MS-DTYP] 2.3.4: the first three parts are little-endian.
        return str(UUID(bytes_le=bytes(values[0])))
    return entry.text(name)


def _units(entry: RawEntry, wanted: AttributeMap) -> tuple[str, ...]:
    if wanted.units_from == "attribute":
        path = entry.text(wanted.unit_attribute)
        return tuple(part.strip() for part in path.split("/") if part.strip()) if path else ()
    if wanted.units_from == "tree":
        base = len(rdn_values(wanted.people_base))
        above = rdn_values(entry.dn)[1:]
        inside = above[: len(above) - base] if base else above
        return tuple(value for name, value in reversed(inside) if name == "ou")
    return ()


def _is_active(entry: RawEntry, disabled_when: str) -> bool:
    control = entry.text("userAccountControl")
    if control is not None and control.lstrip("-").isdigit() and int(control) & _DISABLED:
        return False
    name, _, value = disabled_when.partition("=")
    return not name or value.lower() not in (text.strip().lower() for text in entry.texts(name))
