# SPDX-License-Identifier: EUPL-1.2
"""Makes thumbnails of pictures from strangers: bounded, turned upright, without metadata. Synchronous."""

import io
from typing import Final

from PIL import ExifTags, Image, ImageOps, ImageSequence

from chancery.modules.media.model import Method, ThumbnailSize
from chancery.modules.media.rules.thumbnails import fitted
from chancery.modules.media.service.orders import Picture, Unpaintable

FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
"""Decoders that hostile input may reach; Pillow has forty more."""
FRAMES_MOST: Final = 200
_TURNED: Final = (5, 6, 7, 8)  # the values of Exif's Orientation that swap width and height
_JPEG_QUALITY = 82
_WEBP_QUALITY = 80


def render(content: bytes, size: ThumbnailSize, *, animated: bool, max_pixels: int) -> Picture:
    """Return a thumbnail; raises Unpaintable for whatever is no whole picture within the bounds."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            pixels = image.width * image.height
            if pixels > max_pixels:
                raise Unpaintable(f"the picture has more than {max_pixels} pixels")
            if animated and _moves_within(image, max_pixels):
                return _animation(image, size)
            return _still(image, size)
    except Unpaintable:
        raise
    except Exception as error:
        # Pillow's decoders raise a dozen kinds of errors on crafted input; none of them is the server's fault.
        raise Unpaintable("this is no picture, or a damaged one") from error


def size_of(content: bytes) -> tuple[int, int] | None:
    """Return width and height as a viewer shows them, or None for what is no picture."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            is_turned = image.getexif().get(ExifTags.Base.Orientation) in _TURNED
            return (image.height, image.width) if is_turned else (image.width, image.height)
    except Exception:  # noqa: BLE001  # whatever a crafted header does to the decoder, it has no size
        return None


def _moves_within(image: Image.Image, max_pixels: int) -> bool:
    frames: int = getattr(image, "n_frames", 1)
    return 1 < frames <= FRAMES_MOST and frames * image.width * image.height <= 4 * max_pixels


def _still(image: Image.Image, size: ThumbnailSize) -> Picture:
    # A JPEG is decoded at a fraction of its size where that is enough.
    image.draft("RGB", (2 * size.width, 2 * size.height))
    shrunk = _shrink(_plain(ImageOps.exif_transpose(image)), size)
    out = io.BytesIO()
    if shrunk.mode == "RGBA":
        shrunk.save(out, "PNG", optimize=True)
        return Picture(out.getvalue(), "image/png")
    shrunk.save(out, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    return Picture(out.getvalue(), "image/jpeg")


def _animation(image: Image.Image, size: ThumbnailSize) -> Picture:
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        frames.append(_shrink(frame.convert("RGBA"), size))
        durations.append(int(frame.info.get("duration") or 100))
    out = io.BytesIO()
    # Client-server API, thumbnail: servers should prefer WebP for animations.
    frames[0].save(
        out,
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=durations,
        loop=0,
        quality=_WEBP_QUALITY,
    )
    return Picture(out.getvalue(), "image/webp")


def _plain(image: Image.Image) -> Image.Image:
    """Return the pixels alone: no palette, no metadata, transparency only where there is some."""
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _shrink(image: Image.Image, size: ThumbnailSize) -> Image.Image:
    if size.method is Method.CROP:
        side = (min(size.width, image.width), min(size.height, image.height))
        return ImageOps.fit(image, side, Image.Resampling.LANCZOS)
    target = fitted(image.width, image.height, size)
    return image if target == image.size else image.resize(target, Image.Resampling.LANCZOS, reducing_gap=3.0)
