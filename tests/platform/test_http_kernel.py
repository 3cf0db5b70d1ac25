# SPDX-License-Identifier: EUPL-1.2
"""What the kernel does before and after a handler, without sockets."""

import asyncio
import logging

import msgspec
import pytest
from support.http import Client

from chancery.kit.errors import Forbidden, TooManyRequests, Unauthenticated
from chancery.kit.ids import DeviceId, SessionId, UserId
from chancery.platform.http.inflight import Bell
from chancery.platform.http.kernel import Kernel
from chancery.platform.http.limits import Limits
from chancery.platform.http.request import Caller, Request
from chancery.platform.http.response import Response, StreamResponse
from chancery.platform.http.routes import Route

SEND = "/_matrix/client/v3/send/{event_type}"


class Body(msgspec.Struct):
    msgtype: str
    tags: list[str] = []


async def authenticate(request: Request) -> None:
    token = request.header("authorization")
    if token is None:
        raise Unauthenticated("no token", errcode="M_MISSING_TOKEN")
    if token != "Bearer good":
        raise Unauthenticated("unknown token")
    request.caller = Caller(UserId("@a:x"), DeviceId("D"), SessionId("ses_1"))


async def echo(request: Request) -> object:
    return {"params": request.params, "body": request.body}


async def whoami(request: Request) -> object:
    return {"user_id": request.caller.user_id, "client": request.client}


async def fail(_request: Request) -> object:
    raise RuntimeError("the secret is swordfish")


async def refuse(_request: Request) -> object:
    raise Forbidden("not yours", details={"wanted": "owner"})


async def slow(_request: Request) -> object:
    await asyncio.sleep(60)
    return {}


async def count(request: Request) -> object:
    return {"bytes": sum([len(chunk) async for chunk in request.stream()])}


async def limited(_request: Request) -> object:
    raise TooManyRequests("wait", retry_after_ms=10)


async def numbers(_request: Request) -> StreamResponse:
    async def chunks():
        for number in range(3):
            yield b"%d" % number

    return StreamResponse(chunks(), 200, (("content-type", "text/plain"),))


async def nothing(_request: Request) -> None:
    return None


async def split(_request: Request) -> Response:
    return Response(b"", 200, (("x-name", "a\r\nset-cookie: b"),))


async def length(request: Request) -> object:
    return {"bytes": len(request.body)}


def _routes() -> list[Route]:
    return [
        Route("PUT", SEND, echo, body=Body),
        Route("POST", "/_matrix/any", echo, body=dict, optional_body=True, login=False, limit=200),
        Route("POST", "/_matrix/raw", length, body=bytes, login=False),
        Route("GET", "/_matrix/whoami", whoami),
        Route("GET", "/_matrix/fail", fail, login=False),
        Route("GET", "/_matrix/refuse", refuse, login=False),
        Route("GET", "/_matrix/limited", limited, login=False),
        Route("GET", "/_matrix/numbers", numbers, login=False),
        Route("GET", "/_matrix/nothing", nothing, login=False),
        Route("GET", "/_matrix/split", split, login=False),
        Route("GET", "/_matrix/slow", slow, login=False),
        Route("POST", "/_matrix/first", length, body=bytes, turn="leads"),
        Route("POST", "/_matrix/then", length, body=bytes, turn="follows"),
        Route("POST", "/_matrix/count", count, stream=True, login=False, limit=100),
        Route("GET", "/api/v1/fail", fail, login=False),
        Route("GET", "/api/v1/refuse", refuse, login=False),
    ]


@pytest.fixture
def client() -> Client:
    limits = Limits(request_seconds=0.05, json_depth=100, order_seconds=0.01)
    return Client(Kernel(_routes(), authenticate=authenticate, limits=limits), token="good")


async def test_a_body_arrives_in_the_route_s_type(client: Client) -> None:
    answer = await client.put("/_matrix/client/v3/send/a%2Fb", {"msgtype": "m.text"})
    assert answer.status == 200
    assert answer.json == {"params": {"event_type": "a/b"}, "body": {"msgtype": "m.text", "tags": []}}


@pytest.mark.parametrize(
    ("content", "errcode"),
    [
        (b"", "M_NOT_JSON"),
        (b"{", "M_NOT_JSON"),
        (b"hello", "M_NOT_JSON"),
        (b'{"msgtype":"\xff"}', "M_NOT_JSON"),
        (b'{"msgtype":"\\ud800"}', "M_NOT_JSON"),
        (b'\xef\xbb\xbf{"msgtype":"x"}', "M_NOT_JSON"),
        (b'{"msgtype":"x"} {}', "M_NOT_JSON"),
        (b'{"msgtype":NaN}', "M_NOT_JSON"),
        (b"[]", "M_BAD_JSON"),
        (b'"text"', "M_BAD_JSON"),
        (b"null", "M_BAD_JSON"),
        (b"{}", "M_BAD_JSON"),
        (b'{"msgtype":1}', "M_BAD_JSON"),
        (b'{"msgtype":"x","other":"\xff"}', "M_NOT_JSON"),
        (b'{"msgtype":"x","tags":' + b"[" * 101 + b"]" * 101 + b"}", "M_BAD_JSON"),
        (b"[" * 200_000, "M_BAD_JSON"),
        (b'{"msgtype":"x","other":[' + b"[]," * 200, "M_NOT_JSON"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "M_BAD_JSON"),
    ],
)
async def test_a_bad_body_is_refused_by_its_own_code(client: Client, content: bytes, errcode: str) -> None:
    answer = await client.request("PUT", "/_matrix/client/v3/send/t", content=content)
    assert (answer.status, answer.errcode) == (400, errcode)


