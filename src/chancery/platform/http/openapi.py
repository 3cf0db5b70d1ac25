# SPDX-License-Identifier: EUPL-1.2
"""OpenAPI 3.1 of our own API, from the routes and the types of their bodies and answers."""

import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from chancery.platform.http.routes import Route

_PARAMETER: Final = re.compile(r"\{([a-z0-9_]+)(:path)?\}")
_PREFIX: Final = "/api/"

_PROBLEM: Final = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, for people."},
        "code": {"type": "string", "description": "What is wrong, for programs."},
    },
}


def document(routes: Sequence[Route], *, version: str) -> dict[str, Any]:
    """Return the OpenAPI document of the routes below /api/."""
    own = sorted((route for route in routes if route.path.startswith(_PREFIX)), key=_place)
    schemas, components = _schemas(own)
    paths: dict[str, dict[str, Any]] = {}
    for route in own:
        path = _PARAMETER.sub(r"{\1}", route.path)
        paths.setdefault(path, {})[route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Chancery",
            "version": version,
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "paths": paths,
        "components": {
            "schemas": {**components, "Problem": _PROBLEM},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "chancery_session"},
            },
        },
    }


def _place(route: Route) -> tuple[str, str]:
    return route.path, route.method


def _schemas(routes: Sequence[Route]) -> tuple[dict[int, Any], dict[str, Any]]:
    types = [kind for route in routes for kind in (route.body, route.answer) if kind not in (None, bytes)]
    shapes, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    return {id(kind): shape for kind, shape in zip(types, shapes, strict=True)}, components


def _operation(route: Route, schemas: dict[int, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _operation_id(route),
        "summary": route.summary,
        "tags": [route.tag or route.path.split("/")[3]],
        "parameters": _parameters(route.path),
        "responses": {
            "200": _answer(route, schemas),
            "default": _content(
                "Problem details", "application/problem+json", {"$ref": "#/components/schemas/Problem"}
            ),
        },
        "security": [{"bearer": []}, {"session": []}] if route.login else [],
    }
    if route.body is bytes or route.stream:
        operation["requestBody"] = {"content": {"application/octet-stream": {}}, "required": True}
    elif route.body is not None:
        content = {"application/json": {"schema": schemas[id(route.body)]}}
        operation["requestBody"] = {"content": content, "required": not route.optional_body}
    return operation


def _answer(route: Route, schemas: dict[int, Any]) -> dict[str, Any]:
    if route.answer is None or route.answer is bytes:
        return {"description": "Done"}
    return _content("The answer", "application/json", schemas[id(route.answer)])


def _content(description: str, media_type: str, schema: Any) -> dict[str, Any]:
    return {"description": description, "content": {media_type: {"schema": schema}}}


def _parameters(path: str) -> list[dict[str, Any]]:
    names = [match[1] for match in _PARAMETER.finditer(path)]
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _operation_id(route: Route) -> str:
    words = [word for word in re.split(r"[^a-z0-9]+", route.path.removeprefix(_PREFIX)) if word]
    return "_".join([route.method.lower(), *words[1:]])
