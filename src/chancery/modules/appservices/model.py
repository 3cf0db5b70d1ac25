# SPDX-License-Identifier: EUPL-1.2
"""What the module stores."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a service has got: it took all up to `delivered`; a transaction up to `upto` may be under way."""

    delivered: int
    upto: int
