# SPDX-License-Identifier: EUPL-1.2
"""Which filters and orders an index answers: equality of id, externalId, userName and displayName."""

from collections.abc import Sequence
from typing import Any

from scim2_models.path import CompareOperator, Comparison, LogicalExpr, LogicalOperator

from chancery.kit.text import fold
from chancery.modules.scim.model import Kind

_FOLDED = {"username": ("User", "name"), "displayname": ("Group", "name")}
_EXACT = {"id": "id", "externalid": "external_id"}
_ORDERS = {"id": "id", "meta.created": "created", "meta.lastmodified": "changed"}
_NAMES = {"username": "User", "displayname": "Group"}


def equalities(wanted: Any, kinds: Sequence[Kind]) -> list[tuple[str, str]] | None:
    """Return the columns that a filter compares; None when it asks for more than that."""
    if wanted is None:
        return []
    found: list[tuple[str, str]] = []
    for term in _terms(wanted.ast):
        column = _equality(term, kinds)
        if column is None:
            return None
        found.append(column)
    return found


def order_of(sort_by: Any, kinds: Sequence[Kind]) -> str | None:
    """Return the order that a list is kept in; None when it must be sorted after reading."""
    if sort_by is None:
        return "created"
    path = str(sort_by).rpartition(":")[2].lower()
    if list(kinds) == [_NAMES.get(path)]:
        return "name"
    return _ORDERS.get(path)


def _terms(node: Any) -> Sequence[Any]:
    if isinstance(node, LogicalExpr) and node.op == LogicalOperator.and_:
        return node.terms
    return (node,)


def _equality(node: Any, kinds: Sequence[Kind]) -> tuple[str, str] | None:
    if not isinstance(node, Comparison) or node.op != CompareOperator.eq or not isinstance(node.value, str):
        return None
    if node.attr_path.sub_attr is not None:
        return None
    attribute = node.attr_path.attr.lower()
    if attribute in _EXACT:
        return _EXACT[attribute], node.value
    kind, column = _FOLDED.get(attribute, ("", ""))
    return (column, fold(node.value)) if list(kinds) == [kind] else None
