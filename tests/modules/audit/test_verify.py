# SPDX-License-Identifier: EUPL-1.2
"""Every flipped byte of the log is found and named."""

from typing import cast

import pytest
from support.office import SERVER, Office

from chancery.modules.audit import module as audit_module
from chancery.modules.audit.contract import Entry
from chancery.modules.audit.model import Verification
from chancery.platform.db.port import Row, Value, Write

COLUMNS = [
    ("audit_entry", "position"),
    ("audit_entry", "at"),
    ("audit_entry", "action"),
    ("audit_entry", "commitment"),
    ("audit_entry", "salt"),
    ("audit_entry", "actor"),
    ("audit_entry", "subject"),
    ("audit_entry", "details"),
    ("audit_leaf", "tree_index"),
    ("audit_leaf", "position"),
    ("audit_leaf", "hash"),
    ("audit_checkpoint", "tree_size"),
    ("audit_checkpoint", "upto"),
    ("audit_checkpoint", "peaks"),
    ("audit_checkpoint", "note"),
]
KEYS = {"audit_entry": "position", "audit_leaf": "tree_index", "audit_checkpoint": "tree_size"}


async def _sealed(office: Office) -> None:
    for number in range(9):
        entry = Entry("person.viewed", f"@anna:{SERVER}", f"@boris:{SERVER}", {"number": number})
        await office.audit.log.append(entry)
        if number % 3 == 0:
            await office.audit.sealer.seal()
    await office.audit.sealer.seal()


async def _verify(office: Office, witness: str | None = None) -> Verification:
    return await audit_module.verify(
        database=office.database, keyring=office.keyring, server_name=SERVER, witness=witness
    )


async def _run(office: Office, sql: str, *params: Value) -> None:
    write = Write()
    write.execute(sql, *params)
    await office.database.commit(write)


def _flipped(value: Value, place: int) -> Value:
    """Return the value with the lowest bit of one byte changed."""
    if isinstance(value, int):
        return value ^ (1 << 40)
    raw = bytearray(value if isinstance(value, bytes) else str(value).encode())
    raw[place] ^= 1
    return bytes(raw) if isinstance(value, bytes) else raw.decode()


async def test_an_untouched_log_is_sound(office: Office) -> None:
    await _sealed(office)
    found = await _verify(office)
    assert found.problems == []
    assert found.entries == found.sealed == 12
    assert found.checkpoints == 4


async def test_an_empty_log_is_sound(office: Office) -> None:
    await _run(office, "DELETE FROM audit_entry")
    assert (await _verify(office)).problems == []


@pytest.mark.parametrize(("table", "column"), COLUMNS)
async def test_any_flipped_byte_is_found(office: Office, table: str, column: str) -> None:
    await _sealed(office)
    key = KEYS[table]
    rows = await office.database.fetch(f"SELECT {key}, {column} FROM {table} ORDER BY {key}")
    for row in (rows[0], rows[-1]):
        for place in _places(row[1]):
            changed = _flipped(row[1], place)
            await _run(office, f"UPDATE {table} SET {column} = $2 WHERE {key} = $1", row[0], changed)
            found = await _verify(office)
            assert found.problems, f"{table}.{column} byte {place}"
            back = changed if column == key else row[0]
            await _run(office, f"UPDATE {table} SET {column} = $2 WHERE {key} = $1", back, row[1])
    assert (await _verify(office)).problems == []


def _places(value: Value) -> range:
    if isinstance(value, int):
        return range(1)
    return range(0, len(cast("str | bytes", value)), 5)


async def test_the_damaged_entry_is_named(office: Office) -> None:
    await _sealed(office)
    rows = await office.database.fetch("SELECT position FROM audit_entry ORDER BY position")
    position = rows[4][0]
    await _run(office, "UPDATE audit_entry SET actor = 'somebody' WHERE position = $1", position)
    assert (await _verify(office)).problems == [
        f"entry {position}: actor, subject, details or salt were changed"
    ]


async def _middle(office: Office) -> Row:
    rows = await office.database.fetch("SELECT position FROM audit_entry ORDER BY position")
    return rows[5]


async def test_a_removed_entry_is_found(office: Office) -> None:
    await _sealed(office)
    await _run(office, "DELETE FROM audit_entry WHERE position = $1", (await _middle(office))[0])
    assert (await _verify(office)).problems


async def test_an_entry_removed_with_its_leaf_is_found(office: Office) -> None:
    await _sealed(office)
    position = (await _middle(office))[0]
    await _run(office, "DELETE FROM audit_entry WHERE position = $1", position)
    await _run(office, "DELETE FROM audit_leaf WHERE position = $1", position)
    assert (await _verify(office)).problems


async def test_a_log_cut_back_to_an_older_checkpoint_is_found_by_a_kept_one(office: Office) -> None:
    await _sealed(office)
    kept = await office.database.fetch(
        "SELECT tree_size, upto, note FROM audit_checkpoint ORDER BY tree_size"
    )
    size, upto, _ = kept[1]
    await _run(office, "DELETE FROM audit_checkpoint WHERE tree_size > $1", size)
    await _run(office, "DELETE FROM audit_leaf WHERE tree_index >= $1", size)
    await _run(office, "DELETE FROM audit_entry WHERE position > $1", upto)
    assert (await _verify(office)).problems == []
    assert (await _verify(office, witness=str(kept[1][2]))).problems == []
    assert (await _verify(office, witness=str(kept[-1][2]))).problems


async def test_erasing_personal_data_keeps_the_log_sound(office: Office) -> None:
    await _sealed(office)
    await _run(
        office,
        "UPDATE audit_entry SET salt = NULL, actor = NULL, subject = NULL, details = NULL WHERE position = $1",
        (await _middle(office))[0],
    )
    assert (await _verify(office)).problems == []


async def test_two_sealers_leave_one_log(office: Office) -> None:
    await office.audit.log.append(Entry("person.viewed", "system"))
    second = audit_module.build(
        database=office.database,
        log=office.audit.log,
        keyring=office.keyring,
        server_name=SERVER,
        names=office.accounts.display_names,
    )
    await second.sealer.seal()
    await office.audit.sealer.seal()
    found = await _verify(office)
    assert (found.problems, found.checkpoints) == ([], 1)
