# SPDX-License-Identifier: EUPL-1.2
"""Runs the web client's unit tests, then the whole Python suite; pytest's summary closes the output."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    selected = sys.argv[1:]
    if not selected:
        web = subprocess.run([sys.executable, "tools/web.py", "npm", "test"], cwd=ROOT, check=False)
        if web.returncode:
            sys.exit("The web client's tests failed; the server's were not started.")
    sys.exit(subprocess.run([sys.executable, "-m", "pytest", *selected], cwd=ROOT, check=False).returncode)


if __name__ == "__main__":
    main()
