# SPDX-License-Identifier: EUPL-1.2
"""All people who have a relation, page after page."""

from chancery.kit.ids import UserId
from chancery.modules.org.contract import Authority

_PAGE = 5_000


async def everybody(authority: Authority, relation: str, object_: str) -> set[UserId]:
    """Return everybody who has a relation to an object."""
    found: set[UserId] = set()
    after: UserId | None = None
    while True:
        page = await authority.list_subjects(relation, object_, after=after, limit=_PAGE)
        found.update(page)
        if len(page) < _PAGE:
            return found
        after = page[-1]
