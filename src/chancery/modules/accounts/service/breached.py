# SPDX-License-Identifier: EUPL-1.2
"""Passwords that thieves have already: looked up by bisection in files of sorted SHA-1 hashes that are never loaded."""

import re
from collections.abc import Iterator
from hashlib import sha1
from pathlib import Path
from typing import BinaryIO

SHIPPED = Path(__file__).with_name("breached.txt")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def is_common(password: str) -> bool:
    """Tell whether a password is one of the shipped list, or one of its words with digits and signs around it."""
    with SHIPPED.open("rb") as file:
        return any(_holds(file, word) for word in _forms(password))


def is_listed(path: Path, password: str) -> bool:
    """Tell whether a file of sorted hashes has the password as it is."""
    with path.open("rb") as file:
        return _holds(file, password)


def _forms(password: str) -> Iterator[str]:
    folded = password.casefold()
    yield folded
    word = _EDGES.sub("", folded)
    if len(word) * 2 >= len(folded):  # else the digits around it are what makes the password
        yield word


def _holds(file: BinaryIO, password: str) -> bool:
    """Find the first line from which on no hash is less than the password's, and tell whether it is the password's."""
    wanted = sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    low, high = 0, file.seek(0, 2)
    while low < high:
        middle = (low + high) // 2
        found = _hash_after(file, middle)
        if found and found < wanted[: len(found)]:
            low = middle + 1
        else:
            high = middle
    found = _hash_after(file, low)
    return found != b"" and wanted.startswith(found)


def _hash_after(file: BinaryIO, place: int) -> bytes:
    """Return the hash of the first line that begins at a place or after it; empty at the end of the file."""
    file.seek(max(place - 1, 0))
    if place > 0:
        file.readline()
    return file.readline().partition(b":")[0].strip().upper()
