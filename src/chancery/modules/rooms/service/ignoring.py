# SPDX-License-Identifier: EUPL-1.2
"""Whom a person ignores."""

import msgspec

from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Accounts


class _Ignored(msgspec.Struct):
    ignored_users: dict[UserId, object]


async def ignored_by(accounts: Accounts, user_id: UserId) -> frozenset[UserId]:
    """Return whom a person ignores ("Ignoring users"); nobody when their list has another shape."""
    datum = await accounts.account_datum(user_id, "m.ignored_user_list")
    if datum is None:
        return frozenset()
    try:
        return frozenset(msgspec.json.decode(datum.content, type=_Ignored).ignored_users)
    except msgspec.ValidationError:
        return frozenset()
