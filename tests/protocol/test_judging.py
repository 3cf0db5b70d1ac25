# SPDX-License-Identifier: EUPL-1.2
"""The suite's judge of answers finds what is wrong, and its fast schemas agree with the reference implementation."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.errata import is_erratum
from support.http import Answer, Client, Message
from support.judging import error_complaints
from support.schemas import compiled
from support.specification import Specification

from chancery.platform.http.exchange import Receive, Scope, Send

V3 = "/_matrix/client/v3"
VALUES: list[Any] = [
    None,
    True,
    0,
    1,
    1.0,
    1.5,
    "",
    "@anna",
    [],
    ["@anna"],
    [1, "@anna"],
    {},
    {"a": 1},
    {"a": "@anna"},
    {"@anna": "x"},
    {"@anna": 1},
    {"b": []},
    {"a": 1, "b": [2]},
]
SCHEMAS: list[dict[str, Any]] = [
    *({"type": kind} for kind in ("object", "array", "string", "boolean", "null", "number", "integer")),
    {"type": ["string", "null"]},
    {"enum": ["", 1]},
    {"pattern": "^@"},
    {"required": ["a"]},
    {"properties": {"a": {"type": "integer"}, "b": {"items": {"type": "string"}}}},
    {"patternProperties": {"^@": {"type": "string"}}},
    {"additionalProperties": {"type": "integer"}},
    {"properties": {"a": {}}, "patternProperties": {"^@": {}}, "additionalProperties": False},
    {"items": {"type": "string", "pattern": "^@"}},
    {"allOf": [{"type": "object"}, {"required": ["a"]}]},
    {"anyOf": [{"type": "string"}, {"required": ["a"]}]},
    {"minProperties": 1},
    {"maxProperties": 1},
    {"minItems": 1},
    {"maxItems": 1},
    {"type": "object", "description": "annotated", "x-added": "1.1", "format": "mx-user-id"},
]


def answering(
    status: int, body: object, *, kind: str = "application/json", headers: tuple[tuple[str, str], ...] = ()
) -> Client:
    """Return a client of an application with one answer."""
    sent = [("content-type", kind), *headers]
    start: Message = {
        "type": "http.response.start",
        "status": status,
        "headers": [(name.encode(), value.encode()) for name, value in sent],
    }

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send(start)
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})

    return Client(app)


@pytest.mark.parametrize("schema", SCHEMAS, ids=json.dumps)
def test_compiled_schemas_agree_with_the_reference(schema: dict[str, Any]) -> None:
    accepts, reference = compiled(schema), Draft202012Validator(schema)
    assert [accepts(value) for value in VALUES] == [reference.is_valid(value) for value in VALUES]


def test_a_keyword_without_a_check_is_refused() -> None:
    with pytest.raises(ValueError, match="uniqueItems"):
        compiled({"properties": {"a": {"uniqueItems": True}}})


def test_every_schema_of_the_specification_compiles(specification: Specification) -> None:
    assert specification.compile_all() > 150


@pytest.mark.parametrize(
    ("status", "body", "complaint"),
    [
        (200, {"user_id": 1}, "at /user_id: 1 is not of type 'string'"),
        (200, {}, "'user_id' is a required property"),
        (202, {"user_id": "@anna:ministry.example"}, r"status 202 is none of \[200, 401, 403, 429\]"),
    ],
)
async def test_a_wrong_answer_fails_its_test(
    specification: Specification, status: int, body: object, complaint: str
) -> None:
    assert specification.operation("GET", f"{V3}/account/whoami")
    with pytest.raises(AssertionError, match=f"whoami {status} .*{complaint}"):
        await answering(status, body).get(f"{V3}/account/whoami")


async def test_an_answer_may_be_left_unjudged() -> None:
    answer = await answering(404, {}).get(f"{V3}/account/whoami", judged=False)
    assert answer.json == {}


async def test_an_answer_that_is_no_json_fails_its_test(specification: Specification) -> None:
    assert specification.operation("GET", f"{V3}/account/whoami")
    with pytest.raises(AssertionError, match="whoami 200 is not JSON"):
        await answering(200, {}, kind="text/html").get(f"{V3}/account/whoami")


LIMIT = {"errcode": "M_LIMIT_EXCEEDED", "error": "wait"}
STAGES = {"flows": [{"stages": ["m.login.password"]}], "params": {}}


@pytest.mark.parametrize(
    ("status", "body", "complaint"),
    [
        (400, [], "without a JSON object"),
        (400, {"error": "x"}, "without an errcode"),
        (400, {"errcode": "m_unknown", "error": "x"}, "without an errcode"),
        (500, {"errcode": "M_UNKNOWN"}, "without a text"),
        (429, LIMIT, "without retry_after_ms"),
        (429, LIMIT | {"retry_after_ms": 5.5}, "without retry_after_ms"),
        (429, LIMIT | {"retry_after_ms": 5}, "without Retry-After"),
        (400, LIMIT | {"retry_after_ms": 5}, "go together"),
        (401, STAGES, "without a session"),
        (401, STAGES | {"session": "s", "flows": [{}]}, "flows without stages"),
        (401, STAGES | {"session": "s", "params": []}, "params"),
        (401, STAGES | {"session": "s", "completed": [1]}, "completed"),
        (401, STAGES | {"session": "s", "errcode": "M_FORBIDDEN"}, "without a text"),
    ],
)
async def test_a_wrong_error_fails_its_test(status: int, body: object, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint):
        await answering(status, body).get("/_matrix/client/unstable/org.example/thing")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (401, STAGES | {"session": "s"}),
        (429, LIMIT | {"retry_after_ms": 5}),
        (401, {"errcode": "M_X", "error": ""}),
    ],
)
def test_right_errors_pass(status: int, body: object) -> None:
    headers = {"content-type": "application/json", "retry-after": "1"}
    assert [*error_complaints("/_matrix/x", Answer(status, headers, json.dumps(body).encode()))] == []


def test_an_erratum_excuses_its_own_complaint_alone() -> None:
    message = "'flows' is a required property"
    assert is_erratum("POST /x 401", "/", message)
    assert not is_erratum("POST /x 403", "/", message)
    assert not is_erratum("POST /x 401", "/flows", message)
    assert not is_erratum("POST /x 401", "/", "'session' is not of type 'string'")
