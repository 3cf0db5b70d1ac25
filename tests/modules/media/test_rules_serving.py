# SPDX-License-Identifier: EUPL-1.2
"""What is believed of an uploader's description."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.modules.media.rules.serving import (
    NAME_MOST,
    OCTETS,
    clean_content_type,
    clean_file_name,
    disposition,
    split_uri,
)


@given(st.text())
def test_any_name_becomes_one_harmless_component(said: str) -> None:
    name = clean_file_name(said)
    if name is not None:
        assert name not in ("", ".", "..")
        assert "/" not in name
        assert "\\" not in name
        assert name.isprintable()
        assert len(name.encode()) <= NAME_MOST


@given(st.text())
def test_any_name_and_type_fit_into_one_header_line(said: str) -> None:
    header = disposition(clean_content_type(said), clean_file_name(said))
    header.encode("ascii")
    assert "\n" not in header
    assert header.startswith(("inline", "attachment"))


@pytest.mark.parametrize(
    "said",
    [
        "image/png",
        "text/plain; charset=utf-8",
        'multipart/mixed; boundary="a b"',
        "application/vnd.oasis.opendocument.text",
    ],
)
def test_type_in_the_form_of_one_is_kept(said: str) -> None:
    assert clean_content_type(said) == said


@pytest.mark.parametrize(
    "said", [None, "", "image", "image/", "/png", "a/b\r\nx: y", "a/b; c", f"a/{'b' * 300}"]
)
def test_anything_else_is_octets(said: str | None) -> None:
    assert clean_content_type(said) == OCTETS


@pytest.mark.parametrize(
    "kind", ["text/html", "image/svg+xml", "application/pdf", "application/javascript", OCTETS]
)
def test_types_that_may_run_are_never_inline(kind: str) -> None:
    assert disposition(kind, None) == "attachment"


@pytest.mark.parametrize(
    ("uri", "parts"),
    [
        ("mxc://ministry.example/abc", ("ministry.example", "abc")),
        ("mxc://[::1]:8448/abc", ("[::1]:8448", "abc")),
        ("mxc://ministry.example/", None),
        ("mxc://ministry.example/a/b", None),
        ("mxc://ministry.example/..", None),
        ("https://ministry.example/abc", None),
        ("", None),
    ],
)
def test_uri_is_split_or_refused(uri: str, parts: tuple[str, str] | None) -> None:
    assert split_uri(uri) == parts
