# SPDX-License-Identifier: EUPL-1.2
"""Reads tables in a sandbox: a file from a stranger may be a bomb, or hold a parser up for minutes."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from chancery.modules.provisioning.contract import Problem
from chancery.modules.provisioning.rules.decoding import MAX_COLUMNS, Row, Table, checked, read_text
from chancery.platform.sandbox import child

_ZIP = b"PK\x03\x04"
_MOST_UNPACKED = 512 * 1024 * 1024
_MOST_RATIO = 200
_MOST_PARTS = 2_000


class TableOrder(msgspec.Struct, array_like=True, frozen=True):
    """One file to read."""

    content: bytes
    max_rows: int


_orders = msgspec.msgpack.Decoder(TableOrder)
_tables = msgspec.msgpack.Decoder(Table)


def encode_order(order: TableOrder) -> bytes:
    """Return an order for the sandbox."""
    return msgspec.msgpack.encode(order)


def decode_table(answer: bytes) -> Table:
    """Return the sandbox's answer."""
    return _tables.decode(answer)


def read(request: bytes) -> bytes:
    """Return the table in a file, or why there is none."""
    order = _orders.decode(request)
    try:
        if order.content.startswith(_ZIP):
            table = _read_workbook(order.content, order.max_rows)
        else:
            table = read_text(order.content, max_rows=order.max_rows)
    except Exception as error:  # noqa: BLE001  # whatever a crafted file does to the parser, it is no table
        table = _none(f"the file cannot be read as a table ({type(error).__name__})")
    return msgspec.msgpack.encode(table)


def _none(why: str) -> Table:
    return Table("", [], [], why)


def _read_workbook(content: bytes, max_rows: int) -> Table:
    """Return the rows of a workbook's first sheet."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415  # only the sandbox loads the parser

    why = _bomb(content)
    if why is not None:
        return _none(why)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    if sheet.total_height > max_rows + 1:
        return _none(f"the sheet has more than {max_rows} lines")
    if sheet.total_width > MAX_COLUMNS:
        return _none(f"the sheet has more than {MAX_COLUMNS} columns")
    rows, problems = checked(_texts(sheet.to_python(skip_empty_area=False)))
    found: list[Problem] = problems
    return Table("xlsx", rows, found)


def _texts(cells: Sequence[Sequence[object]]) -> list[Row]:
    rows = [Row(line, [_text(cell) for cell in row]) for line, row in enumerate(cells, start=1)]
    return [row for row in rows if any(row.cells)]


def _bomb(content: bytes) -> str | None:
    """Say why an archive would grow too large; what it claims falsely runs into the sandbox's memory limit."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED or unpacked > _MOST_RATIO * len(content):
        return "the workbook would grow too large when it is unpacked"
    return None


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell).strip()


if __name__ == "__main__":
    child.run(read)
