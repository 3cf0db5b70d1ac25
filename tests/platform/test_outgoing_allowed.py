# SPDX-License-Identifier: EUPL-1.2
"""Which addresses a list admits: names, ports, networks, and the many ways to write 127.0.0.1."""

from ipaddress import ip_address

import pytest

from chancery.platform.outgoing.allowed import Allowed, target
from chancery.platform.outgoing.port import AddressRefused


def admits(entries: list[str], url: str, address: str) -> bool:
    allowed, wanted = Allowed.parse(entries), target(url)
    try:
        allowed.check_target(wanted)
        allowed.check_address(wanted, ip_address(address))
    except AddressRefused:
        return False
    return True


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "100.100.100.200",
        "169.254.169.254",
        "168.63.129.16",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:a9fe:a9fe",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2001:db8::1",
        "::127.0.0.1",
    ],
)
def test_everything_public_is_nothing_special(address: str) -> None:
    assert not admits(["*"], "https://gateway.example/", address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_everything_public_is_every_public_address(address: str) -> None:
    assert admits(["*"], "https://gateway.example/", address)


@pytest.mark.parametrize(
    "host",
    [
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "127.0.0.01",
        "1.2.3.4.5",
        "a.1",
        "[::1%25lo]",
        "[127.0.0.1]",
        "exa mple",
        "exam%70le.org",
        "ex\\ample.org",
        "-a.example",
        "a..example",
        "",
    ],
)
def test_hosts_that_programs_read_differently_are_refused(host: str) -> None:
    with pytest.raises(AddressRefused):
        target(f"http://{host}/")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://gateway.example/",
        "file:///etc/passwd",
        "gopher://gateway.example/",
        "//gateway.example/",
        "https://user@gateway.example/",
        "https://user:secret@gateway.example/",
        "https://gateway.example:99999/",
        "https://gateway.example:port/",
        "https://gateway.example/\r\nHost: other",
        "https://gateway.example\\@other/",
        "https://gateway.example/" + "a" * 5000,
    ],
)
def test_urls_that_are_not_called(url: str) -> None:
    with pytest.raises(AddressRefused):
        target(url)


@pytest.mark.parametrize(
    ("entries", "url", "address", "expected"),
    [
        ([], "https://gateway.example/", "8.8.8.8", False),
        (["gateway.example"], "https://gateway.example/", "8.8.8.8", True),
        (["gateway.example"], "https://GATEWAY.example./", "8.8.8.8", True),
        (["gateway.example"], "https://gateway.example/", "10.1.2.3", True),
        (["gateway.example"], "https://gateway.example/", "127.0.0.1", False),
        (["gateway.example"], "https://gateway.example/", "169.254.169.254", False),
        (["gateway.example"], "https://gateway.example/", "224.0.0.1", False),
        (["gateway.example"], "https://evil-gateway.example/", "8.8.8.8", False),
        (["gateway.example"], "https://gateway.example.evil.net/", "8.8.8.8", False),
        (["*.gateway.example"], "https://a.gateway.example/", "8.8.8.8", True),
        (["*.gateway.example"], "https://a.gateway.example/", "10.1.2.3", False),
        (["*.gateway.example"], "https://gateway.example/", "8.8.8.8", False),
        (["gateway.example:5000"], "https://gateway.example:5000/", "8.8.8.8", True),
        (["gateway.example:5000"], "https://gateway.example/", "8.8.8.8", False),
        (["gateway.example:25"], "https://gateway.example:25/", "8.8.8.8", True),
        (["gateway.example"], "https://gateway.example:25/", "8.8.8.8", False),
        (["*"], "http://gateway.example:25/", "8.8.8.8", False),
        (["*"], "http://gateway.example:8080/", "8.8.8.8", True),
        (["10.1.0.0/16"], "http://10.1.2.3/", "10.1.2.3", True),
        (["10.1.0.0/16"], "http://any.name/", "10.1.2.3", True),
        (["10.1.0.0/16"], "http://any.name/", "8.8.8.8", False),
        (["10.1.0.0/16"], "http://any.name/", "10.2.2.3", False),
        (["127.0.0.1"], "http://127.0.0.1:9000/", "127.0.0.1", True),
        (["127.0.0.1"], "http://[::ffff:7f00:1]:9000/", "::ffff:127.0.0.1", True),
        (["127.0.0.1"], "http://[::1]:9000/", "::1", False),
        (["[::1]"], "http://[::1]:9000/", "::1", True),
        (["[::1]:9000"], "http://[::1]:9000/", "::1", True),
        (["localhost"], "http://localhost:9000/", "127.0.0.1", True),
        (["169.254.0.0/16"], "http://169.254.169.254/", "169.254.169.254", True),
    ],
)
def test_lists(entries: list[str], url: str, address: str, expected: bool) -> None:
    assert admits(entries, url, address) is expected


@pytest.mark.parametrize("entry", ["", "*example", "http://gateway.example", "10.1.0.0/33", "a b", "a:b:c"])
def test_unreadable_entries_are_named(entry: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        Allowed.parse([entry])
