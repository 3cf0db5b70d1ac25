# SPDX-License-Identifier: EUPL-1.2
"""Bytes of a table as text and rows: encodings, separators, and lines that are in another encoding than the rest."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

import msgspec

from chancery.modules.provisioning.contract import Problem
from chancery.modules.provisioning.rules.problems import problem

MAX_COLUMNS = 200
MAX_CELL = 10_000
_MOST_PROBLEMS = 1_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = ";,\t"
# What UTF-8 looks like when it was read as Windows-1251 and saved again.
_GARBLED = re.compile("(?:[\u0420\u0421][^\u0430-\u044f\\s]){2}")
_REPLACED = "\ufffd"
_HIGH = frozenset({0x00, 0x04, 0x20, 0x21})
"""The high bytes of Latin and Cyrillic letters and of typographic signs."""


class Row(msgspec.Struct, array_like=True, frozen=True):
    """A row of a table with the line where it begins."""

    line: int
    cells: list[str]


class Table(msgspec.Struct, array_like=True, frozen=True):
    """A table as it was read; `fatal` says why it could not be."""

    encoding: str
    rows: list[Row]
    problems: list[Problem]
    fatal: str | None = None


def read_text(content: bytes, *, max_rows: int) -> Table:
    """Return the rows of a text file with separators."""
    encoding, text, problems = decode(content)
    rows: list[Row] = []
    try:
        for row in _rows(text):
            if len(rows) > max_rows:
                return Table(encoding, [], [], f"the file has more than {max_rows} lines")
            if len(row.cells) > MAX_COLUMNS:
                return Table(encoding, [], [], f"line {row.line} has more than {MAX_COLUMNS} columns")
            rows.append(row)
    except csv.Error as error:
        return Table(encoding, [], [], f"the file is no table with separators: {error}")
    kept, bad = checked(rows)
    return Table(encoding, kept, [*problems, *bad][:_MOST_PROBLEMS])


def checked(rows: list[Row]) -> tuple[list[Row], list[Problem]]:
    """Return the rows whose texts can be right, and what is wrong with the others."""
    kept: list[Row] = []
    problems: list[Problem] = []
    for row in rows:
        fault = _fault(row)
        if fault is None:
            kept.append(row)
        else:
            problems.append(fault)
    return kept, problems


def _fault(row: Row) -> Problem | None:
    whole = "".join(row.cells)
    if _REPLACED in whole or "\0" in whole:
        return problem("line_encoding", row.line)
    if _GARBLED.search(whole) and _is_garbled(whole):
        return problem("line_garbled", row.line)
    if any(len(cell) > MAX_CELL for cell in row.cells):
        return problem("line_cell", row.line, most=MAX_CELL)
    return None


def _is_garbled(text: str) -> bool:
    """Tell whether a text becomes shorter and stays readable when Windows-1251 is undone."""
    try:
        undone = text.encode("cp1251").decode("utf-8")
    except UnicodeError:
        return False
    return len(undone) < len(text)


def decode(content: bytes) -> tuple[str, str, list[Problem]]:
    """Return the encoding, the text, and a problem for each line that is in another one than the rest."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding.removesuffix("-sig"), content.decode(encoding, errors="replace"), []
    if wide := _unmarked_wide(content):
        return wide, content.decode(wide, errors="replace"), []
    try:
        return "utf-8", content.decode(), []
    except UnicodeDecodeError:
        return _mixed(content)


def _unmarked_wide(content: bytes) -> str | None:
    """Return the UTF-16 without a mark that a text of Latin and Cyrillic letters is in."""
    sample = content[:2_000]
    if 0 not in sample or len(content) % 2:
        return None
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if sum(byte in _HIGH for byte in high) * 10 >= len(high) * 9:
            return encoding
    return None


def _mixed(content: bytes) -> tuple[str, str, list[Problem]]:
    """Choose between UTF-8 with bad lines and Windows-1251 by what most lines are."""
    lines = content.splitlines(keepends=True)
    bad = [number for number, line in enumerate(lines, start=1) if not _is_utf8(line)]
    good = sum(not line.isascii() for line in lines) - len(bad)
    if good <= len(bad):
        return "windows-1251", content.decode("cp1251", errors="replace"), []
    # The replacement character makes each of those lines a problem of its own.
    return "utf-8", content.decode("utf-8", errors="replace"), []


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _rows(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield Row(line, [cell.strip() for cell in cells])
        line = reader.line_num + 1


def _separator(text: str) -> str:
    """Return the separator that the first line has most of."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = re.sub('"[^"]*"', "", first)
    return max(_SEPARATORS, key=outside.count)
