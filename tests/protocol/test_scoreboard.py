# SPDX-License-Identifier: EUPL-1.2
"""The scoreboard of the protocol is current, and what no route serves is refused as the specification says."""

import pytest
from support.addresses import Scene, on_sqlite, title
from support.specification import Specification

from tools import scoreboard

MATRIX_METHODS = ("GET", "PUT", "POST", "DELETE")


@on_sqlite
async def test_scoreboard_is_current(scene: Scene, specification: Specification) -> None:
    page = scoreboard.render(specification.document, scene.ministry.kernel)
    assert scoreboard.TARGET.read_text() == page, "stale: run `python -m tools.scoreboard SPECIFICATION`"


@on_sqlite
async def test_operations_not_served_are_unrecognized(scene: Scene, specification: Specification) -> None:
    kernel = scene.ministry.kernel
    wrong = {}
    for operation in scoreboard.operations(specification.document):
        if scoreboard.status(operation, kernel)[0] != "not yet":
            continue
        answer = await scene.anna.client.request(operation.method, operation.sample().decode(), json={})
        if (answer.status, answer.errcode) != (404, "M_UNRECOGNIZED"):
            wrong[operation.name] = (answer.status, answer.body)
    assert wrong == {}


@on_sqlite
async def test_refused_operations_answer_so(scene: Scene, specification: Specification) -> None:
    wrong = {}
    for operation in scoreboard.operations(specification.document):
        if operation.name in scoreboard.REFUSED:
            answer = await scene.anna.client.request(operation.method, operation.sample().decode(), json={})
            if not 400 <= answer.status < 500 or not answer.errcode:
                wrong[operation.name] = (answer.status, answer.body)
    assert wrong == {}


@on_sqlite
async def test_wrong_methods(scene: Scene) -> None:
    """A known path with a method that it does not have: 405, and the methods that it has."""
    router = scene.ministry.kernel.router
    wrong = {}
    for route in scene.routes:
        path = scene.path(route)
        for method in {*MATRIX_METHODS, "PATCH"} - router.allowed(path.encode()):
            answer = await scene.anna.client.request(method, path, json={})
            is_right = answer.status == 405 and route.method in answer.headers["allow"]
            if not is_right or (path.startswith("/_matrix/") and answer.errcode != "M_UNRECOGNIZED"):
                wrong[f"{method} {path}"] = (answer.status, answer.body)
    assert wrong == {}


UNKNOWN = [
    "/_matrix",
    "/_matrix/",
    "/_matrix/client",
    "/_matrix/client/v3",
    "/_matrix/client/v3/",
    "/_matrix/client/v3/nonsense",
    "/_matrix/client/v3/sync/nonsense",
    "/_matrix/client/v4/sync",
    "/_matrix/client/r0/nonsense",
    "/_matrix/client/r1/sync",
    "/_matrix/client/v3//sync",
    "/_matrix/client/unstable/org.example/thing",
    "/_matrix/federation/v1/version",
    "/_matrix/key/v2/server",
    "/_matrix/identity/v2",
    "/.well-known/matrix/server",
]


@on_sqlite
@pytest.mark.parametrize("path", UNKNOWN)
async def test_unknown_endpoints(scene: Scene, path: str) -> None:
    for method in MATRIX_METHODS:
        answer = await scene.anna.client.request(method, path, json={})
        if path in ("/_matrix", "/_matrix/"):
            assert answer.status in (200, 404, 405), "the web client may answer what is no endpoint at all"
            continue
        assert (answer.status, answer.errcode) == (404, "M_UNRECOGNIZED"), (method, answer.body)
        assert answer.headers["access-control-allow-origin"] == "*"


@on_sqlite
@pytest.mark.parametrize("version", ["r0", "unstable"])
async def test_former_names_of_endpoints(scene: Scene, version: str) -> None:
    client = scene.anna.client
    answer = await client.get(f"/_matrix/client/{version}/account/whoami")
    assert answer.json["user_id"] == scene.anna.user_id
    wrong = await client.request("DELETE", f"/_matrix/client/{version}/account/whoami")
    assert (wrong.status, wrong.errcode) == (405, "M_UNRECOGNIZED")
    nobody = await client.with_token(None).get(f"/_matrix/client/{version}/account/whoami")
    assert (nobody.status, nobody.errcode) == (401, "M_MISSING_TOKEN")


@on_sqlite
async def test_preflight(scene: Scene) -> None:
    """Client-server API, "Web Browser Clients": OPTIONS answers every path, with the three headers."""
    for route in scene.routes:
        if route.path.startswith("/_matrix/"):
            answer = await scene.ministry.anonymous.request("OPTIONS", scene.path(route))
            assert answer.status == 204, title(route)
            assert answer.headers["access-control-allow-origin"] == "*", title(route)
            assert route.method in answer.headers["access-control-allow-methods"], title(route)
            assert "Authorization" in answer.headers["access-control-allow-headers"], title(route)
