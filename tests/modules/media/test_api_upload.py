# SPDX-License-Identifier: EUPL-1.2
"""Uploading: what is clean is kept, what is not leaves nothing but a line in the audit log."""

import asyncio
import os
from pathlib import Path

import pytest
from support.clamd import ClamdServer
from support.http import Answer, Client
from support.registry import Registry, build_registry
from support.samples import EICAR, encrypted_zip, nested_zip, windows_program, word_document, zipped
from support.served import served
from support.waiting import until

from chancery.modules.media.service.upload import PENDING_MOST
from chancery.platform.config.settings import Antivirus, Media

UPLOAD = "/_matrix/media/v3/upload"
CREATE = "/_matrix/media/v1/create"


async def upload(client: Client, content: bytes, *, kind: str = "text/plain", query: str = "") -> Answer:
    return await client.request("POST", f"{UPLOAD}{query}", content=content, headers={"content-type": kind})


async def fetch(client: Client, uri: str, **options: object) -> Answer:
    return await client.get(
        f"/_matrix/client/v1/media/download/{uri.removeprefix('mxc://')}",
        **options,  # type: ignore[arg-type]  # passed through
    )


async def fill(client: Client, uri: str, content: bytes) -> Answer:
    return await client.request("PUT", f"{UPLOAD}/{uri.removeprefix('mxc://')}", content=content)


async def test_a_visitor_cannot_upload(registry: Registry) -> None:
    answer = await upload(registry.visitor, b"x")
    assert (answer.status, answer.errcode) == (401, "M_MISSING_TOKEN")
    assert registry.stored_blobs() == []


@pytest.mark.parametrize("size", [0, 1, 70_000, 2_500_000])
async def test_another_person_fetches_exactly_what_was_uploaded(registry: Registry, size: int) -> None:
    content = os.urandom(size)
    uploaded = await upload(await registry.signed_in("anna"), content, kind="application/octet-stream")
    assert uploaded.status == 200
    uri = uploaded.json["content_uri"]
    assert uri.startswith("mxc://ministry.example/")
    assert len(uri.rsplit("/", 1)[1]) >= 24
    answer = await fetch(await registry.signed_in("boris"), uri)
    assert (answer.status, answer.body) == (200, content)
    assert answer.headers["content-length"] == str(size)


