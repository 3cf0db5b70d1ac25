# SPDX-License-Identifier: EUPL-1.2
"""Thumbnails of real pictures, and of what only pretends to be one."""

import asyncio
import io
import os
from pathlib import Path

import pytest
from PIL import Image
from support.http import Answer, Client
from support.registry import Registry, build_registry
from support.samples import picture_bomb

from chancery.platform.config.settings import Media


def picture(width: int, height: int, *, kind: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **options)
    return out.getvalue()


def animation(kind: str, frames: int = 3, size: tuple[int, int] = (400, 300)) -> bytes:
    pictures = [Image.new("RGB", size, color) for color in ("red", "green", "blue")]
    out = io.BytesIO()
    pictures[0].save(
        out, kind, save_all=True, append_images=(pictures * frames)[1:frames], duration=80, loop=0
    )
    return out.getvalue()


async def upload(client: Client, content: bytes, kind: str = "image/png") -> str:
    answer = await client.request(
        "POST", "/_matrix/media/v3/upload", content=content, headers={"content-type": kind}
    )
    uri: str = answer.json["content_uri"]
    return uri.removeprefix("mxc://")


async def thumbnail(client: Client, path: str, query: str = "width=320&height=240") -> Answer:
    return await client.get(f"/_matrix/client/v1/media/thumbnail/{path}?{query}")


def opened(answer: Answer) -> Image.Image:
    assert answer.status == 200, answer.body
    return Image.open(io.BytesIO(answer.body))


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ("width=32&height=32&method=crop", (32, 32)),
        ("width=96&height=96&method=crop", (96, 96)),
        ("width=320&height=240&method=scale", (320, 160)),
        ("width=640&height=480", (640, 320)),
        ("width=800&height=600&method=scale&animated=true", (800, 400)),
    ],
)
async def test_sizes_of_the_specification(registry: Registry, query: str, size: tuple[int, int]) -> None:
    anna = await registry.signed_in("anna")
    answer = await thumbnail(anna, await upload(anna, picture(1600, 800)), query)
    assert opened(answer).size == size
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"] == 'inline; filename="thumbnail.jpg"'
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


async def test_small_picture_is_not_enlarged(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    path = await upload(anna, picture(20, 10))
    assert opened(await thumbnail(anna, path, "width=800&height=600")).size == (20, 10)
    assert opened(await thumbnail(anna, path, "width=96&height=96&method=crop")).size == (20, 10)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "L"),
        ("PNG", "1"),
        ("JPEG", "CMYK"),
        ("WEBP", "RGB"),
        ("BMP", "RGB"),
    ],
)
async def test_every_kind_of_picture(registry: Registry, kind: str, mode: str) -> None:
    anna = await registry.signed_in("anna")
    content = picture(500, 500, kind=kind, mode=mode)
    answer = await thumbnail(anna, await upload(anna, content, f"image/{kind.lower()}"))
    assert opened(answer).size == (240, 240)


