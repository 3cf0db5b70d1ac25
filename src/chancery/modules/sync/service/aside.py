# SPDX-License-Identifier: EUPL-1.2
"""Large pieces of an answer, which are not copied from one byte string into the next as it is put together.

The state of a room of 100,000 people takes 25 MB. To wrap it in its room, that in its section and this in the answer
copied it twenty times without a pause; so a mark stands in its place until the answer goes out.
"""

from collections.abc import Iterable, Sequence

LARGE = 256 * 1024
_MARK = b"\0"
"""Stands around the number of what is aside; a byte that JSON text never has, because it is escaped in strings."""


class Aside:
    """What one answer has put aside."""

    __slots__ = ("_taken", "_takes_any")

    def __init__(self, *, takes_any: bool = True) -> None:
        self._taken: list[list[bytes]] = []
        self._takes_any = takes_any

    def put(self, pieces: Iterable[bytes]) -> bytes:
        """Return what stands for pieces of a JSON array in the answer: themselves, unless they are large."""
        filled = [piece for piece in pieces if piece]
        if not self._takes_any or sum([len(piece) for piece in filled]) < LARGE:
            return b",".join(filled)
        self._taken.append(filled)
        return b"%b%d%b" % (_MARK, len(self._taken) - 1, _MARK)

    def restored(self, body: bytes) -> Sequence[bytes]:
        """Return an answer with its pieces in their places, as parts that follow one another."""
        if not self._taken:
            return (body,)
        first, *rest = body.split(_MARK)
        parts = [first]
        for number, text in zip(rest[::2], rest[1::2], strict=True):
            start, *more = self._taken[int(number)]
            parts += [start, *[b"," + piece for piece in more], text]
        return parts
