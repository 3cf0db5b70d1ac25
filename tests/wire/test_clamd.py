# SPDX-License-Identifier: EUPL-1.2
"""clamd's replies, captured from ClamAV 1.4.6."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.wire.clamd import (
    CHUNK,
    END_OF_STREAM,
    Outcome,
    Reply,
    parse_scan,
    parse_version,
    stream_frames,
)


@pytest.mark.parametrize(
    ("raw", "reply"),
    [
        (b"stream: OK\x00", Reply(Outcome.CLEAN)),
        (b"stream: Eicar-Test-Signature FOUND\x00", Reply(Outcome.FOUND, "Eicar-Test-Signature")),
        (b"stream: Heuristics.Encrypted.Zip FOUND\x00", Reply(Outcome.FOUND, "Heuristics.Encrypted.Zip")),
        (
            b"INSTREAM size limit exceeded. ERROR\x00",
            Reply(Outcome.TOO_LARGE, "INSTREAM size limit exceeded. ERROR"),
        ),
        (
            b"stream: Can't allocate memory ERROR\x00",
            Reply(Outcome.FAILED, "stream: Can't allocate memory ERROR"),
        ),
        (b"UNKNOWN COMMAND\x00", Reply(Outcome.FAILED, "UNKNOWN COMMAND")),
        (b"", Reply(Outcome.FAILED)),
        (b"stream: OK, but not quite\x00", Reply(Outcome.FAILED, "stream: OK, but not quite")),
    ],
)
def test_reply_is_understood_or_a_failure(raw: bytes, reply: Reply) -> None:
    assert parse_scan(raw) == reply


@given(st.binary(max_size=200))
def test_no_other_bytes_mean_clean(raw: bytes) -> None:
    assert parse_scan(raw).outcome is not Outcome.CLEAN or raw.rstrip(b"\x00\n") == b"stream: OK"


@pytest.mark.parametrize(
    ("raw", "version"),
    [
        (b"ClamAV 1.4.6/27500/Mon Nov 23 08:00:00 2026\x00", "ClamAV 1.4.6/27500"),
        (b"ClamAV 1.4.6\x00", "ClamAV 1.4.6"),
    ],
)
def test_version_leaves_the_date_out(raw: bytes, version: str) -> None:
    assert parse_version(raw) == version


def test_other_server_is_not_taken_for_clamd() -> None:
    with pytest.raises(ValueError, match="no clamd"):
        parse_version(b"HTTP/1.1 400 Bad Request\r\n")


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_frames_carry_the_whole_content_and_its_end(size: int) -> None:
    content = bytes(index % 251 for index in range(size))
    wire = b"".join(stream_frames(content))
    received = b""
    while length := int.from_bytes(wire[:4], "big"):
        received, wire = received + wire[4 : 4 + length], wire[4 + length :]
    assert wire == END_OF_STREAM
    assert received == content
