# SPDX-License-Identifier: EUPL-1.2
"""Whether a server runs at the configured address: what other processes write, it would not hear without a shared bus."""

import socket

from chancery.platform.config.settings import Settings


def is_served(settings: Settings) -> bool:
    """Tell whether somebody listens there."""
    if not settings.server.port:
        return False
    try:
        with socket.create_connection((settings.server.bind, settings.server.port), timeout=1):
            return True
    except OSError:
        return False
