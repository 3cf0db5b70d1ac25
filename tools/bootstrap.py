# SPDX-License-Identifier: EUPL-1.2
"""Makes the virtual environment from the lock files and the web client from its sources, with nothing but Python.

Levels: `run` (what the server needs), `dev` (plus the developers' tools), `test` (plus system packages that the
tests drive), `lock` (resolve pyproject.toml anew). Everything is skipped when it is current, so a second call takes
a fraction of a second. Only the standard library is used here: this runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
STAMP = VENV / "chancery-stamp"
LOCKS = {"run": ROOT / "requirements/run.lock", "dev": ROOT / "requirements/dev.lock"}
UV_VERSION = "0.13.9"

TEST_PACKAGES = {
    "chromium": "chromium",
    "clamav-daemon": "clamd",
    "postgresql": "/usr/lib/postgresql",
    "nats-server": "nats-server",
    "nheko": "nheko",
    "slapd": "/usr/sbin/slapd",
    "xvfb": "Xvfb",
    "xdotool": "xdotool",
    "imagemagick": "import",
}
"""Debian package -> the program (or folder) that shows it is there."""


def say(text: str) -> None:
    print(f"\033[1m·\033[0m {text}" if sys.stdout.isatty() else f"· {text}", flush=True)


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    try:
        subprocess.run(
            [str(part) for part in command], cwd=ROOT, check=True, env={**os.environ, **(env or {})}
        )
    except subprocess.CalledProcessError as error:
        sys.exit(f"\nThis step failed (exit {error.returncode}): {' '.join(map(str, command))}")


def uv() -> Path:
    """Return the pinned uv in `.tools`, installing it at first use."""
    program = TOOLS / f"uv-{UV_VERSION}" / "bin" / "uv"
    if program.exists():
        return program
    say("Installing uv (once)")
    ensure_venv_module()
    run(sys.executable, "-m", "venv", program.parent.parent)
    run(program.parent / "pip", "install", "--quiet", f"uv=={UV_VERSION}")
    return program


def ensure_venv_module() -> None:
    """Debian ships Python without `ensurepip`; install it when we may, say how otherwise."""
    try:
        import ensurepip  # noqa: F401, PLC0415  # only its presence matters
    except ImportError:
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            sys.exit("Python's venv module is missing. Install it first: sudo apt-get install python3-venv")
        say("Installing python3-venv")
        apt_install(["python3-venv"])


def apt_install(packages: list[str]) -> None:
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", env=env)
    run("apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages, env=env)


def digest(level: str) -> str:
    content = b"".join(path.read_bytes() for path in (LOCKS[level], ROOT / "pyproject.toml"))
    return f"{level}:{hashlib.sha256(content).hexdigest()}"


def ensure_environment(level: str) -> None:
    """Make `.venv` hold exactly the locked packages of `level`; a `dev` environment also serves `run` and stays one."""
    current = STAMP.read_text().strip() if STAMP.exists() else ""
    if current.startswith("dev:"):
        level = "dev"
    if current == digest(level):
        return
    started = time.monotonic()
    program = uv()
    say(f"Installing Python packages ({level}) from {LOCKS[level].relative_to(ROOT)}")
    env = {"UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)}
    if not (VENV / "bin" / "python").exists():
        run(program, "venv", "--quiet", "--python", sys.executable, VENV, env=env)
    run(program, "pip", "sync", "--quiet", "--require-hashes", LOCKS[level], env=env)
    run(program, "pip", "install", "--quiet", "--no-deps", "-e", ROOT, env={**env, "CHANCERY_SKIP_WEB": "1"})
    STAMP.write_text(digest(level) + "\n")
    say(f"Python packages are installed ({time.monotonic() - started:.0f} s)")


def ensure_test_packages() -> None:
    """Install the real components that the tests drive, or say plainly what will be skipped."""
    missing = [
        package
        for package, sign in TEST_PACKAGES.items()
        if not (Path(sign).exists() if sign.startswith("/") else shutil.which(sign))
    ]
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing for the tests: {' '.join(missing)}")
        apt_install(missing)
        return
    say(
        f"Not installed, so their tests are skipped: {' '.join(missing)} (sudo apt-get install {' '.join(missing)})"
    )


def lock() -> None:
    program = uv()
    (ROOT / "requirements").mkdir(exist_ok=True)
    common = ("pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes")
    plain = ("--no-header", "--no-emit-index-url", "--no-emit-find-links", "--no-annotate")
    run(program, *common, *plain, "pyproject.toml", "-o", LOCKS["run"])
    run(program, *common, *plain, "--extra", "dev", "-c", LOCKS["run"], "pyproject.toml", "-o", LOCKS["dev"])


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  # runs before the version is known to fit
        sys.exit(
            f"Chancery needs Python 3.11 or newer; this is {sys.version.split()[0]}. Set PYTHON=… to another one."
        )
    level = sys.argv[1] if len(sys.argv) > 1 else "run"
    if level == "lock":
        lock()
        return
    ensure_environment("run" if level == "run" else "dev")
    if level == "test":
        ensure_test_packages()
    if level in ("run", "test"):
        run(VENV / "bin" / "python", ROOT / "tools" / "web.py", "build")


if __name__ == "__main__":
    main()
