# SPDX-License-Identifier: EUPL-1.2
"""Makes the bus that the settings name."""

from urllib.parse import urlsplit

from chancery.platform.bus.local import LocalBus
from chancery.platform.bus.port import StreamBus


def make_bus(url: str) -> StreamBus:
    """Return the bus for an empty URL (inside the process) or `nats://host:4222`; `start` connects it."""
    if not url:
        return LocalBus()
    scheme = urlsplit(url).scheme
    if scheme in ("nats", "tls"):
        from chancery.platform.bus.nats import NatsBus  # noqa: PLC0415  # the embedded default never needs it

        return NatsBus(url)
    raise ValueError(f"The bus URL must be empty or start with nats: or tls:, not {scheme!r}.")
