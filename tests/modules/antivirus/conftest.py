# SPDX-License-Identifier: EUPL-1.2
"""Gives these tests their clamd and their server."""

from support.clamd import clamd, lax_clamd
from support.registry import registry

__all__ = ["clamd", "lax_clamd", "registry"]
