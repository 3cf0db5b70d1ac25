# SPDX-License-Identifier: EUPL-1.2
"""Structured logs on standard error: a sentence and named fields, as text or one JSON object per line.

Redaction is by construction: code logs constant sentences with fields that it names, the request line carries the
route's template and never the path, and the records of other libraries pass only from warning upwards.
"""

import logging
import sys
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, TextIO

import msgspec

from chancery.platform.config.settings import Log

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_encoder = msgspec.json.Encoder(enc_hook=str)
_requests = logging.getLogger("chancery.request")


def configure(settings: Log, stream: TextIO | None = None, *, worker: int | None = None) -> None:
    """Send all logs of the process to `stream` (standard error), with its number when it is one of several."""
    handler = logging.StreamHandler(stream or sys.stderr)
    always = {} if worker is None else {"worker": worker}
    handler.setFormatter(JsonFormatter(always) if settings.format == "json" else TextFormatter(always))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("chancery").setLevel(settings.level.upper())
    # Records carry no thread or process names, so they need not be asked for.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


class RequestRecord(logging.LogRecord):
    """The record of one answered request; made by hand, because it is written for each of them."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__(_requests.name, logging.INFO, "", 0, "request", (), None)
        self.fields = fields


def log_request(method: str, route: str, status: int, seconds: float, request_id: str) -> None:
    """Write the line of one answered request; `route` is a template, never a path."""
    if _requests.isEnabledFor(logging.INFO):
        fields = {"request": request_id, "method": method, "route": route, "status": status}
        _requests.handle(RequestRecord({**fields, "ms": round(seconds * 1000, 1)}))


def _fields(record: logging.LogRecord) -> Mapping[str, Any]:
    if type(record) is RequestRecord:
        return record.fields
    return {name: value for name, value in vars(record).items() if name not in _STANDARD}


@lru_cache(maxsize=2)
def _second(timestamp: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(timestamp))


def _time(record: logging.LogRecord) -> str:
    return f"{_second(int(record.created))}.{int(record.msecs):03d}Z"


class _Formatter(logging.Formatter):
    """Adds to each record the fields that every record of the process has."""

    def __init__(self, always: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self._always = dict(always or {})


class JsonFormatter(_Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **self._always,
            **_fields(record),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return _encoder.encode(entry).decode()


class TextFormatter(_Formatter):
    """A line for people: time, level, sentence, fields."""

    def format(self, record: logging.LogRecord) -> str:
        named = {**self._always, **_fields(record)}
        fields = "".join(f" {name}={_one_line(value)}" for name, value in named.items())
        line = f"{_time(record)} {record.levelname.lower():7} {_one_line(record.getMessage())}{fields}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _one_line(value: object) -> str:
    """Return `value` without line breaks and other control characters, which could forge log lines."""
    text = str(value)
    return text if text.isprintable() else repr(text)
