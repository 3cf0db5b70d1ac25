# SPDX-License-Identifier: EUPL-1.2
"""The protocol of ClamAV's daemon (clamd(8), section COMMANDS), in its null-terminated form."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

VERSION = b"zVERSION\x00"
INSTREAM = b"zINSTREAM\x00"
END_OF_STREAM = b"\x00\x00\x00\x00"
CHUNK = 256 * 1024
REPLY_MOST = 4096
"""Bytes of a reply that are read; clamd's own are far shorter."""


class Outcome(Enum):
    """What a reply to INSTREAM says."""

    CLEAN = "clean"
    FOUND = "found"
    TOO_LARGE = "too large"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Reply:
    """A parsed reply; `detail` is the signature's name or clamd's own words about a failure."""

    outcome: Outcome
    detail: str = ""


def stream_frames(content: bytes) -> Iterator[bytes]:
    """Yield the content as length-prefixed chunks, closed by the empty one."""
    view = memoryview(content)
    for start in range(0, len(view), CHUNK):
        chunk = view[start : start + CHUNK]
        yield len(chunk).to_bytes(4, "big")
        yield bytes(chunk)
    yield END_OF_STREAM


def parse_scan(raw: bytes) -> Reply:
    """Return what clamd answered to INSTREAM; whatever is not understood is a failure, never clean."""
    text = _text(raw)
    if text == "stream: OK":
        return Reply(Outcome.CLEAN)
    if text.startswith("stream: ") and text.endswith(" FOUND"):
        return Reply(Outcome.FOUND, text.removeprefix("stream: ").removesuffix(" FOUND"))
    if "size limit exceeded" in text:
        return Reply(Outcome.TOO_LARGE, text)
    return Reply(Outcome.FAILED, text)


def parse_version(raw: bytes) -> str:
    """Return program and signature version, such as `ClamAV 1.4.6/27500`; raises ValueError for anything else.

    The date behind them is left out: it differs between hosts that run the same signatures.
    """
    text = _text(raw)
    if not text.startswith("ClamAV "):
        raise ValueError("this is no clamd")
    return "/".join(text.split("/")[:2])


def _text(raw: bytes) -> str:
    return raw.rstrip(b"\x00\n").decode("utf-8", "replace")
