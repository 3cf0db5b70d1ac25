# SPDX-License-Identifier: EUPL-1.2
"""Runs every static check, says which failed, and exits with 1 when one did."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS: dict[str, list[str]] = {
    "format (ruff)": [f"{BIN}/ruff", "format", "--check", "--quiet", "."],
    "lint (ruff)": [f"{BIN}/ruff", "check", "--quiet", "."],
    "types (mypy strict)": [f"{BIN}/mypy", "--no-error-summary"],
    "import contracts": [f"{BIN}/lint-imports", "--no-logo"],
    "module shape": [sys.executable, "-m", "tools.check_modules"],
    "web: lint and types": [sys.executable, "tools/web.py", "npm", "run", "--silent", "check"],
}


def main() -> None:
    failed = []
    for name, command in CHECKS.items():
        started = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        verdict = "ok" if done.returncode == 0 else "FAILED"
        print(f"{verdict:>6}  {name}  ({time.monotonic() - started:.1f} s)", flush=True)
        if done.returncode:
            failed.append(name)
            print((done.stdout + done.stderr).strip()[-8000:], flush=True)
    if failed:
        sys.exit(f"\nFailed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
