# SPDX-License-Identifier: EUPL-1.2
"""Room tags: the content of `m.tag` account data (client-server API, "Room Tagging")."""

from collections.abc import Mapping
from typing import Any

from chancery.kit.errors import BadJson

TAG_TYPE = "m.tag"
_MAX_TAG_BYTES = 255


def tags_of(content: Any) -> dict[str, Any]:
    """Return the tags inside stored content; what a client stored in another shape counts as none."""
    tags = content.get("tags") if isinstance(content, dict) else None
    return dict(tags) if isinstance(tags, dict) else {}


def with_tag(content: Any, tag: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content with a tag set; raises BadJson for a bad name or order."""
    order = body.get("order")
    if not 0 < len(tag.encode()) <= _MAX_TAG_BYTES:
        raise BadJson("a tag has 1 to 255 bytes")
    if order is not None and (isinstance(order, bool) or not isinstance(order, (int, float))):
        raise BadJson("order must be a number")
    return {"tags": tags_of(content) | {tag: dict(body)}}


def without_tag(content: Any, tag: str) -> dict[str, Any]:
    """Return the content without a tag."""
    return {"tags": {name: value for name, value in tags_of(content).items() if name != tag}}
