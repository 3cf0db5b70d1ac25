# SPDX-License-Identifier: EUPL-1.2
"""Blobs in a local folder: whole or not at all, sealed, opened only for their purpose, read at any place."""

import asyncio
import hashlib
import signal
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chancery.kit.errors import TooLarge
from chancery.kit.ids import BlobId
from chancery.platform.blobs.local import SLICE, LocalBlobs, StorageUnavailable
from chancery.platform.blobs.port import Blob, BlobDamaged, BlobNotFound, Blobs, RangeNotSatisfiable
from chancery.platform.keyring.file import FileKeyring

MEBIBYTE = 1024 * 1024
BIG = hashlib.shake_128(b"blob").digest(2 * MEBIBYTE + 12_345)


@pytest.fixture
async def blobs(tmp_path: Path) -> AsyncIterator[LocalBlobs]:
    store = LocalBlobs.open(tmp_path / "blobs", FileKeyring.open(tmp_path / "keys"))
    yield store
    await store.close()


async def stream(data: bytes, piece: int = 65_536) -> AsyncIterator[bytes]:
    for start in range(0, len(data), piece):
        yield data[start : start + piece]


async def put(blobs: Blobs, data: bytes, purpose: str = "test") -> Blob:
    return await blobs.put(stream(data), purpose=purpose, limit=100 * MEBIBYTE)


async def read(blobs: Blobs, blob: Blob, purpose: str = "test", **span: int) -> bytes:
    return b"".join([chunk async for chunk in blobs.read(blob.id, purpose=purpose, **span)])


def stored_files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 1, 16_384, 100_000, SLICE, SLICE + 1, len(BIG)])
async def test_stored_bytes_come_back_with_their_size_and_hash(
    blobs: LocalBlobs, tmp_path: Path, size: int
) -> None:
    data = BIG[:size]
    blob = await put(blobs, data)
    assert (blob.size, blob.sha256) == (size, hashlib.sha256(data).hexdigest())
    assert await blobs.find(blob.id) == blob
    assert await read(blobs, blob) == data
    later = LocalBlobs.open(tmp_path / "blobs", FileKeyring.open(tmp_path / "keys"))
    assert await read(later, blob) == data
    await later.close()


async def test_nothing_of_the_plaintext_or_its_hash_lies_on_disk(blobs: LocalBlobs, tmp_path: Path) -> None:
    data = b"An official secret. " * 1000
    blob = await put(blobs, data)
    (path,) = stored_files(tmp_path)
    stored = path.read_bytes()
    assert data[:20] not in stored
    assert bytes.fromhex(blob.sha256) not in stored
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.relative_to(tmp_path / "blobs").parts == (blob.id[5], blob.id[6], blob.id)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(start=st.integers(0, len(BIG) - 1), length=st.integers(0, len(BIG) + 10))
def test_any_range_is_the_same_slice(
    tmp_path_factory: pytest.TempPathFactory, start: int, length: int
) -> None:
    async def check() -> None:
        assert await read(blobs, blob, start=start, end=start + length) == BIG[start : start + length]

    blobs, blob = big_blob(tmp_path_factory)
    asyncio.run(check())


_big: list[tuple[LocalBlobs, Blob]] = []


def big_blob(factory: pytest.TempPathFactory) -> tuple[LocalBlobs, Blob]:
    """Return one stored blob for all examples of the property."""
    if not _big:
        folder = factory.mktemp("ranges")
        blobs = LocalBlobs.open(folder / "blobs", FileKeyring.open(folder / "keys"))
        _big.append((blobs, asyncio.run(put(blobs, BIG))))
    return _big[0]


async def test_range_behind_the_end_is_not_satisfiable(blobs: LocalBlobs) -> None:
    blob = await put(blobs, b"12345")
    assert await read(blobs, blob, start=4, end=99) == b"5"
    for start in (5, 6, -1):
        with pytest.raises(RangeNotSatisfiable):
            await read(blobs, blob, start=start)


async def test_blob_opens_only_for_the_purpose_it_was_stored_for(blobs: LocalBlobs) -> None:
    blob = await put(blobs, b"photo", purpose="media")
    assert await read(blobs, blob, purpose="media") == b"photo"
    with pytest.raises(BlobDamaged):
        await read(blobs, blob, purpose="drive")


async def test_blob_under_another_blobs_name_does_not_open(blobs: LocalBlobs, tmp_path: Path) -> None:
    one, two = await put(blobs, b"one"), await put(blobs, b"two")
    paths = {path.name: path for path in stored_files(tmp_path)}
    paths[one.id].replace(paths[two.id])
    with pytest.raises(BlobDamaged):
        await read(blobs, two)
    with pytest.raises(BlobDamaged):
        await blobs.find(two.id)


async def test_flipping_any_byte_is_noticed(blobs: LocalBlobs, tmp_path: Path) -> None:
    blob = await put(blobs, b"A short message.")
    (path,) = stored_files(tmp_path)
    stored = path.read_bytes()
    for index in range(len(stored)):
        path.write_bytes(stored[:index] + bytes([stored[index] ^ 1]) + stored[index + 1 :])
        with pytest.raises(BlobDamaged):
            await read(blobs, blob)


