# SPDX-License-Identifier: EUPL-1.2
"""The Matrix specification's OpenAPI document, where there is one, as a judge of answers."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from support.http import Answer

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("CHANCERY_MATRIX_SPEC", ROOT.parent / "shared/matrix-spec"))
DOCUMENT = FOLDER / "openapi-client-server.json"


class Specification:
    """Finds the operation behind a request and judges its answer."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self._operations = [
            (method.upper(), _pattern(path), details)
            for path, methods in document["paths"].items()
            for method, details in methods.items()
            if isinstance(details, dict) and "responses" in details
        ]
        # Paths with fewer parameters are the more exact ones.
        self._operations.sort(key=lambda entry: entry[1].pattern.count("["))

    def judges(self, method: str, path: str, answer: Answer) -> bool:
        """Whether the specification has a schema for this answer."""
        return self._schema(method, path.partition("?")[0], answer.status) is not None

    def complaints(self, method: str, path: str, answer: Answer) -> Iterator[str]:
        """Yield what the specification finds wrong with an answer; nothing for what it does not know."""
        plain, _, _ = path.partition("?")
        schema = self._schema(method, plain, answer.status)
        if schema is None:
            return
        for error in Draft202012Validator(schema).iter_errors(answer.json):
            if error.validator == "oneOf" and "is valid under each of" in error.message:
                continue  # a schema that admits any object beside a narrower one calls every answer ambiguous
            where = "/".join(map(str, error.absolute_path))
            yield f"{method} {plain} {answer.status} at /{where}: {error.message[:300]}"

    def _schema(self, method: str, path: str, status: int) -> Any:
        for known, pattern, details in self._operations:
            if known == method and pattern.fullmatch(path):
                content = details["responses"].get(str(status), {}).get("content", {})
                return content.get("application/json", {}).get("schema")
        return None


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("[^/]+".join(re.escape(part) for part in re.split(r"\{\w+\}", path.strip())))


@pytest.fixture(scope="session")
def specification() -> Specification:
    """The specification; without its document the test is left out."""
    if not DOCUMENT.exists():
        pytest.skip(
            f"the Matrix specification is not here ({DOCUMENT}; CHANCERY_MATRIX_SPEC names another folder)"
        )
    return Specification(json.loads(DOCUMENT.read_text()))
