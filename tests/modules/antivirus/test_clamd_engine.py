# SPDX-License-Identifier: EUPL-1.2
"""The ClamAV engine against a real clamd, and against servers that misbehave."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

import pytest
from support.clamd import STREAM_LIMIT, ClamdServer
from support.samples import EICAR, encrypted_zip, nested_zip

from chancery.modules.antivirus.contract import EngineUnavailable, Finding, Reason, VerdictState
from chancery.modules.antivirus.service.clamd import ClamdAddress, ClamdEngine

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def engine_at(address: str) -> ClamdEngine:
    return ClamdEngine(ClamdAddress(address))


def unscanned(reason: Reason) -> Finding:
    return Finding(VerdictState.UNSCANNED, reason=reason)


@pytest.mark.parametrize("content", [EICAR, nested_zip(EICAR, 2), Random(1).randbytes(1_000_000) + EICAR])
async def test_eicar_is_found_under_clamds_own_name(clamd: ClamdServer, content: bytes) -> None:
    finding = await engine_at(clamd.address).scan(content)
    assert finding == Finding(VerdictState.INFECTED, signature="Local.Eicar.Test.UNOFFICIAL")


@pytest.mark.parametrize("content", [b"", b"minutes of the meeting", Random(2).randbytes(1_000_000)])
async def test_ordinary_content_is_clean(clamd: ClamdServer, content: bytes) -> None:
    assert await engine_at(clamd.address).scan(content) == Finding(VerdictState.CLEAN, vouches=True)


async def test_encrypted_archive_is_not_scanned(clamd: ClamdServer) -> None:
    assert await engine_at(clamd.address).scan(encrypted_zip()) == unscanned(Reason.ENCRYPTED)


async def test_clamd_that_is_silent_about_encryption_vouches_for_nothing(lax_clamd: ClamdServer) -> None:
    finding = await engine_at(lax_clamd.address).scan(b"anything")
    assert finding == Finding(VerdictState.CLEAN, vouches=False)


async def test_content_over_clamds_limit_is_not_scanned(clamd: ClamdServer) -> None:
    finding = await engine_at(clamd.address).scan(os.urandom(8 * STREAM_LIMIT))
    assert finding.state is VerdictState.UNSCANNED
    assert finding.reason in (Reason.TOO_LARGE, Reason.ENGINE_UNAVAILABLE)


async def test_signatures_name_the_program(clamd: ClamdServer) -> None:
    assert (await engine_at(clamd.address).signatures()).startswith("ClamAV ")


async def test_many_scans_at_once(clamd: ClamdServer) -> None:
    engine = engine_at(clamd.address)
    findings = await asyncio.gather(*(engine.scan(EICAR if index % 2 else b"x") for index in range(20)))
    assert [finding.state is VerdictState.INFECTED for finding in findings] == [
        bool(index % 2) for index in range(20)
    ]


async def test_absent_clamd_is_no_clean_answer(tmp_path: Path) -> None:
    engine = engine_at(f"unix:{tmp_path}/nothing")
    assert engine.is_present()
    assert await engine.scan(b"x") == unscanned(Reason.ENGINE_UNAVAILABLE)
    with pytest.raises(EngineUnavailable):
        await engine.signatures()


async def test_optional_clamd_counts_only_where_its_socket_is(clamd: ClamdServer, tmp_path: Path) -> None:
    assert not ClamdEngine(ClamdAddress(f"unix:{tmp_path}/nothing"), optional=True).is_present()
    assert ClamdEngine(ClamdAddress(clamd.address), optional=True).is_present()


async def misbehaving(answer: bytes, *, versions: int) -> tuple[asyncio.Server, ClamdEngine]:
    """Return a server that gives its version a few times, then only `answer` to anything, over TCP."""
    left = [versions]

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        command = await reader.readuntil(b"\x00")
        if command == b"zVERSION\x00" and left[0]:
            left[0] -= 1
            writer.write(b"ClamAV 9.9.9/1/today\x00")
        else:
            writer.write(answer)
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    return server, engine_at(f"tcp:127.0.0.1:{port}")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", Reason.ENGINE_UNAVAILABLE),
        (b"stream: Out of memory ERROR\x00", Reason.ENGINE_UNAVAILABLE),
        (b"HTTP/1.1 200 OK\r\n", Reason.ENGINE_UNAVAILABLE),
        (b"INSTREAM size limit exceeded. ERROR\x00", Reason.TOO_LARGE),
        (b"stream: Heuristics.Limits.Exceeded.MaxScanTime FOUND\x00", Reason.TOO_COMPLEX),
        (b"stream: Heuristics.Encrypted.PDF FOUND\x00", Reason.ENCRYPTED),
    ],
)
async def test_unclear_answer_is_no_clean_answer(answer: bytes, reason: Reason) -> None:
    server, engine = await misbehaving(answer, versions=9)
    async with server:
        assert await engine.scan(b"x") == unscanned(reason)


async def test_server_that_is_no_clamd_is_unavailable() -> None:
    server, engine = await misbehaving(b"220 mail ESMTP\r\n", versions=0)
    async with server:
        with pytest.raises(EngineUnavailable):
            await engine.signatures()


@pytest.mark.parametrize("text", ["", "clamd", "unix:relative", "tcp:3310", "tcp:host:port", "http://x"])
def test_address_that_is_none_is_refused_with_the_forms_that_are(text: str) -> None:
    with pytest.raises(ValueError, match="unix:/path or tcp:host:port"):
        ClamdAddress(text)


def test_ipv6_address_is_understood() -> None:
    address = ClamdAddress("tcp:[::1]:3310")
    assert (address.host, address.port) == ("::1", 3310)
