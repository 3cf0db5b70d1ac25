# SPDX-License-Identifier: EUPL-1.2
"""The repository as other modules use it."""

import hashlib
from collections.abc import AsyncIterator

import pytest
from support.registry import Registry
from support.samples import EICAR

from chancery.kit.ids import UserId
from chancery.modules.media.contract import Description, MediaInfo
from chancery.modules.media.errors import MediaInfected

ANNA = UserId("@anna:ministry.example")


async def stream(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def test_stored_file_is_found_and_fetched(registry: Registry) -> None:
    library = registry.media.media
    stored = await library.store_file(ANNA, stream(b"photo"), Description("image/png", "anna.png"))
    assert stored == MediaInfo(
        stored.uri, ANNA, "image/png", "anna.png", 5, hashlib.sha256(b"photo").hexdigest()
    )
    assert await library.find_file(stored.uri) == stored
    path = stored.uri.removeprefix("mxc://")
    answer = await (await registry.signed_in("boris")).get(f"/_matrix/client/v1/media/download/{path}")
    assert answer.body == b"photo"


async def test_infected_file_is_refused_here_as_well(registry: Registry) -> None:
    with pytest.raises(MediaInfected):
        await registry.media.media.store_file(ANNA, stream(EICAR), Description())
    assert registry.stored_blobs() == []


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "mxc://ministry.example/aaaaaaaaaaaaaaaaaaaaaaaa",
        "mxc://other.example/abc",
        "https://ministry.example/a",
    ],
)
async def test_uri_of_nothing_finds_nothing(registry: Registry, uri: str) -> None:
    assert await registry.media.media.find_file(uri) is None
