# SPDX-License-Identifier: EUPL-1.2
"""The Matrix specification's OpenAPI documents, where there are some, as a judge of answers."""

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from support.errata import is_erratum
from support.http import Answer
from support.schemas import Check, compiled

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("CHANCERY_MATRIX_SPEC", ROOT.parent / "shared/matrix-spec"))
DOCUMENT = FOLDER / "openapi-client-server.json"
BESIDE = {
    "openapi-push-gateway.json": ("/_matrix/push/v1/notify",),
    "openapi-server-server.json": ("/_matrix/federation/v1/openid/userinfo",),
}
"""What Chancery serves of the other interfaces; a document that is not there judges nothing."""


class Operation:
    """One operation of the specification, with the schemas of its answers."""

    def __init__(self, method: str, path: str, responses: Mapping[str, Any]) -> None:
        self.name = f"{method} {path}"
        self.segments = path.split("/")
        self.parameters = sum(part.startswith("{") for part in self.segments)
        self._contents = {int(status): answer.get("content", {}) for status, answer in responses.items()}
        self._compiled: dict[int, tuple[Check, Draft202012Validator] | None] = {}

    def is_of(self, segments: list[str]) -> bool:
        """Whether a path with as many parts names this operation; only a state key may be empty."""
        return all(
            own == part or (own[:1] == "{" and (part or own == "{stateKey}"))
            for own, part in zip(self.segments, segments, strict=True)
        )

    def judges(self, status: int) -> bool:
        """Whether there is a schema for answers with this status."""
        return "schema" in self._contents.get(status, {}).get("application/json", {})

    def complaints(self, answer: Answer) -> Iterator[str]:
        """Yield what is wrong with an answer, errata left out."""
        for where, message in self._faults(answer):
            if not is_erratum(f"{self.name} {answer.status}", where, message):
                yield f"at {where}: {message[:300]}" if where else message

    def _faults(self, answer: Answer) -> Iterator[tuple[str, str]]:
        if answer.status < 300 and answer.status not in self._contents:
            yield "", f"status {answer.status} is none of {sorted(self._contents)}"
        if not self.judges(answer.status):
            return
        if answer.headers.get("content-type", "").partition(";")[0] != "application/json":
            yield "", "is not JSON"
            return
        accepts, validator = self._schema(answer.status)
        if not accepts(answer.json):
            for error in validator.iter_errors(answer.json):
                yield "/" + "/".join(map(str, error.absolute_path)), error.message

    def compile_all(self) -> int:
        """Compile the schemas of every answer; how many there are."""
        return len([self._schema(status) for status in self._contents if self.judges(status)])

    def _schema(self, status: int) -> tuple[Check, Draft202012Validator]:
        found = self._compiled.get(status)
        if found is None:
            schema = _lenient(self._contents[status]["application/json"]["schema"])
            found = self._compiled[status] = compiled(schema), Draft202012Validator(schema)
        return found


class Specification:
    """Finds the operation behind a request and judges its answer."""

    def __init__(self, document: Any, *beside: Any) -> None:
        self.document = document
        self._operations: dict[tuple[str, int], list[Operation]] = defaultdict(list)
        for paths in (document["paths"], *beside):
            self._add(paths)
        for operations in self._operations.values():
            # Paths with fewer parameters are the more exact ones.
            operations.sort(key=lambda operation: operation.parameters)

    def judges(self, method: str, path: str, answer: Answer) -> bool:
        """Whether the specification has a schema for this answer."""
        operation = self.operation(method, path)
        return operation is not None and operation.judges(answer.status)

    def complaints(self, method: str, path: str, answer: Answer) -> Iterator[str]:
        """Yield what the specification finds wrong with an answer; nothing for what it does not know."""
        operation = self.operation(method, path)
        if operation is not None:
            for complaint in operation.complaints(answer):
                yield f"{operation.name} {answer.status} {complaint}"

    def operation(self, method: str, path: str) -> Operation | None:
        """Return the operation that a request names."""
        segments = path.partition("?")[0].split("/")
        known = self._operations.get((method, len(segments)), ())
        return next((operation for operation in known if operation.is_of(segments)), None)

    def compile_all(self) -> int:
        """Compile every schema; how many there are. Raises ValueError where a keyword has no check."""
        return sum(one.compile_all() for group in self._operations.values() for one in group)

    def _add(self, paths: Mapping[str, Any]) -> None:
        for path, methods in paths.items():
            for method, details in methods.items():
                if isinstance(details, dict) and "responses" in details:
                    operation = Operation(method.upper(), path.strip(), details["responses"])
                    self._operations[method.upper(), len(operation.segments)].append(operation)


def _lenient(schema: Any) -> Any:
    """Read `oneOf` as `anyOf`: a schema for any object beside a narrower one calls every answer ambiguous."""
    if isinstance(schema, list):
        return [_lenient(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {"anyOf" if name == "oneOf" else name: _lenient(part) for name, part in schema.items()}


def read_specification() -> Specification | None:
    """Return the specification, when its documents are there."""
    if not DOCUMENT.exists():
        return None
    beside = [
        {path: json.loads((FOLDER / name).read_text())["paths"][path] for path in paths}
        for name, paths in BESIDE.items()
        if (FOLDER / name).exists()
    ]
    return Specification(json.loads(DOCUMENT.read_text()), *beside)


@pytest.fixture(scope="session")
def specification() -> Specification:
    """The specification; without its document the test is left out."""
    found = read_specification()
    if found is None:
        pytest.skip(
            f"the Matrix specification is not here ({DOCUMENT}; CHANCERY_MATRIX_SPEC names another folder)"
        )
    return found
