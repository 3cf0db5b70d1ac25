# SPDX-License-Identifier: EUPL-1.2
"""Checks settings that are right each by itself and wrong together."""

import re
from itertools import islice, pairwise
from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import fields

from chancery.platform.config.addresses import is_loopback
from chancery.platform.config.errors import ConfigError
from chancery.platform.config.settings import Ldap, Server, Settings, Testing

_ORIGIN = "settings that do not fit together"
_BREACHED = re.compile(rb"([0-9A-Fa-f]{12,40})(:\d+)?\s*")
"""A SHA-1 hash or its beginning, and perhaps how often it was seen: as breach corpora are published."""

_SAMPLE = 100
"""Lines of a list that are looked at: enough to tell an unsorted one, and nothing for one of 40 GB."""


def check(settings: Settings) -> None:
    """Raise ConfigError for test settings on a public server, half a certificate, and a list of no hashes."""
    _check_testing(settings.testing, settings.server)
    _check_tls(settings.server)
    _check_breached_list(settings.accounts.breached_list)
    _check_ldap(settings.ldap)


def in_test_configuration(testing: Testing) -> bool:
    """Tell whether any setting of `[testing]` is on."""
    return any(getattr(testing, field.name) for field in fields(Testing))


def _check_testing(testing: Testing, server: Server) -> None:
    if not in_test_configuration(testing):
        return
    public = (urlsplit(server.public_url).hostname or "") if server.public_url else server.bind
    for key, host in (("server.bind", server.bind), ("server.public_url", public)):
        if not is_loopback(host):
            raise ConfigError(
                origin=_ORIGIN,
                key=key,
                reason=f"[testing] is for this machine alone, and {host or 'this'} is reached from others",
                fix="remove everything under [testing] (CHANCERY_TESTING__*), or use 127.0.0.1",
            )


def _check_tls(server: Server) -> None:
    given = {"server.tls_certificate": server.tls_certificate, "server.tls_key": server.tls_key}
    missing = [key for key, path in given.items() if not path]
    if len(missing) == 1:
        raise ConfigError(
            origin=_ORIGIN,
            key=missing[0],
            reason="certificate and key are of use together only",
            fix="name both files, or neither",
        )


def _check_ldap(ldap: Ldap) -> None:
    for url in ldap.urls:
        parts = urlsplit(url)
        if parts.scheme not in {"ldap", "ldaps"} or not parts.hostname:
            raise ConfigError(
                origin=_ORIGIN,
                key="ldap.urls",
                reason=f"{url} is no address of an LDAP server",
                fix="write ldaps://host or ldap://host:port",
            )
        if parts.scheme == "ldap" and not ldap.start_tls and not is_loopback(parts.hostname):
            raise ConfigError(
                origin=_ORIGIN,
                key="ldap.start_tls",
                reason=f"passwords would travel to {parts.hostname} unencrypted",
                fix="use ldaps://, or leave start_tls on",
            )
    if ldap.urls and not ldap.people_base:
        raise ConfigError(
            origin=_ORIGIN,
            key="ldap.people_base",
            reason="nobody says where people stand in the directory",
            fix="name the DN, such as ou=people,dc=example,dc=org",
        )


def _check_breached_list(path: Path) -> None:
    if path.name and not _is_sorted_list(path):
        raise ConfigError(
            origin=str(path),
            key="accounts.breached_list",
            reason="this is not a readable file of sorted SHA-1 hashes in hexadecimal, one a line",
            fix="name such a file (`sort -f` sorts one), or leave the key out",
        )


def _is_sorted_list(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            found = [_BREACHED.fullmatch(line) for line in islice(file, _SAMPLE)]
    except OSError:
        return False
    hashes = [match[1].upper() for match in found if match]
    return 0 < len(hashes) == len(found) and all(one < other for one, other in pairwise(hashes))
