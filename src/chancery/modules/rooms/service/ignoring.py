# SPDX-License-Identifier: EUPL-1.2
"""Whom a person ignores, and what is shown to them of an event that cannot be left out."""

from dataclasses import replace

import msgspec

from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.model import decode_object
from chancery.wire.matrix.canonical import canonical
from chancery.wire.matrix.redaction import redact
from chancery.wire.matrix.versions import RoomVersion


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


def veiled(event: RoomEvent, version: RoomVersion) -> RoomEvent:
    """Return an event as if it were redacted."""
    return replace(event, body=canonical(redact(decode_object(event.body), version)), unsigned=None)
