# SPDX-License-Identifier: EUPL-1.2
"""Known-answer tests of the primitives behind the keyring; a machine that fails one must not start."""

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chancery.platform.keyring.port import KeyringError

# NIST SP 800-38D reference vectors ("The Galois/Counter Mode of Operation", test case 16, AES-256 with AAD).
_GCM_KEY = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
_GCM_NONCE = bytes.fromhex("cafebabefacedbaddecaf888")
_GCM_PLAINTEXT = bytes.fromhex(
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
)
_GCM_AAD = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
_GCM_SEALED = bytes.fromhex(
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
    "76fc6ece0f4e1768cddf8853bb2d551b"
)

# RFC 8032 section 7.1, test 2.
_ED25519_SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
_ED25519_PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
_ED25519_MESSAGE = b"\x72"
_ED25519_SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def run() -> None:
    """Check every primitive against its published answer; raises KeyringError on the first that differs."""
    for name, passes in (("AES-256-GCM", _aes_gcm_passes), ("Ed25519", _ed25519_passes)):
        if not passes():
            raise KeyringError(
                f"the known-answer test of {name} failed: this machine's cryptography is broken"
            )


def _aes_gcm_passes() -> bool:
    cipher = AESGCM(_GCM_KEY)
    if cipher.encrypt(_GCM_NONCE, _GCM_PLAINTEXT, _GCM_AAD) != _GCM_SEALED:
        return False
    if cipher.decrypt(_GCM_NONCE, _GCM_SEALED, _GCM_AAD) != _GCM_PLAINTEXT:
        return False
    try:
        cipher.decrypt(_GCM_NONCE, _GCM_SEALED[:-1] + b"\x00", _GCM_AAD)
    except InvalidTag:
        return True
    return False


def _ed25519_passes() -> bool:
    key = Ed25519PrivateKey.from_private_bytes(_ED25519_SEED)
    if key.public_key().public_bytes_raw() != _ED25519_PUBLIC:
        return False
    if key.sign(_ED25519_MESSAGE) != _ED25519_SIGNATURE:
        return False
    key.public_key().verify(_ED25519_SIGNATURE, _ED25519_MESSAGE)
    try:
        key.public_key().verify(_ED25519_SIGNATURE, b"\x73")
    except InvalidSignature:
        return True
    return False
