# SPDX-License-Identifier: EUPL-1.2
"""Writes the shipped list of breached passwords: `python -m tools.breached LIST...` (JSON lists, or text with one a line).

The present one was made of `src/passwords.json` of @zxcvbn-ts/language-common 4.1.3 (MIT) and of
`contrib/auth/common-passwords.txt.gz`, unpacked, of Django 5.2.19 (BSD-3-Clause).
"""

import json
import sys
from collections.abc import Iterable
from hashlib import sha1
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/chancery/modules/accounts/service/breached.txt"
HEX_DIGITS = 12
"""Enough: one in five thousand million passwords is refused by chance, and the list is a third as long."""


def words_of(path: Path) -> Iterable[str]:
    """Return the passwords of one list."""
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix == ".json" else text.splitlines()


def main() -> None:
    """Write the list."""
    words = {word.casefold() for name in sys.argv[1:] for word in words_of(Path(name)) if word}
    lines = sorted({sha1(word.encode(), usedforsecurity=False).hexdigest()[:HEX_DIGITS] for word in words})
    TARGET.write_text("".join(f"{line.upper()}\n" for line in lines), encoding="ascii")


if __name__ == "__main__":
    main()
