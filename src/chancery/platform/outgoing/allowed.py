# SPDX-License-Identifier: EUPL-1.2
"""Pure: which hosts, ports and IP addresses a list of allowed addresses admits."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self
from urllib.parse import SplitResult, urlsplit

from chancery.platform.outgoing.port import AddressRefused

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MOST_URL = 4_096
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})*\.?\Z")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)\Z")
_PATTERN = re.compile(r"(?P<host>\*\.[^*:]+|[^*:\[\]]+|\[[^\]]+\])(?::(?P<port>[0-9]{1,5}))?\Z")
_NAT64 = ip_network("64:ff9b::/96")
# Addresses that the registries call global and that a server must still not call: cloud metadata and relays.
_SPECIAL: tuple[Network, ...] = tuple(
    ip_network(text) for text in ("168.63.129.16/32", "192.88.99.0/24", "64:ff9b:1::/48", "fec0::/10")
)
_LOWEST_FREE_PORT = 1_024


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads: scheme, host in lower case without brackets or a last dot, and port."""

    scheme: str
    host: str
    port: int

    @property
    def literal(self) -> Address | None:
        """The IP address when the host is one."""
        return _literal(self.host)


def target(url: str) -> Target:
    """Return where a URL leads; raises AddressRefused for one that two programs could read differently."""
    if len(url) > MOST_URL or not url.isascii() or any(ord(sign) <= ord(" ") or sign == "\\" for sign in url):
        raise AddressRefused("the URL is too long or holds characters that must be escaped")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused("the URL is malformed") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise AddressRefused("only http and https are called")
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("a URL with a user name is not called")
    return Target(parts.scheme, _checked_host(parts), port or _DEFAULT_PORTS[parts.scheme])


def _checked_host(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower()
    if "[" in parts.netloc:
        if _literal(host) is None or "%" in host:
            raise AddressRefused("the host is no plain IPv6 address")
        return host
    if not _HOST.match(host):
        raise AddressRefused("the host is no host name")
    host = host.removesuffix(".")
    # `127.1`, `2130706433` and `0x7f.0.0.1` mean 127.0.0.1 to some resolvers and nothing to others.
    if _NUMBER.match(host.rpartition(".")[2]) and _literal(host) is None:
        raise AddressRefused("the host is a number that is no plain IPv4 address")
    return host


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Host:
    name: str
    port: int | None

    def admits(self, host: str) -> bool:
        if self.name.startswith("*."):
            return host.endswith(self.name[1:])
        return host == self.name


@dataclass(frozen=True, slots=True)
class Allowed:
    """A parsed list of allowed addresses.

    An entry is `*` (every public address), `*.example.org` (public addresses of every name below), a host name
    (public and private addresses: the administrator vouches for the name), an IP address or a network in CIDR
    form (those addresses, whatever name leads there). A host may carry `:port`. Without one, ports 80, 443 and
    from 1024 on are called. Loopback, link-local, multicast and metadata addresses need an entry that names the
    address itself or its network; `localhost` stands for loopback.
    """

    everything: bool = False
    hosts: tuple[_Host, ...] = ()
    networks: tuple[Network, ...] = ()

    @classmethod
    def parse(cls, entries: Sequence[str]) -> Self:
        """Return the list; raises ValueError naming the entry that cannot be read."""
        hosts, networks = [], []
        for entry in entries:
            network = _network(entry)
            if network is not None:
                networks.append(network)
            elif entry != "*":
                hosts.append(_host(entry))
        return cls("*" in entries, tuple(hosts), tuple(networks))

    @property
    def is_empty(self) -> bool:
        """Whether nothing may be called."""
        return not (self.everything or self.hosts or self.networks)

    def check_target(self, wanted: Target) -> None:
        """Raise AddressRefused unless some entry may admit this host and port."""
        literal = wanted.literal
        if literal is not None:
            self.check_address(wanted, literal)
        elif not self.everything and not self.networks and not any(self._naming(wanted)):
            raise AddressRefused("the host is not on the list of allowed addresses")
        has_named_port = any(host.port == wanted.port for host in self._naming(wanted))
        if not has_named_port and not _is_free_port(wanted.port):
            raise AddressRefused("the port is not one that is called")

    def check_address(self, wanted: Target, address: Address) -> None:
        """Raise AddressRefused unless this address may be connected to for this host."""
        if not all(self._admits(wanted, seen) for seen in _meanings(address)):
            raise AddressRefused("the host leads to an address that is not allowed")

    def _admits(self, wanted: Target, address: Address) -> bool:
        if any(address in network for network in self.networks):
            return True
        if _is_public(address) and self.everything:
            return True
        named = list(self._naming(wanted))
        if any(not host.name.startswith("*.") for host in named):
            return _is_vouched(wanted.host, address)
        return bool(named) and _is_public(address)

    def _naming(self, wanted: Target) -> Iterator[_Host]:
        for host in self.hosts:
            if host.admits(wanted.host) and host.port in (None, wanted.port):
                yield host


def _network(entry: str) -> Network | None:
    try:
        return ip_network(entry.strip("[]"))
    except ValueError:
        return None


def _host(entry: str) -> _Host:
    match = _PATTERN.match(entry.lower())
    name = match["host"].strip("[]") if match else ""
    plain = name.removeprefix("*.")
    if not match or not (_HOST.match(plain) or _literal(plain)):
        raise ValueError(f"{entry!r} is neither *, a host name, an IP address nor a network")
    return _Host(name, int(match["port"]) if match["port"] else None)


def _meanings(address: Address) -> Iterator[Address]:
    """Yield the address and every IPv4 address that it carries: each must be allowed."""
    if isinstance(address, IPv4Address):
        yield address
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
        return
    yield address
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _NAT64:
        yield IPv4Address(int(address) & 0xFFFF_FFFF)


def _is_public(address: Address) -> bool:
    if any(address in network for network in _SPECIAL):
        return False
    if address in _NAT64:
        return True  # what stands for it is vetted beside it
    return address.is_global and not address.is_multicast and not address.is_reserved


def _is_vouched(host: str, address: Address) -> bool:
    """Tell whether naming a host covers this address: not machines of its own network segment or itself."""
    if _literal(host) == address:
        return True
    if address.is_loopback:
        return host == "localhost"
    is_local = address.is_link_local or address.is_multicast or address.is_unspecified
    is_special = any(address in network for network in _SPECIAL) or address.is_reserved
    return not is_local and not is_special


def _is_free_port(port: int) -> bool:
    return port in _DEFAULT_PORTS.values() or port >= _LOWEST_FREE_PORT
