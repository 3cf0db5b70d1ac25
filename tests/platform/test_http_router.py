# SPDX-License-Identifier: EUPL-1.2
"""Matching of raw paths: parameters keep their slashes, dots are text, the better match wins."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.kit.errors import BadRequest, Unrecognized
from chancery.platform.http.errors import MethodNotAllowed
from chancery.platform.http.router import Router, decode, decode_query

ROOMS = "/_matrix/client/v3/rooms"


@pytest.fixture
def router() -> Router[str]:
    router: Router[str] = Router()
    router.add("PUT", f"{ROOMS}/{{room_id}}/send/{{event_type}}/{{txn_id}}", "send")
    router.add("PUT", f"{ROOMS}/{{room_id}}/state/{{event_type}}", "state")
    router.add("PUT", f"{ROOMS}/{{room_id}}/state/{{event_type}}/{{state_key}}", "state with key")
    router.add("GET", f"{ROOMS}/public", "public")
    router.add("DELETE", f"{ROOMS}/{{room_id}}", "delete one")
    router.add("GET", "/_matrix/client/v3/pushrules/", "push rules")
    router.add("DELETE", "/_matrix/client/v3/keys/{room_id}", "delete keys of a room")
    router.add("DELETE", "/_matrix/client/v3/keys/{room_id}/{session_id}", "delete one key")
    router.add("GET", "/api/v1/files/{path:path}", "file")
    router.add("GET", "/api/v1/files/recent", "recent")
    return router


@pytest.mark.parametrize(
    ("raw", "decoded"),
    [
        (b"%2F", "/"),
        (b"com.x%2Fy", "com.x/y"),
        (b"%3Aexample.org", ":example.org"),
        (b"!room:example.org", "!room:example.org"),
        (b"%21room%3Aexample.org", "!room:example.org"),
        (b"$event", "$event"),
        (b"%23alias", "#alias"),
        ("комната".encode(), "комната"),
        (quote("комната").encode(), "комната"),
        (b"a+b", "a+b"),
        (b"..", ".."),
        (b"%2e%2e%2Fetc", "../etc"),
    ],
)
def test_a_parameter_is_decoded_after_it_matched(router: Router[str], raw: bytes, decoded: str) -> None:
    target, params = router.find("PUT", f"{ROOMS}/".encode() + raw + b"/send/m.room.message/t1")
    assert target == "send"
    assert params == {"room_id": decoded, "event_type": "m.room.message", "txn_id": "t1"}


@given(
    st.text(min_size=1).filter(lambda text: "\0" not in text),
    st.text(min_size=1).filter(lambda text: "\0" not in text),
)
def test_every_text_survives_a_parameter(first: str, second: str) -> None:
    router: Router[str] = Router()
    router.add("GET", "/_matrix/{first}/x/{second}", "it")
    try:
        path = f"/_matrix/{quote(first, safe='')}/x/{quote(second, safe='')}".encode()
    except UnicodeEncodeError:
        return  # a lone surrogate has no UTF-8
    assert router.find("GET", path) == ("it", {"first": first, "second": second})


@given(st.binary())
def test_any_bytes_either_decode_or_are_refused(raw: bytes) -> None:
    try:
        text = decode(raw)
    except BadRequest:
        return
    assert "\0" not in text


@pytest.mark.parametrize("raw", [b"%", b"%2", b"%zz", b"a%", b"%ff", b"%C3%28", b"%00", b"%ED%A0%80"])
def test_a_parameter_that_does_not_decode_is_refused(router: Router[str], raw: bytes) -> None:
    with pytest.raises(BadRequest) as refused:
        router.find("PUT", f"{ROOMS}/".encode() + raw + b"/send/m.room.message/t1")
    assert refused.value.matrix_errcode == "M_INVALID_PARAM"


def test_a_static_segment_wins_over_a_parameter_and_gives_way_when_it_leads_nowhere(
    router: Router[str],
) -> None:
    assert router.find("GET", f"{ROOMS}/public".encode())[0] == "public"
    assert router.find("DELETE", f"{ROOMS}/public".encode()) == ("delete one", {"room_id": "public"})
    assert router.find("PUT", f"{ROOMS}/public/state/t".encode())[0] == "state"


def test_an_empty_state_key_may_end_in_a_slash(router: Router[str]) -> None:
    assert router.find("PUT", f"{ROOMS}/!r/state/m.room.name/".encode())[0] == "state"
    assert router.find("GET", b"/_matrix/client/v3/pushrules/")[0] == "push rules"


def test_a_slash_that_a_template_ends_in_is_needed(router: Router[str]) -> None:
    with pytest.raises(Unrecognized):
        router.find("GET", b"/_matrix/client/v3/pushrules")


def test_an_empty_last_id_never_deletes_the_collection(router: Router[str]) -> None:
    with pytest.raises(Unrecognized):
        router.find("DELETE", b"/_matrix/client/v3/keys/!r/")


def test_an_empty_segment_is_no_parameter(router: Router[str]) -> None:
    with pytest.raises(Unrecognized):
        router.find("PUT", f"{ROOMS}//send/m.room.message/t1".encode())


def test_the_rest_of_a_path_keeps_its_dots_and_slashes(router: Router[str]) -> None:
    assert router.find("GET", b"/api/v1/files/a/../b%2Fc/") == ("file", {"path": "a/../b/c/"})
    assert router.find("GET", b"/api/v1/files/recent")[0] == "recent"
    assert router.find("GET", b"/api/v1/files/recent/x") == ("file", {"path": "recent/x"})


def test_dot_segments_do_not_climb(router: Router[str]) -> None:
    with pytest.raises(Unrecognized):
        router.find("GET", b"/api/v1/other/../files/recent")


def test_another_method_names_the_allowed_ones(router: Router[str]) -> None:
    with pytest.raises(MethodNotAllowed) as refused:
        router.find("POST", f"{ROOMS}/public".encode())
    assert refused.value.http_status == 405
    assert refused.value.headers["allow"] == "DELETE, GET, HEAD, OPTIONS"


def test_head_is_answered_by_get(router: Router[str]) -> None:
    assert router.find("HEAD", f"{ROOMS}/public".encode())[0] == "public"


@pytest.mark.parametrize("template", ["no/slash", "/a/{b}c", "/a/{x:path}/b"])
def test_a_malformed_template_stops_the_start(template: str) -> None:
    with pytest.raises(ValueError, match="/"):
        Router().add("GET", template, "it")


def test_a_route_cannot_be_entered_twice(router: Router[str]) -> None:
    with pytest.raises(ValueError, match="twice"):
        router.add("DELETE", f"{ROOMS}/{{other_name}}", "again")


def test_a_query_keeps_repeated_fields_in_order() -> None:
    assert decode_query(b"a=1&b=%2F+x&a=2&c&=&", most=10) == {
        "a": ["1", "2"],
        "b": ["/ x"],
        "c": [""],
        "": [""],
    }


@pytest.mark.parametrize("raw", [b"a=%zz", b"%ff=1", b"a=%00", b"&" * 11])
def test_a_query_that_does_not_decode_is_refused(raw: bytes) -> None:
    with pytest.raises(BadRequest):
        decode_query(raw, most=10)
