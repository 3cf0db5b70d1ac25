# SPDX-License-Identifier: EUPL-1.2
"""Encodings and separators; whatever the bytes are, reading them ends with a table or a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chancery.modules.provisioning.rules.decoding import MAX_CELL, decode, read_text

TEXT = "Имя,Отдел\nИванов,Отдел кадров\n"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1251", "windows-1251"),
    ],
)
def test_the_encoding_is_found(codec: str, name: str) -> None:
    encoding, text, problems = decode(TEXT.encode(codec))
    assert (encoding, text, problems) == (name, TEXT, [])


def test_lines_are_counted_through_cells_of_several_lines() -> None:
    table = read_text(b'a,b\n"one\ntwo",x\n\nlast,y\n', max_rows=100)
    assert [(row.line, row.cells) for row in table.rows] == [
        (1, ["a", "b"]),
        (2, ["one\ntwo", "x"]),
        (5, ["last", "y"]),
    ]


def test_large_cells_are_named_and_large_tables_refused() -> None:
    table = read_text(f"a\n{'x' * (MAX_CELL + 1)}\n".encode(), max_rows=100)
    assert [(one.code, one.line) for one in table.problems] == [("line_cell", 2)]
    assert read_text(b"a\n" * 102, max_rows=100).fatal is not None
    assert read_text(b"," * 5_000, max_rows=100).fatal is None
    assert read_text(b"a" + b",b" * 5_000, max_rows=100).fatal is not None


@given(some.binary(max_size=400))
def test_any_bytes_are_a_table_or_none(content: bytes) -> None:
    table = read_text(content, max_rows=10)
    assert table.fatal or all("\0" not in cell for row in table.rows for cell in row.cells)
