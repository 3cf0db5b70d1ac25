# SPDX-License-Identifier: EUPL-1.2
"""Downloading: who may, in which form, in part, and what happens to a file that is condemned later."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.http import Answer, Client
from support.registry import Registry, build_registry
from support.samples import windows_program
from support.waiting import until

from chancery.modules.media.model import ByteRange
from chancery.modules.media.rules.serving import wanted_range
from chancery.platform.config.settings import Antivirus

CONTENT = bytes(range(256)) * 10
LENIENT = Antivirus(clamd="", block_executables=False)


async def upload(
    client: Client, content: bytes = CONTENT, *, kind: str = "image/png", name: str | None = None
) -> str:
    answer = await client.request(
        "POST",
        "/_matrix/media/v3/upload",
        content=content,
        headers={"content-type": kind},
        query={"filename": name} if name is not None else None,
    )
    assert answer.status == 200, answer.body
    uri: str = answer.json["content_uri"]
    return uri.removeprefix("mxc://")


async def fetch(client: Client, path: str, *, query: str = "", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.get(f"/_matrix/client/v1/media/download/{path}{query}", headers=named)


async def test_only_signed_in_people_fetch(registry: Registry) -> None:
    path = await upload(await registry.signed_in("anna"))
    answer = await fetch(registry.visitor, path)
    assert (answer.status, answer.errcode) == (401, "M_MISSING_TOKEN")


@pytest.mark.parametrize("kind", ["download", "thumbnail"])
async def test_old_paths_without_login_find_nothing(registry: Registry, kind: str) -> None:
    anna = await registry.signed_in("anna")
    path = await upload(anna)
    for client in (anna, registry.visitor):
        for suffix in ("", "/name.png"):
            answer = await client.get(f"/_matrix/media/v3/{kind}/{path}{suffix}?width=32&height=32")
            assert (answer.status, answer.errcode) == (404, "M_NOT_FOUND")


@pytest.mark.parametrize(
    "path",
    [
        "ministry.example/aaaaaaaaaaaaaaaaaaaaaaaa",
        "other.example/aaaaaaaaaaaaaaaaaaaaaaaa",
        "ministry.example/..%2F..%2F..%2Fetc%2Fpasswd",
        f"ministry.example/{'a' * 300}",
        "..%2F/blob",
    ],
)
async def test_what_is_not_here_is_not_found(registry: Registry, path: str) -> None:
    answer = await fetch(await registry.signed_in("anna"), path)
    assert (answer.status, answer.errcode) == (404, "M_NOT_FOUND")


async def test_files_are_served_so_that_they_cannot_run(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    answer = await fetch(anna, await upload(anna, b"<script>alert(1)</script>", kind="text/html"))
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"].startswith("private")


@pytest.mark.parametrize(
    ("kind", "name", "served_kind", "disposition"),
    [
        ("image/png", "plan.png", "image/png", "inline; filename=plan.png"),
        ("image/svg+xml", "x.svg", "image/svg+xml", "attachment; filename=x.svg"),
        ("text/plain; charset=utf-8", None, "text/plain; charset=utf-8", "inline"),
        ("", "a.bin", "application/octet-stream", "attachment; filename=a.bin"),
        ("nonsense", None, "application/octet-stream", "attachment"),
        ("image/png", "../../etc/passwd", "image/png", "inline; filename=passwd"),
        ("image/png", "..\\..\\boot.ini", "image/png", "inline; filename=boot.ini"),
        ("image/png", "..", "image/png", "inline"),
        ("image/png", 'say "hi"; x.png', "image/png", 'inline; filename="say \\"hi\\"; x.png"'),
        ("image/png", "a\r\nset-cookie: b", "image/png", 'inline; filename="aset-cookie: b"'),
        (
            "image/png",
            "Отчёт.png",
            "image/png",
            "inline; filename*=utf-8''%D0%9E%D1%82%D1%87%D1%91%D1%82.png",
        ),
    ],
)
async def test_type_and_name_are_given_back_without_harm(
    registry: Registry, kind: str, name: str | None, served_kind: str, disposition: str
) -> None:
    anna = await registry.signed_in("anna")
    answer = await fetch(anna, await upload(anna, kind=kind, name=name))
    assert (answer.status, answer.body) == (200, CONTENT)
    assert answer.headers["content-type"] == served_kind
    assert answer.headers["content-disposition"] == disposition


async def test_name_in_the_path_is_used(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    path = await upload(anna, name="old.png")
    answer = await fetch(anna, f"{path}/new%20name.png")
    assert answer.headers["content-disposition"] == 'inline; filename="new name.png"'


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=0-0", 0, 1), ("bytes=10-19", 10, 20), ("bytes=2550-", 2550, 2560), ("bytes=-5", 2555, 2560),
     ("bytes=2000-99999", 2000, 2560), ("bytes=-99999", 0, 2560)],
)  # fmt: skip
async def test_part_of_a_file(registry: Registry, wanted: str, start: int, end: int) -> None:
    anna = await registry.signed_in("anna")
    answer = await fetch(anna, await upload(anna), range=wanted)
    assert (answer.status, answer.body) == (206, CONTENT[start:end])
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/2560"
    assert answer.headers["content-length"] == str(end - start)


@pytest.mark.parametrize("wanted", ["bytes=2560-", "bytes=9999-10000", "bytes=-0"])
async def test_part_behind_the_end_is_not_satisfiable(registry: Registry, wanted: str) -> None:
    anna = await registry.signed_in("anna")
    answer = await fetch(anna, await upload(anna), range=wanted)
    assert answer.status == 416
    assert answer.headers["content-range"] == "bytes */2560"


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-6", "lines=0-5", "bytes=5-2", "bytes=-", "bytes=a-b", "x"])
async def test_range_that_is_not_understood_gives_the_whole(registry: Registry, wanted: str) -> None:
    anna = await registry.signed_in("anna")
    answer = await fetch(anna, await upload(anna), range=wanted)
    assert (answer.status, answer.body) == (200, CONTENT)


async def test_range_of_another_version_gives_the_whole(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    path = await upload(anna)
    etag = (await fetch(anna, path)).headers["etag"]
    assert (await fetch(anna, path, range="bytes=0-4", if_range=etag)).status == 206
    assert (await fetch(anna, path, range="bytes=0-4", if_range='"other"')).status == 200


async def test_head_tells_the_size_and_sends_nothing(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    path = await upload(anna)
    answer = await anna.request("HEAD", f"/_matrix/client/v1/media/download/{path}")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == "2560"
    assert answer.headers["accept-ranges"] == "bytes"


async def test_browser_that_has_the_file_is_told_so(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    path = await upload(anna)
    etag = (await fetch(anna, path)).headers["etag"]
    answer = await fetch(anna, path, if_none_match=etag)
    assert (answer.status, answer.body) == (304, b"")


async def test_waiting_reader_gets_an_announced_file_when_it_comes(registry: Registry) -> None:
    anna, boris = await registry.signed_in("anna"), await registry.signed_in("boris")
    path = (await anna.post("/_matrix/media/v1/create")).json["content_uri"].removeprefix("mxc://")
    waiting = asyncio.create_task(fetch(boris, path, query="?timeout_ms=20000"))
    await until(lambda: registry.kernel.inflight.parked)
    await anna.request("PUT", f"/_matrix/media/v3/upload/{path}", content=b"here")
    assert (await waiting).body == b"here"


async def test_reader_is_told_when_an_announced_file_does_not_come(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    path = (await anna.post("/_matrix/media/v1/create")).json["content_uri"].removeprefix("mxc://")
    answer = await fetch(anna, path, query="?timeout_ms=10")
    assert (answer.status, answer.errcode) == (504, "M_NOT_YET_UPLOADED")


async def test_damaged_file_is_an_error_and_not_half_an_answer(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    path = await upload(anna)
    (blob,) = registry.stored_blobs()
    stored = bytearray(blob.read_bytes())
    stored[len(stored) // 2] ^= 1
    blob.write_bytes(stored)
    answer = await fetch(anna, path)
    assert answer.status == 503
    assert CONTENT[:100] not in answer.body


async def test_file_condemned_by_new_rules_is_shut_for_good(registry: Registry, tmp_path: Path) -> None:
    lenient = build_registry(registry.office, tmp_path, antivirus=LENIENT)
    anna = await registry.signed_in("anna")
    one = await upload(Client(lenient.kernel, anna.token), windows_program())
    two = await upload(Client(lenient.kernel, anna.token), windows_program())
    assert (await fetch(Client(lenient.kernel, anna.token), one)).status == 200

    answer = await fetch(anna, one)
    assert (answer.status, answer.errcode) == (403, "M_CHANCERY_INFECTED")
    assert answer.json["signature"] == "Executable_Windows_Program"
    await registry.media.manifest.stop()  # type: ignore[misc]  # it has one: wait for the reaction
    states = await registry.office.database.fetch("SELECT state, media_id FROM media_item")
    assert sorted(states) == sorted([("quarantined", one.split("/")[1]), ("quarantined", two.split("/")[1])])
    entries = await registry.audited("media.quarantined")
    assert [entry["subject"] for entry in entries] == ["@anna:ministry.example"] * 2
    assert (await fetch(Client(lenient.kernel, anna.token), two)).errcode == "M_CHANCERY_INFECTED"
    await lenient.close()


@given(st.integers(0, 50), st.one_of(st.none(), st.integers(0, 60)), st.integers(1, 50))
def test_any_range_is_what_the_standard_says(first: int, last: int | None, size: int) -> None:
    header = f"bytes={first}-{'' if last is None else last}"
    if last is not None and last < first:
        assert wanted_range(header, size) is None
    elif first < size:
        assert wanted_range(header, size) == ByteRange(first, size if last is None else min(last + 1, size))


async def test_suites_may_open_the_old_paths(registry: Registry, tmp_path: Path) -> None:
    item = await upload(await registry.signed_in("anna"), b"for everybody")
    opened = build_registry(registry.office, tmp_path, is_open=True)
    path = f"/_matrix/media/v3/download/{item}"
    for address in (path, f"{path}/name.txt"):
        assert (await opened.visitor.get(address)).body == b"for everybody"
    thumbnail = path.replace("download", "thumbnail")
    assert (await opened.visitor.get(f"{thumbnail}?width=32&height=32")).errcode == "M_UNKNOWN"
    assert (await registry.visitor.get(path)).status == 404
    await opened.close()
