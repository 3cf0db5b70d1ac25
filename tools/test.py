# SPDX-License-Identifier: EUPL-1.2
"""Runs the web client's unit tests, then the whole Python suite; pytest's summary closes the output."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_WORKERS = 4
"""Files of tests that run side by side; each worker has its own PostgreSQL and browsers."""


def main() -> None:
    selected = sys.argv[1:]
    if not selected:
        web = subprocess.run([sys.executable, "tools/web.py", "npm", "test"], cwd=ROOT, check=False)
        if web.returncode:
            sys.exit("The web client's tests failed; the server's were not started.")
    wanted = selected or ["-n", str(min(MOST_WORKERS, os.cpu_count() or 1)), "--dist", "loadfile"]
    sys.exit(subprocess.run([sys.executable, "-m", "pytest", *wanted], cwd=ROOT, check=False).returncode)


if __name__ == "__main__":
    main()