async def test_the_wrong_field_is_named(client: Client) -> None:
    answer = await client.put("/_matrix/client/v3/send/t", {"msgtype": "x", "tags": ["a", 1]})
    assert answer.json["error"] == "tags[1]: Expected `str`, got `int`"


async def test_brackets_inside_strings_are_not_depth(client: Client) -> None:
    answer = await client.put("/_matrix/client/v3/send/t", {"msgtype": '[{"' * 500})
    assert answer.status == 200


async def test_many_shallow_brackets_are_not_depth(client: Client) -> None:
    answer = await client.post("/_matrix/raw", {"a": [[]] * 300})
    assert answer.status == 200
    answer = await client.put("/_matrix/client/v3/send/t", {"msgtype": "x", "more": [[{}]] * 300})
    assert answer.status == 200


async def test_an_empty_body_may_stand_for_an_empty_object(client: Client) -> None:
    assert (await client.request("POST", "/_matrix/any")).json["body"] == {}


async def test_a_body_over_its_limit_is_refused(client: Client) -> None:
    answer = await client.post("/_matrix/any", {"a": "x" * 300})
    assert (answer.status, answer.errcode) == (413, "M_TOO_LARGE")
    # A length that lies is caught by counting.
    lying = {"content-length": "10"}
    answer = await client.request(
        "POST", "/_matrix/any", content=b'{"a":"' + b"x" * 300 + b'"}', headers=lying
    )
    assert (answer.status, answer.errcode) == (413, "M_TOO_LARGE")
    answer = await client.request("POST", "/_matrix/count", content=b"x" * 101, headers=lying)
    assert (answer.status, answer.errcode) == (413, "M_TOO_LARGE")


async def test_a_stream_within_its_limit_arrives(client: Client) -> None:
    assert (await client.request("POST", "/_matrix/count", content=b"x" * 100)).json == {"bytes": 100}


async def test_credentials_are_asked_before_the_body_is_read(client: Client) -> None:
    answer = await client.with_token(None).request("PUT", "/_matrix/client/v3/send/t", content=b"not json")
    assert (answer.status, answer.errcode) == (401, "M_MISSING_TOKEN")
    answer = await client.with_token("bad").get("/_matrix/whoami")
    assert (answer.status, answer.errcode) == (401, "M_UNKNOWN_TOKEN")


async def test_unknown_paths_and_methods_speak_the_protocol_of_their_address(client: Client) -> None:
    unknown = await client.get("/_matrix/client/v9/thing")
    assert (unknown.status, unknown.errcode) == (404, "M_UNRECOGNIZED")
    method = await client.delete("/_matrix/whoami")
    assert (method.status, method.errcode, method.headers["allow"]) == (
        405,
        "M_UNRECOGNIZED",
        "GET, HEAD, OPTIONS",
    )
    problem = await client.get("/api/v1/thing")
    assert problem.status == 404
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "there is no such endpoint",
        "code": "no_such_endpoint",
    }


async def test_a_refusal_carries_its_details_in_both_protocols(client: Client) -> None:
    matrix = await client.get("/_matrix/refuse")
    assert matrix.json == {"errcode": "M_FORBIDDEN", "error": "not yours", "wanted": "owner"}
    problem = await client.get("/api/v1/refuse")
    assert problem.json["code"] == "forbidden"
    assert problem.json["wanted"] == "owner"
    assert (await client.get("/_matrix/limited")).headers["retry-after"] == "1"


@pytest.mark.parametrize("path", ["/_matrix/fail", "/api/v1/fail"])
async def test_an_unexpected_error_tells_its_number_and_nothing_else(
    client: Client, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await client.get(path)
    assert answer.status == 500
    assert b"swordfish" not in answer.body
    assert b"Traceback" not in answer.body
    [record] = [record for record in caplog.records if record.name == "chancery.http"]
    assert vars(record)["request"] == answer.json["request_id"]
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None


async def test_a_handler_over_its_time_is_ended(client: Client) -> None:
    answer = await client.get("/_matrix/slow")
    assert (answer.status, answer.errcode) == (504, "M_UNKNOWN")


async def test_nothing_becomes_an_empty_object(client: Client) -> None:
    assert (await client.get("/_matrix/nothing")).body == b"{}"


async def test_a_stream_arrives_whole_and_head_sends_none_of_it(client: Client) -> None:
    assert (await client.get("/_matrix/numbers")).body == b"012"
    assert (await client.request("HEAD", "/_matrix/numbers")).body == b""


async def test_a_header_value_cannot_break_out_of_its_line(client: Client) -> None:
    answer = await client.get("/_matrix/split")
    assert answer.status == 500
    assert "set-cookie" not in answer.headers


CORS = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, POST, PUT, DELETE, OPTIONS",
    "access-control-allow-headers": "X-Requested-With, Content-Type, Authorization, If-Match, If-None-Match",
}


