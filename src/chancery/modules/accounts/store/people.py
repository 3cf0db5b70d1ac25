# SPDX-License-Identifier: EUPL-1.2
"""SQL of `accounts_person`."""

from collections.abc import Collection
from typing import cast

from chancery.kit.ids import UserId
from chancery.modules.accounts.model import Person
from chancery.platform.db.port import Database, Position, Row, Write

_COLUMNS = "user_id, password_hash, display_name, avatar_url, email, is_admin, is_active, is_guest, is_suspended, is_locked"
_CHUNK = 500


class PeopleStore:
    """Logins."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert_person(self, write: Write, person: Person, *, words: str, now: int) -> None:
        """Add a login; a taken id or e-mail address refuses the write."""
        write.execute(
            f"INSERT INTO accounts_person ({_COLUMNS}, words, created_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            person.user_id,
            person.password_hash,
            person.display_name,
            person.avatar_url,
            person.email,
            int(person.is_admin),
            int(person.is_active),
            int(person.is_guest),
            int(person.is_suspended),
            int(person.is_locked),
            words,
            now,
        )

    def update_password(self, write: Write, user_id: UserId, password_hash: str) -> None:
        """Replace the password of an active login."""
        write.execute(
            "UPDATE accounts_person SET password_hash = $2 WHERE user_id = $1 AND is_active = 1",
            user_id,
            password_hash,
            expect=1,
        )

    def update_signed_in(self, write: Write, person: Person, now: int) -> None:
        """Note a sign-in; refuses the write when the password was changed or the login closed meanwhile."""
        write.execute(
            "UPDATE accounts_person SET signed_in_at = $3"
            " WHERE user_id = $1 AND password_hash IS NOT DISTINCT FROM $2 AND is_active = 1",
            person.user_id,
            person.password_hash,
            now,
            expect=1,
        )

    def update_profile(
        self, write: Write, user_id: UserId, display_name: str | None, avatar_url: str | None, words: str
    ) -> None:
        """Replace the profile."""
        write.execute(
            "UPDATE accounts_person SET display_name = $2, avatar_url = $3, words = $4 WHERE user_id = $1",
            user_id,
            display_name,
            avatar_url,
            words,
            expect=1,
        )

    def rename(self, write: Write, user_id: UserId, display_name: str, words: str) -> None:
        """Replace the display name of an active login."""
        write.execute(
            "UPDATE accounts_person SET display_name = $2, words = $3 WHERE user_id = $1 AND is_active = 1",
            user_id,
            display_name,
            words,
            expect=1,
        )

    def set_email(self, write: Write, user_id: UserId, email: str | None) -> None:
        """Replace the address that administrators keep; refuses the write when somebody added it to their own."""
        write.execute(
            "UPDATE accounts_person SET email = $2 WHERE user_id = $1 AND is_active = 1 AND NOT EXISTS"
            " (SELECT 1 FROM accounts_address WHERE address = $2 AND user_id <> $1)",
            user_id,
            email,
            expect=1,
        )

    async def email_owners(self, emails: Collection[str]) -> dict[str, UserId]:
        """Return to whom each of the given (folded) addresses belongs."""
        wanted = list(dict.fromkeys(emails))
        owners: dict[str, UserId] = {}
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            marks = ", ".join(f"${number}" for number in range(1, len(chunk) + 1))
            rows = await self._database.scan(
                f"SELECT email, user_id FROM accounts_person WHERE email IN ({marks})"
                f" UNION ALL SELECT address, user_id FROM accounts_address WHERE address IN ({marks})",
                *chunk,
            )
            owners |= {str(email): UserId(str(user_id)) for email, user_id in rows}
        return owners

    def update_standing(self, write: Write, user_id: UserId, *, is_suspended: bool, is_locked: bool) -> None:
        """Set what a person may do."""
        write.execute(
            "UPDATE accounts_person SET is_suspended = $2, is_locked = $3 WHERE user_id = $1 AND is_active = 1",
            user_id,
            int(is_suspended),
            int(is_locked),
            expect=1,
        )

    def make_member(self, write: Write, user_id: UserId, password_hash: str) -> None:
        """Make a guest a person like others."""
        write.execute(
            "UPDATE accounts_person SET is_guest = 0, password_hash = $2"
            " WHERE user_id = $1 AND is_guest = 1 AND is_active = 1",
            user_id,
            password_hash,
            expect=1,
        )

    def deactivate(self, write: Write, person: Person) -> None:
        """Close a login for good.

        Refuses the write when a guest became a member meanwhile, or an administrator the only one.
        """
        write.execute(
            "UPDATE accounts_person SET is_active = 0, is_admin = 0, password_hash = NULL, email = NULL"
            " WHERE user_id = $1 AND is_active = 1 AND is_guest = $2 AND (is_admin = 0 OR EXISTS"
            " (SELECT 1 FROM accounts_person other"
            " WHERE other.is_admin = 1 AND other.is_active = 1 AND other.user_id <> $1))",
            person.user_id,
            int(person.is_guest),
            expect=1,
        )

    def erase(self, write: Write, user_id: UserId, position: Position) -> None:
        """Note that a person asked for their messages to be erased."""
        write.execute("UPDATE accounts_person SET erased_at = $2 WHERE user_id = $1", user_id, position)

    async def scan_erasures(self) -> dict[UserId, int]:
        """Return the positions in the stream as of which people asked for their messages to be erased."""
        rows = await self._database.fetch(
            "SELECT user_id, erased_at FROM accounts_person WHERE erased_at IS NOT NULL"
        )
        return {UserId(cast(str, row[0])): cast(int, row[1]) for row in rows}

    def delete_additions(self, write: Write, user_id: UserId) -> None:
        """Forget what a person added: addresses, profile fields, second factors."""
        write.execute("DELETE FROM accounts_address WHERE user_id = $1", user_id)
        write.execute("DELETE FROM accounts_profile_field WHERE user_id = $1", user_id)
        write.execute("DELETE FROM accounts_totp WHERE user_id = $1", user_id)
        write.execute("DELETE FROM accounts_passkey WHERE user_id = $1", user_id)
        write.execute("DELETE FROM accounts_recovery_code WHERE user_id = $1", user_id)

    async def find_person(self, user_id: UserId) -> Person | None:
        """Return a login, also a closed one."""
        row = await self._database.fetch_one(
            f"SELECT {_COLUMNS} FROM accounts_person WHERE user_id = $1", user_id
        )
        return _person(row) if row else None

    async def find_person_by_email(self, email: str) -> Person | None:
        """Return the login that has a (folded) e-mail address, be it kept by administrators or added by the person."""
        row = await self._database.fetch_one(
            f"SELECT {_COLUMNS} FROM accounts_person WHERE email = $1"
            " OR user_id = (SELECT user_id FROM accounts_address WHERE address = $1)",
            email,
        )
        return _person(row) if row else None

    async def list_people(self, user_ids: Collection[UserId]) -> list[Person]:
        """Return those of the given logins that exist."""
        wanted = list(dict.fromkeys(user_ids))
        rows: list[Row] = []
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            marks = ", ".join(f"${number}" for number in range(1, len(chunk) + 1))
            rows += await self._database.fetch(
                f"SELECT {_COLUMNS} FROM accounts_person WHERE user_id IN ({marks})", *chunk
            )
        return [_person(row) for row in rows]

    async def search(
        self, words: Collection[str], limit: int, *, hidden: Collection[UserId] = ()
    ) -> list[Person]:
        """Return active people each of whose given words begins one of theirs, but the hidden ones."""
        marks = "".join(f" AND words LIKE ${number} ESCAPE '\\'" for number in range(2, len(words) + 2))
        patterns = [f"% {_escape(word)}%" for word in words]
        first = len(words) + 2
        if hidden:
            numbers = ", ".join(f"${number}" for number in range(first, first + len(hidden)))
            marks += f" AND user_id NOT IN ({numbers})"
        rows = await self._database.scan(
            f"SELECT {_COLUMNS} FROM accounts_person WHERE is_active = 1{marks} ORDER BY words LIMIT $1",
            limit,
            *patterns,
            *sorted(hidden),
        )
        return [_person(row) for row in rows]

    async def scan_gone_guests(self, before: int, *, limit: int) -> list[UserId]:
        """Return guests from whose devices nothing has been heard since a time."""
        rows = await self._database.scan(
            "SELECT p.user_id FROM accounts_person p"
            " WHERE p.is_guest = 1 AND p.is_active = 1 AND p.created_at < $1 AND NOT EXISTS"
            " (SELECT 1 FROM accounts_device d WHERE d.user_id = p.user_id"
            " AND COALESCE(d.last_seen_ts, d.created_at) >= $1) LIMIT $2",
            before,
            limit,
        )
        return [UserId(str(user_id)) for (user_id,) in rows]

    async def count_administrators(self) -> int:
        """Return the number of active administrators."""
        rows = await self._database.fetch(
            "SELECT count(*) FROM accounts_person WHERE is_admin = 1 AND is_active = 1"
        )
        return cast("int", rows[0][0])


def _person(row: Row) -> Person:
    *texts, is_admin, is_active, is_guest, is_suspended, is_locked = row
    user_id, password_hash, display_name, avatar_url, email = cast(
        "tuple[str, str | None, str | None, str | None, str | None]", tuple(texts)
    )
    return Person(
        UserId(user_id),
        password_hash,
        display_name,
        avatar_url,
        email,
        is_admin=bool(is_admin),
        is_active=bool(is_active),
        is_guest=bool(is_guest),
        is_suspended=bool(is_suspended),
        is_locked=bool(is_locked),
    )


def _escape(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
