# SPDX-License-Identifier: EUPL-1.2
"""What the settings say about addresses: where people reach the server, and what is this machine alone."""

from ipaddress import ip_address

from chancery.platform.config.settings import Server


def scheme(server: Server) -> str:
    """Return how the server itself speaks: `https` when it has a certificate."""
    return "https" if server.tls_certificate else "http"


def public_url(server: Server) -> str:
    """Return the address under which people reach the server, without a slash at its end."""
    host = f"[{server.bind}]" if ":" in server.bind else server.bind
    return server.public_url.rstrip("/") or f"{scheme(server)}://{host}:{server.port}"


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine under an address that no other machine reaches."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
