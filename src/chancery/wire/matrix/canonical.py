# SPDX-License-Identifier: EUPL-1.2
"""Canonical JSON: the one byte form of a value that hashes and signatures are taken over."""

from typing import Any

import msgspec

from chancery.wire.matrix.errors import NotCanonical

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 100

_encoder = msgspec.json.Encoder(order="deterministic")


def canonical(value: object) -> bytes:
    """Return the canonical form; the value is trusted (or checked with `check_value`) to hold no floats.

    `msgspec.Raw` members are taken as they stand, so that content which is canonical already is encoded once.
    """
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError as error:
        raise NotCanonical("a string holds a lone surrogate") from error


def check_value(value: Any, depth: int = MAX_DEPTH) -> None:
    """Raise NotCanonical for a decoded JSON value that canonical JSON cannot express."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return
    if kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise NotCanonical("integers must lie within ±(2^53 - 1)")
        return
    if kind is float:
        raise NotCanonical("numbers with a fraction or an exponent are not allowed in events")
    if depth == 0:
        raise NotCanonical(f"the JSON is nested deeper than {MAX_DEPTH} levels")
    if kind is dict:
        for member in value.values():
            check_value(member, depth - 1)
    elif kind is list:
        for member in value:
            check_value(member, depth - 1)
    else:
        raise NotCanonical(f"{kind.__name__} is no JSON type")


def canonical_checked(value: Any) -> bytes:
    """Return the canonical form of a value of foreign origin; raises NotCanonical."""
    check_value(value)
    return canonical(value)
