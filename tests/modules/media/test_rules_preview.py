# SPDX-License-Identifier: EUPL-1.2
"""What a page says of itself: Open Graph first, then its older words, bounded and absolute."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chancery.modules.media.rules.preview import MOST_TEXT, is_page, page_properties, text_of

URL = "https://site.example/news/1?x=2"


def read(html: str) -> dict[str, str]:
    return page_properties(html, url=URL)


def test_open_graph_wins_over_older_words() -> None:
    page = """<html><head><title>Plain</title>
      <meta property="og:title" content="The &lt;Budget&gt; &amp; more"><meta property="og:title" content="second">
      <meta name="description" content="older"><meta property="og:description" content="  two\n lines ">
      <meta property="og:image" content="/flag.png"><meta property="og:site_name" content="News"></head></html>"""
    assert read(page) == {
        "og:title": "The <Budget> & more",
        "og:description": "two lines",
        "og:image": "https://site.example/flag.png",
        "og:site_name": "News",
    }


def test_older_words_stand_in() -> None:
    page = (
        "<title>Заголовок &mdash; сайт</title><title>second</title><svg><title>icon</title></svg>"
        "<meta name=description content=about><meta name='twitter:image' content='//cdn.example/a.png'>"
    )
    assert read(page) == {
        "og:title": "Заголовок — сайт",
        "og:description": "about",
        "og:image": "https://cdn.example/a.png",
    }


@pytest.mark.parametrize(
    "picture", ["javascript:alert(1)", "data:image/png;base64,AA", "ftp://x/y", "https://[bad", "a" * 3000]
)
def test_pictures_elsewhere_than_on_the_web_are_left_out(picture: str) -> None:
    assert read(f'<meta property="og:image" content="{picture}">') == {}


@pytest.mark.parametrize(
    "html", ["", "no page", "<", "<title>", "<meta", "<!--", "<![CDATA[", "<meta content=x>"]
)
def test_a_page_that_says_nothing(html: str) -> None:
    assert read(html) == {}


def test_long_texts_are_cut() -> None:
    title = read(f"<title>{'x' * 5000}</title>")["og:title"]
    assert len(title) == MOST_TEXT
    assert title.endswith("…")


def test_control_characters_go() -> None:
    assert read("<title>a\x00b\u202ec\td</title>") == {"og:title": "abc d"}


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        ("приказ".encode("cp1251"), "text/html; charset=windows-1251", "приказ"),
        ('<meta charset="koi8-r">приказ'.encode("koi8-r"), "text/html", '<meta charset="koi8-r">приказ'),
        ("приказ".encode(), "text/html", "приказ"),
        (b"\xff", "text/html; charset=no-such-set", "\ufffd"),
        (b"\xff", "text/html; charset=", "\ufffd"),
        (b"00", "text/html; charset=hex", "00"),
    ],
)
def test_character_sets(content: bytes, kind: str, text: str) -> None:
    assert text_of(content, kind) == text


def test_types_with_a_head() -> None:
    assert is_page("Text/HTML; charset=utf-8")
    assert not is_page("application/json")


@given(html=st.text(alphabet="<>/ame t='\"property og:titlcn&;#x!-[]\n\x00", max_size=300))
@example(html="<title>a</title><![:")
def test_any_text_is_read_within_bounds(html: str) -> None:
    for name, value in read(html).items():
        assert name.startswith("og:")
        assert 0 < len(value) <= 2 * MOST_TEXT + 48
