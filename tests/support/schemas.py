# SPDX-License-Identifier: EUPL-1.2
"""JSON schemas compiled to functions: they only say yes or no, but fast enough to judge every answer of the suite."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any], bool]

ANNOTATIONS = {"description", "title", "example", "examples", "format", "deprecated", "default", "$schema"}
"""Keywords that accept everything; the specification's formats (`mx-user-id`) are names for its patterns."""


def compiled(schema: Mapping[str, Any]) -> Check:
    """Return a function that says whether a value conforms; raises ValueError for a keyword it does not know."""
    unknown = [name for name in schema if name not in _KEYWORDS and not _is_annotation(name)]
    if unknown:
        raise ValueError(f"keywords without a check: {unknown}")
    checks = [_KEYWORDS[name](schema) for name in schema if name in _KEYWORDS]
    return checks[0] if len(checks) == 1 else _every(checks)


def _is_annotation(keyword: str) -> bool:
    return keyword in ANNOTATIONS or keyword.startswith("x-")


def _every(checks: list[Check]) -> Check:
    def check(value: Any) -> bool:
        for one in checks:  # noqa: SIM110  # a generator would double the time
            if not one(value):
                return False
        return True

    return check


def _is_integer(value: Any) -> bool:
    return type(value) is int or (type(value) is float and value.is_integer())


_TYPES: dict[str, Check] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": _is_integer,
}


def _type(schema: Mapping[str, Any]) -> Check:
    wanted = schema["type"]
    if isinstance(wanted, str):
        return _TYPES[wanted]
    checks = [_TYPES[name] for name in wanted]
    return lambda value: any(check(value) for check in checks)


def _enum(schema: Mapping[str, Any]) -> Check:
    # To Python, True is 1; to JSON it is not.
    allowed = [(isinstance(value, bool), value) for value in schema["enum"]]
    return lambda value: (isinstance(value, bool), value) in allowed


def _pattern(schema: Mapping[str, Any]) -> Check:
    search = re.compile(schema["pattern"]).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _required(schema: Mapping[str, Any]) -> Check:
    wanted = frozenset(schema["required"])
    return lambda value: not isinstance(value, dict) or wanted <= value.keys()


def _properties(schema: Mapping[str, Any]) -> Check:
    members = [(name, compiled(member)) for name, member in schema["properties"].items()]

    def check(value: Any) -> bool:
        if isinstance(value, dict):
            for name, is_good in members:
                if name in value and not is_good(value[name]):
                    return False
        return True

    return check


def _pattern_properties(schema: Mapping[str, Any]) -> Check:
    members = [
        (re.compile(name).search, compiled(member)) for name, member in schema["patternProperties"].items()
    ]

    def check(value: Any) -> bool:
        return not isinstance(value, dict) or all(
            is_good(member)
            for search, is_good in members
            for name, member in value.items()
            if search(name) is not None
        )

    return check


def _additional(schema: Mapping[str, Any]) -> Check:
    allowed = schema["additionalProperties"]
    is_good = compiled(allowed) if isinstance(allowed, dict) else lambda _: bool(allowed)
    known = frozenset(schema.get("properties", ()))
    searches = [re.compile(name).search for name in schema.get("patternProperties", ())]

    def check(value: Any) -> bool:
        return not isinstance(value, dict) or all(
            is_good(member)
            for name, member in value.items()
            if name not in known and not any(search(name) for search in searches)
        )

    return check


def _items(schema: Mapping[str, Any]) -> Check:
    is_good = compiled(schema["items"])
    return lambda value: not isinstance(value, list) or all(map(is_good, value))


def _all_of(schema: Mapping[str, Any]) -> Check:
    return _every([compiled(part) for part in schema["allOf"]])


def _any_of(schema: Mapping[str, Any]) -> Check:
    checks = [compiled(part) for part in schema["anyOf"]]
    return lambda value: any(check(value) for check in checks)


def _size(
    keyword: str, kind: type, is_right: Callable[[int, int], bool]
) -> Callable[[Mapping[str, Any]], Check]:
    def make(schema: Mapping[str, Any]) -> Check:
        limit = schema[keyword]
        return lambda value: not isinstance(value, kind) or is_right(len(value), limit)

    return make


_KEYWORDS: dict[str, Callable[[Mapping[str, Any]], Check]] = {
    "type": _type,
    "enum": _enum,
    "pattern": _pattern,
    "required": _required,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional,
    "items": _items,
    "allOf": _all_of,
    "anyOf": _any_of,
    "minProperties": _size("minProperties", dict, int.__ge__),
    "maxProperties": _size("maxProperties", dict, int.__le__),
    "minItems": _size("minItems", list, int.__ge__),
    "maxItems": _size("maxItems", list, int.__le__),
}