async def test_flipping_a_byte_anywhere_in_a_big_blob_is_noticed(blobs: LocalBlobs, tmp_path: Path) -> None:
    blob = await put(blobs, BIG)
    (path,) = stored_files(tmp_path)
    stored = path.read_bytes()
    for index in range(0, len(stored), 99_991):
        path.write_bytes(stored[:index] + bytes([stored[index] ^ 128]) + stored[index + 1 :])
        with pytest.raises(BlobDamaged):
            await read(blobs, blob)


async def test_cutting_or_lengthening_the_file_is_noticed(blobs: LocalBlobs, tmp_path: Path) -> None:
    blob = await put(blobs, BIG[:50_000])
    (path,) = stored_files(tmp_path)
    stored = path.read_bytes()
    for changed in (*(stored[:size] for size in range(0, len(stored), 1_009)), stored + b"\x00"):
        path.write_bytes(changed)
        with pytest.raises(BlobDamaged):
            await read(blobs, blob)


@pytest.mark.parametrize(
    "name",
    ["blob_aaaaaaaaaaaaaaaaaaaa", "", "../../etc/passwd", "blob_../../../../../etc", "blob_\x00", "x" * 999],
)
async def test_unknown_or_hostile_id_is_simply_not_found(blobs: LocalBlobs, name: str) -> None:
    blob_id = BlobId(name)
    assert await blobs.find(blob_id) is None
    with pytest.raises(BlobNotFound):
        await read(blobs, Blob(blob_id, 0, ""))
    await blobs.delete(blob_id)


async def test_deleted_blob_is_gone_and_deleting_twice_is_no_error(blobs: LocalBlobs, tmp_path: Path) -> None:
    blob = await put(blobs, b"x")
    await blobs.delete(blob.id)
    await blobs.delete(blob.id)
    assert await blobs.find(blob.id) is None
    assert stored_files(tmp_path) == []


async def test_erased_blob_loses_its_key_even_where_the_bytes_stay(blobs: LocalBlobs, tmp_path: Path) -> None:
    blob = await put(blobs, BIG[:50_000])
    (path,) = stored_files(tmp_path)
    (tmp_path / "second name").hardlink_to(path)
    await blobs.delete(blob.id)
    path.hardlink_to(tmp_path / "second name")
    with pytest.raises(BlobDamaged):
        await read(blobs, blob)


@pytest.mark.parametrize("size", [11, SLICE + 11])
async def test_stream_past_the_limit_leaves_nothing(blobs: LocalBlobs, tmp_path: Path, size: int) -> None:
    with pytest.raises(TooLarge):
        await blobs.put(stream(BIG[:size], piece=10), purpose="test", limit=size - 1)
    assert stored_files(tmp_path) == []


@pytest.mark.parametrize("size", [100, 2 * SLICE])
async def test_stream_that_breaks_off_leaves_nothing(blobs: LocalBlobs, tmp_path: Path, size: int) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield BIG[:size]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await blobs.put(broken(), purpose="test", limit=10 * MEBIBYTE)
    assert stored_files(tmp_path) == []


@pytest.mark.parametrize("size", [100, 2 * SLICE])
async def test_cancelled_put_leaves_nothing(blobs: LocalBlobs, tmp_path: Path, size: int) -> None:
    begun = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield BIG[:size]
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(blobs.put(slow(), purpose="test", limit=10 * MEBIBYTE))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert stored_files(tmp_path) == []


KILLED = """
import asyncio, sys
from pathlib import Path
from chancery.platform.blobs.local import LocalBlobs
from chancery.platform.keyring.file import FileKeyring

async def endless():
    while True:
        yield bytes(2 * 1024 * 1024)
        print("written", flush=True)

root = Path(sys.argv[1])
blobs = LocalBlobs.open(root / "blobs", FileKeyring.open(root / "keys"))
asyncio.run(blobs.put(endless(), purpose="test", limit=1 << 40))
"""


def test_process_killed_during_put_leaves_nothing_after_the_next_start(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        # While the writer lives, another process that starts leaves its file alone.
        LocalBlobs.open(tmp_path / "blobs", FileKeyring.open(tmp_path / "keys"))
        assert len(stored_files(tmp_path)) == 1
        process.send_signal(signal.SIGKILL)
    LocalBlobs.open(tmp_path / "blobs", FileKeyring.open(tmp_path / "keys"))
    assert stored_files(tmp_path) == []


async def test_many_blobs_at_once_do_not_mix(blobs: LocalBlobs) -> None:
    parts = [BIG[start : start + SLICE + start] for start in range(0, 400_000, 40_000)]
    stored = await asyncio.gather(*(put(blobs, part) for part in parts))
    assert await asyncio.gather(*(read(blobs, blob) for blob in stored)) == parts


async def test_reader_that_stops_early_or_is_cancelled_does_no_harm(blobs: LocalBlobs) -> None:
    blob = await put(blobs, BIG)
    chunks = blobs.read(blob.id, purpose="test")
    assert await anext(chunks) == BIG[:SLICE]
    task = asyncio.ensure_future(anext(chunks))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await read(blobs, blob) == BIG


async def test_folder_that_takes_no_bytes_is_reported_as_unavailable(
    blobs: LocalBlobs, tmp_path: Path
) -> None:
    (tmp_path / "blobs" / "tmp").rmdir()
    with pytest.raises(StorageUnavailable):
        await put(blobs, b"x")
