# SPDX-License-Identifier: EUPL-1.2
"""Door to discovery: where calls are relayed and carried."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Discovery(Protocol):
    """What is configured around the server."""

    @property
    def rtc_transports(self) -> Sequence[Mapping[str, str]]:
        """What carries group calls (MSC4143), each with its type and address."""
