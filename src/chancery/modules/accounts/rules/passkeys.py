# SPDX-License-Identifier: EUPL-1.2
"""Under which name passkeys are made, and what a browser's answer says before it is verified."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import msgspec

MAX_NAME = 64
ANSWER_SECONDS = 300
"""How long a browser, and the person in front of it, may take."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Whom passkeys are for: the host of the public address, and the origins of pages that may ask for them."""

    id: str
    origins: tuple[str, ...]


def relying_party(url: str) -> RelyingParty | None:
    """Return the relying party of a public address; None for an IP address, which browsers do not take.

    The loopback address stands for `localhost`, where browsers allow WebAuthn without TLS.
    """
    parts = urlsplit(url)
    host, origin = parts.hostname or "", f"{parts.scheme}://{parts.netloc}"
    party = RelyingParty(host, (origin,))
    try:
        address = ip_address(host)
    except ValueError:
        return party if host else None
    if not address.is_loopback:
        return None
    port = f":{parts.port}" if parts.port else ""
    return replace(party, id="localhost", origins=(f"{parts.scheme}://localhost{port}",))


def answered_challenge(credential: Mapping[str, Any]) -> bytes | None:
    """Return the challenge that an answer claims to be for."""
    try:
        stated = msgspec.json.decode(_decoded(credential["response"]["clientDataJSON"]))
        return _decoded(stated["challenge"])
    except (KeyError, TypeError, ValueError, binascii.Error, msgspec.MsgspecError):
        return None


def credential_id(credential: Mapping[str, Any]) -> bytes:
    """Return the id in an answer, empty when there is none."""
    try:
        return _decoded(credential["rawId"])
    except (KeyError, TypeError, ValueError, binascii.Error, AttributeError):
        return b""


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
