# SPDX-License-Identifier: EUPL-1.2
"""Profile fields beside name and picture: time zone, pronouns, whatever clients agree on."""

from typing import Any

import msgspec

from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Profile
from chancery.modules.accounts.rules.profile import check_name, check_size, check_value
from chancery.modules.accounts.store.profile_fields import ProfileFieldStore
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.platform.db.port import Database, Write


class ProfileFields:
    """Keeps them; nobody is told, clients ask for a profile when they show it."""

    def __init__(self, database: Database, store: ProfileFieldStore, audit: AuditLog) -> None:
        self._database = database
        self._store = store
        self._audit = audit

    async def list_fields(self, user_id: UserId) -> dict[str, Any]:
        """Return a person's fields, decoded."""
        found = await self._store.list_fields(user_id)
        return {name: msgspec.json.decode(value) for name, value in found.items()}

    async def set(self, profile: Profile, name: str, value: Any) -> None:
        """Set a field; raises BadRequest for names and values that cannot be, and when the profile grows too large."""
        check_name(name)
        check_value(name, value)
        encoded = msgspec.json.encode(value)
        fields = {**await self._store.list_fields(profile.user_id), name: encoded}
        texts = [profile.display_name or "", profile.avatar_url or ""]
        check_size(
            sum(len(key.encode()) + len(raw) for key, raw in fields.items())
            + sum(len(text.encode()) for text in texts)
        )
        write = Write()
        self._store.upsert(write, profile.user_id, name, encoded)
        await self._record(write, profile.user_id)

    async def remove(self, user_id: UserId, name: str) -> None:
        """Remove a field; one that is not there is no error."""
        check_name(name)
        write = Write()
        self._store.delete(write, user_id, name)
        await self._record(write, user_id)

    async def _record(self, write: Write, user_id: UserId) -> None:
        self._audit.record(write, Entry("profile.changed", user_id, user_id))
        await self._database.commit(write)
