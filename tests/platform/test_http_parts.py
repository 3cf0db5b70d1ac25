# SPDX-License-Identifier: EUPL-1.2
"""Same-origin proof, event streams, metrics, OpenAPI."""

import asyncio
from typing import Annotated

import msgspec
import pytest

from chancery.kit.errors import Forbidden
from chancery.platform.http.cookies import check_same_origin
from chancery.platform.http.openapi import document
from chancery.platform.http.request import Query, Request
from chancery.platform.http.routes import Route
from chancery.platform.http.sse import EventStream, render_event
from chancery.platform.metrics import Metrics, render


class NoExchange:
    """A request that never touches its connection."""


def request(method: str, headers: dict[str, str]) -> Request:
    return Request(
        method=method,
        raw_path=b"/api/v1/x",
        params={},
        query=Query({}),
        headers=headers,
        client="127.0.0.1",
        request_id="1",
        exchange=NoExchange(),  # type: ignore[arg-type]  # not used here
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"host": "chancery.example", "origin": "https://chancery.example"},
        {"host": "localhost:8008", "origin": "http://LOCALHOST:8008"},
    ],
)
def test_our_own_page_may_change_things(headers: dict[str, str]) -> None:
    check_same_origin(request("POST", headers))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "chancery.example"},
        {"host": "chancery.example", "origin": "null"},
        {"host": "chancery.example", "origin": "https://evil.example"},
        {"host": "chancery.example", "origin": "https://chancery.example.evil"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "host": "a.example", "origin": "https://a.example"},
        {"sec-fetch-site": "none"},
        {"origin": ""},
    ],
)
def test_another_page_may_not(headers: dict[str, str]) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        with pytest.raises(Forbidden):
            check_same_origin(request(method, headers))


def test_reading_needs_no_proof() -> None:
    check_same_origin(request("GET", {"sec-fetch-site": "cross-site"}))


async def test_events_are_sent_in_order_and_the_stream_ends_when_closed() -> None:
    stream = EventStream()
    stream.send(render_event("a", {"n": 1}, "7"))
    stream.send(render_event("b", [1]))
    stream.close()
    chunks = b"".join([chunk async for chunk in stream.response().chunks])
    assert chunks.endswith(b'event: a\ndata: {"n":1}\nid: 7\n\nevent: b\ndata: [1]\n\n')


async def test_a_listener_that_does_not_read_is_told_to_resync_and_cut() -> None:
    stream = EventStream(most=3)
    for number in range(10):
        stream.send(render_event("n", number))
    assert stream.is_closed
    chunks = b"".join([chunk async for chunk in stream.response().chunks])
    assert b"event: n\n" not in chunks
    assert chunks.endswith(b"event: resync\ndata: {}\n\n")


async def test_a_quiet_stream_beats_its_heart() -> None:
    stream = EventStream(heartbeat=0.01)
    chunks = stream.response().chunks
    async with asyncio.timeout(5):
        assert [await anext(chunks) for _ in range(3)] == [b": still here\n\n"] * 3
    stream.close()


def test_metrics_are_shown_by_route_and_status() -> None:
    metrics = Metrics({"chancery_commits_total": lambda: 7})
    metrics.gauge("chancery_polls_open", lambda: 3)
    metrics.meter("GET", "/x/{id}").observe(200, 0.003)
    metrics.meter("GET", "/x/{id}").observe(200, 0.1)
    metrics.meter("GET", "/x/{id}").observe(404, 99)
    lines = render({"": metrics.snapshot()}).decode().splitlines()
    assert 'chancery_http_requests_total{method="GET",route="/x/{id}",status="200"} 2.0' in lines
    assert 'chancery_http_request_seconds_bucket{le="0.005",method="GET",route="/x/{id}"} 1.0' in lines
    assert 'chancery_http_request_seconds_bucket{le="0.1",method="GET",route="/x/{id}"} 2.0' in lines
    assert 'chancery_http_request_seconds_bucket{le="+Inf",method="GET",route="/x/{id}"} 3.0' in lines
    assert 'chancery_http_request_seconds_count{method="GET",route="/x/{id}"} 3.0' in lines
    assert "chancery_polls_open 3.0" in lines
    assert "chancery_commits_total 7.0" in lines
    assert any(line.startswith("process_resident_memory_bytes ") for line in lines)


class Name(msgspec.Struct):
    name: Annotated[str, msgspec.Meta(max_length=5)]


class Person(msgspec.Struct):
    id: str
    names: list[Name]


async def nothing(_request: Request) -> None:
    return None


def test_the_openapi_document_describes_our_own_routes_only() -> None:
    routes = [
        Route(
            "PUT",
            "/api/v1/people/{person_id}",
            nothing,
            body=Name,
            answer=Person,
            tag="people",
            summary="Rename",
        ),
        Route("GET", "/api/v1/people", nothing, answer=list[Person], login=False),
        Route("POST", "/api/v1/files/{path:path}", nothing, stream=True),
        Route("GET", "/_matrix/client/versions", nothing),
    ]
    made = document(routes, version="1")
    assert made["openapi"] == "3.1.0"
    assert sorted(made["paths"]) == ["/api/v1/files/{path}", "/api/v1/people", "/api/v1/people/{person_id}"]
    put = made["paths"]["/api/v1/people/{person_id}"]["put"]
    assert put["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Name"
    }
    assert put["parameters"][0]["name"] == "person_id"
    assert put["security"] == [{"bearer": []}, {"session": []}]
    assert made["paths"]["/api/v1/people"]["get"]["security"] == []
    assert made["components"]["schemas"]["Name"]["properties"]["name"]["maxLength"] == 5
    assert "Problem" in made["components"]["schemas"]
