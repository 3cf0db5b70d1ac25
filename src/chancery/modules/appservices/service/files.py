# SPDX-License-Identifier: EUPL-1.2
"""Reads registration files at the start."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from chancery.kit.errors import ChanceryError
from chancery.wire.matrix.registration import BadRegistration, Registration, Registrations, parse_registration


class RegistrationUnusable(ChanceryError):
    """A registration file cannot be used; the server does not start."""

    code = "registration_unusable"


def read_registrations(paths: Sequence[str], server_name: str) -> Registrations:
    """Return what the files say; raises RegistrationUnusable naming the file and the reason."""
    services = [_read(Path(path), server_name) for path in paths]
    try:
        return Registrations(services)
    except BadRegistration as error:
        raise RegistrationUnusable(f"appservices.registrations: {error}") from error


def _read(path: Path, server_name: str) -> Registration:
    try:
        return parse_registration(path.read_text("utf-8"), server_name)
    except (OSError, UnicodeDecodeError, BadRegistration) as error:
        raise RegistrationUnusable(f"the registration file {path} cannot be used: {error}") from error


def address_of(service: Registration) -> str | None:
    """Return the service's address as the list of allowed addresses wants it: the file names it, so it may be called."""
    parts = urlsplit(service.url or "")
    if parts.hostname is None:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{host}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