async def test_same_content_gets_another_id_each_time(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    uris = {(await upload(anna, b"same")).json["content_uri"] for _ in range(3)}
    assert len(uris) == 3


@pytest.mark.parametrize(
    ("content", "signature"),
    [
        (EICAR, "EICAR_Test_File"),
        (nested_zip(EICAR, 3), "EICAR_Test_File"),
        (windows_program(), "Executable_Windows_Program"),
        (word_document(macros=True), "Macro_Office_Open_XML"),
    ],
)
async def test_infected_upload_is_refused_erased_and_audited(
    registry: Registry, content: bytes, signature: str
) -> None:
    answer = await upload(await registry.signed_in("anna"), content, kind="image/png")
    assert (answer.status, answer.errcode) == (403, "M_CHANCERY_INFECTED")
    assert answer.json["signature"] == signature
    assert registry.stored_blobs() == []
    (entry,) = await registry.audited("media.refused")
    assert entry["actor"] == "@anna:ministry.example"
    assert entry["details"]["signature"] == signature  # type: ignore[index]  # an object


@pytest.mark.parametrize(
    ("content", "reason"),
    [(encrypted_zip(), "encrypted"), (zipped({"a": b"x" * 99})[:-30], "unreadable")],
)
async def test_upload_that_cannot_be_scanned_is_refused_with_the_reason(
    registry: Registry, content: bytes, reason: str
) -> None:
    answer = await upload(await registry.signed_in("anna"), content)
    assert (answer.status, answer.errcode) == (403, "M_CHANCERY_UNSCANNED")
    assert answer.json["reason"] == reason
    assert registry.stored_blobs() == []
    (entry,) = await registry.audited("media.refused")
    assert entry["details"]["verdict"] == "unscanned"  # type: ignore[index]  # an object


async def test_upload_over_the_limit_is_refused(registry: Registry, tmp_path: Path) -> None:
    small = build_registry(registry.office, tmp_path, media=Media(max_upload_mb=1))
    client = Client(small.kernel, (await registry.signed_in("anna")).token)
    answer = await upload(client, bytes(1024 * 1024 + 1))
    assert (answer.status, answer.errcode) == (413, "M_TOO_LARGE")
    assert (await upload(client, bytes(1024 * 1024))).status == 200
    config = await client.get("/_matrix/client/v1/media/config")
    assert config.json == {"m.upload.size": 1024 * 1024}
    assert (await client.get("/_matrix/media/v3/config")).json == config.json
    await small.close()


async def test_file_larger_than_what_is_scanned_stays_out(registry: Registry, tmp_path: Path) -> None:
    timid = build_registry(registry.office, tmp_path, antivirus=Antivirus(clamd="", max_scan_mb=1))
    client = Client(timid.kernel, (await registry.signed_in("anna")).token)
    answer = await upload(client, bytes(1024 * 1024 + 1))
    assert (answer.status, answer.json["reason"]) == (403, "too_large")
    await timid.close()


async def test_upload_that_is_cut_off_leaves_nothing(registry: Registry) -> None:
    token = (await registry.signed_in("anna")).token
    async with served(registry.kernel) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        head = f"POST {UPLOAD} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-length: 5000000\r\n\r\n"
        writer.write(head.encode() + bytes(3_000_000))
        await writer.drain()
        await until(registry.stored_blobs)
        writer.close()
        await writer.wait_closed()
        await until(lambda: not registry.stored_blobs())
        assert reader.at_eof() or await reader.read() == b""
    assert await registry.office.database.fetch("SELECT media_id FROM media_item") == []


async def test_silent_scanner_keeps_new_files_out_and_old_ones_open(
    registry: Registry, tmp_path: Path, clamd: ClamdServer
) -> None:
    watched = build_registry(registry.office, tmp_path, antivirus=Antivirus(clamd=clamd.address))
    client = Client(watched.kernel, (await registry.signed_in("anna")).token)
    uri = (await upload(client, b"minutes")).json["content_uri"]
    clamd.stop()
    try:
        registry.office.clock.forward(seconds=60)
        refused = await upload(client, b"other minutes")
        assert (refused.status, refused.json["reason"]) == (403, "engine_unavailable")
        assert (await fetch(client, uri)).body == b"minutes"
    finally:
        clamd.start()
    registry.office.clock.forward(seconds=60)
    assert (await upload(client, b"other minutes")).status == 200
    await watched.close()


async def test_two_engines_must_both_agree(registry: Registry, tmp_path: Path, clamd: ClamdServer) -> None:
    both = build_registry(registry.office, tmp_path, antivirus=Antivirus(clamd=clamd.address))
    client = Client(both.kernel, (await registry.signed_in("anna")).token)
    assert (await upload(client, b"clean for both")).status == 200
    assert (await upload(client, windows_program())).json["signature"] == "Executable_Windows_Program"
    await both.close()


async def test_announced_file_is_filled_by_its_owner_once(registry: Registry) -> None:
    anna, boris = await registry.signed_in("anna"), await registry.signed_in("boris")
    created = (await anna.post(CREATE)).json
    uri = created["content_uri"]
    assert created["unused_expires_at"] == registry.office.clock.now + 24 * 3600 * 1000
    foreign = await fill(boris, uri, b"other")
    assert (foreign.status, foreign.errcode) == (403, "M_FORBIDDEN")
    assert (await fill(anna, uri, b"content")).json == {}
    assert (await fetch(boris, uri)).body == b"content"
    again = await fill(anna, uri, b"changed")
    assert (again.status, again.errcode) == (409, "M_CANNOT_OVERWRITE_MEDIA")
    assert (await fetch(boris, uri)).body == b"content"


async def test_two_uploads_to_one_id_at_once_keep_one_content(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    uri = (await anna.post(CREATE)).json["content_uri"]
    answers = await asyncio.gather(*(fill(anna, uri, b"content %d" % number) for number in range(4)))
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    (winner,) = (index for index, answer in enumerate(answers) if answer.status == 200)
    assert (await fetch(anna, uri)).body == b"content %d" % winner
    assert len(registry.stored_blobs()) == 1


@pytest.mark.parametrize(
    "uri",
    [
        "mxc://ministry.example/aaaaaaaaaaaaaaaaaaaaaaaa",
        "mxc://other.example/aaaaaaaaaaaaaaaaaaaaaaaa",
        "mxc://ministry.example/..%2F..%2Fetc",
    ],
)
async def test_id_that_nobody_announced_cannot_be_filled(registry: Registry, uri: str) -> None:
    answer = await fill(await registry.signed_in("anna"), uri, b"x")
    assert (answer.status, answer.errcode) == (404, "M_NOT_FOUND")


async def test_infected_content_leaves_the_announced_id_empty(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    uri = (await anna.post(CREATE)).json["content_uri"]
    assert (await fill(anna, uri, EICAR)).errcode == "M_CHANCERY_INFECTED"
    assert (await fetch(anna, uri, query={"timeout_ms": 0})).errcode == "M_NOT_YET_UPLOADED"
    assert (await fill(anna, uri, b"clean")).status == 200


async def test_announced_file_expires(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    uri = (await anna.post(CREATE)).json["content_uri"]
    registry.office.clock.forward(seconds=24 * 3600)
    anna = await registry.signed_in("anna")
    assert (await fill(anna, uri, b"late")).errcode == "M_NOT_FOUND"
    assert (await fetch(anna, uri)).errcode == "M_NOT_FOUND"
    (expiry,) = registry.media.manifest.jobs
    await expiry.run()
    assert await registry.office.database.fetch("SELECT media_id FROM media_item") == []


async def test_announced_files_are_limited_per_person(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    uris = [(await anna.post(CREATE)).json["content_uri"] for _ in range(PENDING_MOST)]
    refused = await anna.post(CREATE)
    assert (refused.status, refused.errcode) == (429, "M_LIMIT_EXCEEDED")
    assert refused.json["retry_after_ms"] > 0
    assert (await (await registry.signed_in("boris")).post(CREATE)).status == 200
    await fill(anna, uris[0], b"x")
    assert (await anna.post(CREATE)).status == 200
