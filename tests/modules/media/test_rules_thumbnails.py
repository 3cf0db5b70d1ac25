# SPDX-License-Identifier: EUPL-1.2
"""Which thumbnail answers which wish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.modules.media.model import Method, ThumbnailSize
from chancery.modules.media.rules.thumbnails import can_thumbnail, choose_size, fitted


@pytest.mark.parametrize(
    ("width", "height", "method", "chosen"),
    [
        (1, 1, Method.CROP, (32, 32, Method.CROP)),
        (32, 33, Method.CROP, (96, 96, Method.CROP)),
        (97, 97, Method.CROP, (320, 240, Method.SCALE)),
        (32, 32, Method.SCALE, (320, 240, Method.SCALE)),
        (321, 10, Method.SCALE, (640, 480, Method.SCALE)),
        (800, 600, Method.SCALE, (800, 600, Method.SCALE)),
        (9999, 9999, Method.CROP, (800, 600, Method.SCALE)),
        (2**53, 1, Method.SCALE, (800, 600, Method.SCALE)),
    ],
)
def test_smallest_kept_size_that_covers_the_wish(
    width: int, height: int, method: Method, chosen: tuple[int, int, Method]
) -> None:
    assert choose_size(width, height, method) == ThumbnailSize(*chosen)


@given(st.integers(1, 20_000), st.integers(1, 20_000), st.integers(1, 1000), st.integers(1, 1000))
def test_scaled_picture_fits_and_is_never_enlarged(width: int, height: int, most_x: int, most_y: int) -> None:
    new_width, new_height = fitted(width, height, ThumbnailSize(most_x, most_y, Method.SCALE))
    assert 1 <= new_width <= min(width, most_x)
    assert 1 <= new_height <= min(height, most_y)


@pytest.mark.parametrize(
    ("kind", "possible"),
    [
        ("image/png", True),
        ("IMAGE/JPEG; x=y", True),
        ("image/svg+xml", False),
        ("application/octet-stream", False),
        ("application/postscript", False),
    ],
)
def test_only_pictures_of_known_kinds_are_tried(kind: str, possible: bool) -> None:
    assert can_thumbnail(kind) is possible
