# SPDX-License-Identifier: EUPL-1.2
"""Chancery: the secure super app for public office."""

from typing import Final

__version__: Final = "0.1.0"
