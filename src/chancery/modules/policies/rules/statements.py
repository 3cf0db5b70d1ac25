# SPDX-License-Identifier: EUPL-1.2
"""Takes a policy text apart into its statements, so that what is wrong with one is told with its line."""

import re
from dataclasses import dataclass

_PIECE = re.compile(r'//[^\n]*|"(?:[^"\\\n]|\\.)*"?|;|[^;"/]+|/')
_NAMED = re.compile(r"`([^`]+)`|: (\w+)$")


@dataclass(frozen=True, slots=True)
class Statement:
    """A policy's text and the line in which it begins."""

    line: int
    text: str

    def line_of(self, message: str) -> int:
        """Return the line of what a message names in backquotes or at its end, or else the first."""
        for quoted, last in _NAMED.findall(message):
            word = re.compile(rf"(?<!\w){re.escape((quoted or last).strip())}(?!\w)")
            for number, line in enumerate(self.text.split("\n")):
                if word.search(line.partition("//")[0]):
                    return self.line + number
        return self.line


def statements_of(text: str) -> list[Statement]:
    """Return the statements, each ended by a semicolon; what stands behind the last one is a statement, too."""
    found: list[Statement] = []
    begun, parts, line = 0, [], 1
    for piece in _PIECE.findall(text):
        is_matter = bool(piece.strip()) and not piece.startswith("//")
        if is_matter and not begun:
            leading = piece[: len(piece) - len(piece.lstrip())]
            begun = line + leading.count("\n")
            parts.append(piece[len(leading) :])
        elif begun:
            parts.append(piece)
        line += piece.count("\n")
        if piece == ";":
            found.append(Statement(begun, "".join(parts)))
            begun, parts = 0, []
    if begun:
        found.append(Statement(begun, "".join(parts).rstrip()))
    return found
