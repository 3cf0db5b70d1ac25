# SPDX-License-Identifier: EUPL-1.2
"""Gives these tests their server."""

from support.clamd import clamd
from support.registry import registry

__all__ = ["clamd", "registry"]
