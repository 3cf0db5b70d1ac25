# SPDX-License-Identifier: EUPL-1.2
"""Builds the web client into the wheel, and skips Node altogether when the built client is current."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))


class WebClientHook(BuildHookInterface):
    """Runs `tools/web.py build` before a wheel or an sdist is packed."""

    PLUGIN_NAME = "web-client"

    def dependencies(self) -> list[str]:
        """Ask for Node as a Python package only when there is something to build and the machine has none."""
        if self._skips():
            return []
        from tools import web  # noqa: PLC0415  # the path is set above

        return [] if web.is_current() or web.own_node() else [web.NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build and put the files into the archive, though git ignores them."""
        if version == "editable":
            return
        if not self._skips():
            subprocess.run([sys.executable, ROOT / "tools/web.py", "build"], check=True)  # noqa: S603  # our own file
        build_data["artifacts"].append("src/chancery/web_dist/**")

    def _skips(self) -> bool:
        # An sdist carries the built client and not the sources' tools.
        if os.environ.get("CHANCERY_SKIP_WEB"):
            return True
        return not (ROOT / "tools/web.py").exists() or not (ROOT / "web/package.json").exists()
