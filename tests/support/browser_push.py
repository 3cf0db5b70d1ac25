# SPDX-License-Identifier: EUPL-1.2
"""A browser's push subscription and its push service: decrypts as RFC 8291 says and checks VAPID as RFC 8292 does."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from support.peers import Peer, peer

AUTH = bytes(range(16))


def encode(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class PushService:
    """Takes pushes for one subscription like the service behind a browser; `messages` are what the browser gets."""

    vapid: str = ""
    status: int = 201
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    messages: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    peer: Peer | None = None

    @property
    def endpoint(self) -> str:
        assert self.peer is not None
        return self.peer.url("/push/subscription-1")

    @property
    def p256dh(self) -> str:
        return encode(_point(self.key.public_key()))

    async def take(self, request: web.Request) -> web.Response:
        """Refuse what a real push service refuses, else decrypt."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        if headers.get("content-encoding") != "aes128gcm" or not headers.get("ttl", "").isdigit():
            return web.Response(status=400)
        self.claims.append(self._checked_vapid(headers["authorization"]))
        self.headers.append(headers)
        if self.status == 201:
            self.messages.append(json.loads(self.decrypt(await request.read())))
        return web.Response(status=self.status)

    def _checked_vapid(self, header: str) -> dict[str, Any]:
        scheme, _, rest = header.partition(" ")
        assert scheme == "vapid"
        fields = dict(part.strip().split("=", 1) for part in rest.split(","))
        assert fields["k"] == self.vapid, "the key must be the one that the browser subscribed with"
        signed, _, signature = fields["t"].rpartition(".")
        raw = decode(signature)
        der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(fields["k"]))
        public.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
        header_part, claims_part = signed.split(".")
        assert json.loads(decode(header_part)) == {"typ": "JWT", "alg": "ES256"}
        return dict(json.loads(decode(claims_part)))

    def decrypt(self, body: bytes) -> bytes:
        """Return the message in a body of one record."""
        salt, record, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender = body[21 : 21 + length]
        sealed = body[21 + length :]
        assert len(sealed) <= record
        other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        info = b"WebPush: info\x00" + _point(self.key.public_key()) + sender
        secret = _hkdf(AUTH, self.key.exchange(ec.ECDH(), other), info, 32)
        key = _hkdf(salt, secret, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = _hkdf(salt, secret, b"Content-Encoding: nonce\x00", 12)
        padded = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00")
        assert padded[-1] == 2, "the last record ends with 2"
        return padded[:-1]


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


@asynccontextmanager
async def push_service() -> AsyncIterator[PushService]:
    """Serve on loopback."""
    service = PushService()

    async def take(request: web.Request) -> web.StreamResponse:
        return await service.take(request)

    async with peer(take) as server:
        service.peer = server
        yield service
