# SPDX-License-Identifier: EUPL-1.2
"""Checks settings that are right each by itself and wrong together."""

from urllib.parse import urlsplit

from msgspec.structs import fields

from chancery.platform.config.addresses import is_loopback
from chancery.platform.config.errors import ConfigError
from chancery.platform.config.settings import Server, Settings, Testing

_ORIGIN = "settings that do not fit together"


def check(settings: Settings) -> None:
    """Raise ConfigError for test settings on a public server, and for half a certificate."""
    _check_testing(settings.testing, settings.server)
    _check_tls(settings.server)


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