async def test_transparency_stays(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    out = io.BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(out, "PNG")
    answer = await thumbnail(anna, await upload(anna, out.getvalue()))
    assert answer.headers["content-type"] == "image/png"
    assert opened(answer).convert("RGBA").getpixel((5, 5)) == (0, 0, 0, 0)


async def test_picture_is_turned_upright_and_its_metadata_dropped(registry: Registry) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter clockwise by the camera
    exif[0x010F] = "Secret Camera"
    anna = await registry.signed_in("anna")
    path = await upload(anna, picture(600, 400, kind="JPEG", exif=exif), "image/jpeg")
    answer = await thumbnail(anna, path)
    image = opened(answer)
    assert image.size == (160, 240)
    assert b"Secret Camera" not in answer.body
    assert not dict(image.getexif())
    red, _, blue = image.convert("RGB").getpixel((80, 20))  # type: ignore[misc]  # three channels
    assert red > 200 > blue


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
async def test_animation_is_kept_when_asked_for(registry: Registry, kind: str) -> None:
    anna = await registry.signed_in("anna")
    path = await upload(anna, animation(kind), f"image/{kind.lower()}")
    moving = await thumbnail(anna, path, "width=96&height=96&method=crop&animated=true")
    assert moving.headers["content-type"] == "image/webp"
    assert getattr(opened(moving), "n_frames", 1) == 3
    for query in ("width=96&height=96&method=crop", "width=96&height=96&method=crop&animated=false"):
        assert getattr(opened(await thumbnail(anna, path, query)), "n_frames", 1) == 1


async def test_endless_animation_stands_still(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    path = await upload(anna, animation("GIF", frames=250, size=(40, 30)), "image/gif")
    still = await thumbnail(anna, path, "width=96&height=96&animated=true")
    assert getattr(opened(still), "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture_bomb(30_000, 30_000), "image/png"),
        (picture_bomb(12_000, 12_000), "image/png"),
        (picture_bomb(2**31 - 1, 2**31 - 1), "image/png"),
        (picture(400, 400)[:-200], "image/png"),
        (picture(400, 400, kind="JPEG")[:400], "image/jpeg"),
        (animation("GIF")[:500], "image/gif"),
        (b"", "image/png"),
        (b"not a picture", "image/png"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "image/png"),
        (picture(400, 400), "application/octet-stream"),
        (os.urandom(5000), "application/octet-stream"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
    ],
)
async def test_bomb_damage_and_what_is_no_picture_are_the_senders_fault(
    registry: Registry, content: bytes, kind: str
) -> None:
    anna = await registry.signed_in("anna")
    path = await upload(anna, content, kind)
    for more in ("", "&animated=true"):
        answer = await thumbnail(anna, path, f"width=320&height=240{more}")
        assert (answer.status, answer.errcode) == (400, "M_UNKNOWN")


async def test_pixel_limit_is_a_setting(registry: Registry, tmp_path: Path) -> None:
    strict = build_registry(registry.office, tmp_path, media=Media(max_pixels=9_999))
    anna = Client(strict.kernel, (await registry.signed_in("anna")).token)
    assert (await thumbnail(anna, await upload(anna, picture(100, 100)))).status == 400
    assert (await thumbnail(anna, await upload(anna, picture(99, 100)))).status == 200
    await strict.close()


@pytest.mark.parametrize(
    "query",
    ["", "width=32", "height=32", "width=0&height=1", "width=-5&height=5", "width=a&height=b",
     "width=1.5&height=2", "width=32&height=32&method=stretch", "width=32&height=32&animated=maybe"],
)  # fmt: skip
async def test_senseless_wish_is_refused(registry: Registry, query: str) -> None:
    anna = await registry.signed_in("anna")
    answer = await thumbnail(anna, await upload(anna, picture(100, 100)), query)
    assert answer.status == 400
    assert answer.errcode in ("M_INVALID_PARAM", "M_MISSING_PARAM")


async def test_only_signed_in_people_see_thumbnails(registry: Registry) -> None:
    path = await upload(await registry.signed_in("anna"), picture(100, 100))
    assert (await thumbnail(registry.visitor, path)).errcode == "M_MISSING_TOKEN"


async def test_thumbnail_of_another_server_is_not_found(registry: Registry) -> None:
    answer = await thumbnail(await registry.signed_in("anna"), "other.example/abc")
    assert (answer.status, answer.errcode) == (404, "M_NOT_FOUND")


async def test_thumbnail_is_made_once_and_kept_sealed(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    path = await upload(anna, picture(500, 500))
    answers = await asyncio.gather(*(thumbnail(anna, path) for _ in range(5)))
    assert len({answer.body for answer in answers}) == 1
    assert (await thumbnail(anna, path)).body == answers[0].body
    assert len(registry.stored_blobs()) == 2
    assert all(answers[0].body[:40] not in blob.read_bytes() for blob in registry.stored_blobs())
