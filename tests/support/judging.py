# SPDX-License-Identifier: EUPL-1.2
"""Holds every answer that passes through the suite's client against the Matrix specification.

Errors are judged by the text of "Standard error response", "Rate limiting" and "User-Interactive Authentication API";
everything else by the schema of its operation, where the specification's documents are there.
"""

import functools
import re
from collections.abc import Iterator
from typing import Any

from support.http import Answer, Client
from support.specification import Specification, read_specification

_specification = functools.cache(read_specification)

ERRCODE = re.compile(r"[A-Z][A-Z0-9_.]*")
MOST_SHOWN = 10
PAGES = re.compile(r"/_matrix/client/[^/]+/auth/[^/]+/fallback/web")
"""What a browser shows: errors are pages there."""


def pytest_configure() -> None:
    """Judge from now on."""
    Client.judge = staticmethod(judge)


def judge(method: str, path: str, answer: Answer) -> None:
    """Raise AssertionError for an answer that is not as the specification has it."""
    found = [*error_complaints(path, answer)] if method != "HEAD" else []
    specification: Specification | None = _specification()
    if specification is not None:
        found += specification.complaints(method, path, answer)
    assert not found, (
        f"not as specified: {method} {path} answered {answer.status} {answer.body[:500]!r}\n"
        + "\n".join(found[:MOST_SHOWN])
    )


def error_complaints(path: str, answer: Answer) -> Iterator[str]:
    """Yield what is wrong with an error answer of a Matrix interface."""
    if answer.status < 400 or not path.startswith("/_matrix/") or PAGES.match(path):
        return
    if answer.headers.get("content-type") != "application/json" or not isinstance(answer.json, dict):
        yield "an error without a JSON object"
        return
    body: dict[str, Any] = answer.json
    if answer.status == 401 and "flows" in body:
        yield from _stage_complaints(body)
        if "errcode" not in body:
            return
    if not ERRCODE.fullmatch(str(body.get("errcode", ""))):
        yield "an error without an errcode"
    if not isinstance(body.get("error"), str):
        yield "an error without a text"
    if answer.status == 429 or body.get("errcode") == "M_LIMIT_EXCEEDED":
        yield from _limit_complaints(answer, body)


def _limit_complaints(answer: Answer, body: dict[str, Any]) -> Iterator[str]:
    if answer.status != 429 or body.get("errcode") != "M_LIMIT_EXCEEDED":
        yield "429 and M_LIMIT_EXCEEDED go together"
    if type(body.get("retry_after_ms")) is not int or body["retry_after_ms"] < 0:
        yield "a limit without retry_after_ms"
    if not answer.headers.get("retry-after", "").isdigit():
        yield "a limit without Retry-After"


def _stage_complaints(body: dict[str, Any]) -> Iterator[str]:
    stages = [flow.get("stages") for flow in body["flows"]]
    if not all(isinstance(names, list) and all(isinstance(name, str) for name in names) for names in stages):
        yield "flows without stages"
    if not isinstance(body.get("session"), str):
        yield "stages without a session"
    if not isinstance(body.get("params", {}), dict):
        yield "params that are no object"
    if not all(isinstance(name, str) for name in body.get("completed", [])):
        yield "completed stages that are no names"