@pytest.mark.parametrize("path", ["/_matrix/whoami", "/_matrix/unknown", "/.well-known/matrix/client"])
async def test_matrix_answers_and_preflights_admit_every_origin(client: Client, path: str) -> None:
    origin = {"origin": "https://app.example", "access-control-request-method": "PUT"}
    preflight = await client.with_token(None).request("OPTIONS", path, headers=origin)
    assert preflight.status == 204
    for answer in (preflight, await client.get(path)):
        assert CORS.items() <= answer.headers.items()
        assert "access-control-allow-credentials" not in answer.headers


async def test_our_own_api_admits_no_other_origin(client: Client) -> None:
    for method in ("OPTIONS", "GET"):
        answer = await client.request(method, "/api/v1/refuse", headers={"origin": "https://app.example"})
        assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    "path", ["/_matrix/whoami", "/_matrix/fail", "/api/v1/refuse", "/api/v1/unknown", "/"]
)
async def test_every_answer_carries_the_security_headers(client: Client, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("default-src 'none'")


async def test_oversized_addresses_and_headers_have_their_own_status(client: Client) -> None:
    assert (await client.get("/_matrix/whoami?a=" + "x" * 9000)).status == 414
    assert (await client.get("/_matrix/whoami", headers={"x-a": "x" * 70_000})).status == 431


async def test_a_forwarded_address_is_believed_only_from_a_trusted_proxy() -> None:
    forwarded = {"x-forwarded-for": "6.6.6.6, 203.0.113.9, 10.0.0.1"}
    seen = {}
    for trusted in (frozenset[str](), frozenset({"127.0.0.1", "10.0.0.1"})):
        kernel = Kernel(_routes(), authenticate=authenticate, trusted_proxies=trusted)
        seen[len(trusted)] = (await Client(kernel, "good").get("/_matrix/whoami", headers=forwarded)).json[
            "client"
        ]
    assert seen == {0: "127.0.0.1", 2: "203.0.113.9"}


async def test_repeated_headers_are_joined() -> None:
    heard: list[dict[str, str]] = []

    async def listen(request: Request) -> None:
        heard.append(dict(request.headers))

    kernel = Kernel([Route("GET", "/api/v1/x", listen, login=False)], authenticate=authenticate)
    pairs = [(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"x-a", b"1"), (b"x-a", b"2")]
    scope = {"type": "http", "method": "GET", "path": "/api/v1/x", "query_string": b"", "headers": pairs}

    async def send(_message: object) -> None:
        return None

    async def receive() -> dict[str, object]:
        return {"type": "http.request"}

    await kernel(scope, receive, send)
    assert heard == [{"cookie": "a=1; b=2", "x-a": "1, 2"}]


async def test_two_routes_for_one_address_stop_the_start() -> None:
    route = Route("GET", "/api/v1/x", nothing)
    with pytest.raises(ValueError, match="twice"):
        Kernel([route, route], authenticate=authenticate)


async def test_a_parked_poll_is_freed_on_any_asgi_server_when_the_peer_leaves() -> None:
    gone, freed = asyncio.Event(), asyncio.Event()

    async def poll(request: Request) -> None:
        try:
            await request.park(Bell(), 30)
        finally:
            freed.set()

    async def receive() -> dict[str, object]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(_message: object) -> None:
        raise AssertionError("nobody is there to be answered")

    kernel = Kernel([Route("GET", "/api/v1/x", poll, login=False, idle=True)], authenticate=authenticate)
    scope = {"type": "http", "method": "GET", "path": "/api/v1/x", "query_string": b"", "headers": []}
    serving = asyncio.create_task(kernel(scope, receive, send))
    async with asyncio.timeout(5):
        while kernel.inflight.parked == 0:  # parking shows nowhere else
            await asyncio.sleep(0)
        gone.set()
        await serving
    assert freed.is_set()
    assert kernel.inflight.parked == 0


async def test_a_body_that_never_ends_keeps_what_follows_for_a_while_only(client: Client) -> None:
    held: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
    first = asyncio.create_task(client.request("POST", "/_matrix/first", content=held))
    await asyncio.sleep(0)
    then = await client.request("POST", "/_matrix/then", content=b"abc")
    assert (then.json, first.done()) == ({"bytes": 3}, False)
    held.set_result(b"abcd")
    assert (await first).json == {"bytes": 4}
