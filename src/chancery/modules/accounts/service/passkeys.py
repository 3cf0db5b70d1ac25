# SPDX-License-Identifier: EUPL-1.2
"""Passkeys: what a browser is asked, and whether its answer proves somebody (W3C Web Authentication, level 3).

The challenge is a sealed token: it says for itself what it was issued for, and that it is not over.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chancery.kit.clock import Clock
from chancery.kit.errors import NotFound
from chancery.kit.ids import UserId
from chancery.modules.accounts.errors import WrongPasskey
from chancery.modules.accounts.model import Passkey
from chancery.modules.accounts.rules.passkeys import (
    ANSWER_SECONDS,
    RelyingParty,
    answered_challenge,
    credential_id,
)
from chancery.modules.accounts.service.seals import Sealer
from chancery.modules.accounts.store.passkeys import PasskeyStore
from chancery.platform.db.port import Database, Write, WriteConflict

if TYPE_CHECKING:
    from chancery.modules.accounts.service.ceremonies import Ceremonies

_NEW, _KNOWN = "passkey registration", "passkey assertion"


class Passkeys:
    """Asks browsers and verifies what they answer."""

    def __init__(
        self,
        *,
        database: Database,
        store: PasskeyStore,
        sealer: Sealer,
        clock: Clock,
        party: RelyingParty | None,
        name: str,
    ) -> None:
        self._database = database
        self._store = store
        self._sealer = sealer
        self._clock = clock
        self._party = party
        self._name = name

    @property
    def are_possible(self) -> bool:
        """Whether the server is known under a name, as browsers demand."""
        return self._party is not None

    async def list_passkeys(self, user_id: UserId) -> list[Passkey]:
        """Return a person's passkeys."""
        return await self._store.list_passkeys(user_id)

    async def ask_for_new(self, user_id: UserId) -> Mapping[str, Any]:
        """Return the options with which a browser makes a passkey; raises NotFound without a name of the server."""
        return self._ceremonies.creation_options(
            user_id,
            self._sealer.digest(f"passkey handle\n{user_id}"),
            self._sealer.issue(_NEW, seconds=ANSWER_SECONDS, content=user_id).encode(),
            await self._store.list_passkeys(user_id),
        )

    def accept_new(self, write: Write, user_id: UserId, credential: Mapping[str, Any], name: str) -> None:
        """Add a new passkey to a write; raises WrongPasskey. The write is refused when the answer came before."""
        challenge = self._challenge(credential, _NEW, user_id)
        made = self._ceremonies.verify_creation(challenge, credential)
        now = self._clock()
        self._use_up(write, challenge)
        self._store.insert(
            write,
            Passkey(made.credential_id, user_id, made.credential_public_key, made.sign_count, name, now),
        )

    async def ask_for_known(self, user_id: UserId | None = None) -> Mapping[str, Any]:
        """Return the options with which a browser proves a passkey: the person's, or any that it has for us."""
        known = await self._store.list_passkeys(user_id) if user_id else []
        challenge = self._sealer.issue(_KNOWN, seconds=ANSWER_SECONDS, content=user_id or "").encode()
        return self._ceremonies.request_options(challenge, known)

    async def prove(self, credential: Mapping[str, Any], user_id: UserId | None = None) -> UserId:
        """Return whose passkey an answer proves, and let the answer count once; raises WrongPasskey.

        `user_id` is for whom the browser was asked.
        """
        challenge = self._challenge(credential, _KNOWN, user_id or "")
        passkey = await self._store.find(credential_id(credential))
        if passkey is None or user_id not in (None, passkey.user_id):
            raise WrongPasskey("this passkey is not known here")
        proven = self._ceremonies.verify_proof(challenge, credential, passkey)
        write = Write()
        self._use_up(write, challenge)
        self._store.update_used(write, passkey, sign_count=proven.new_sign_count, now=self._clock())
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise WrongPasskey("this answer was used already") from error
        return passkey.user_id

    @property
    def _ceremonies(self) -> "Ceremonies":
        if self._party is None:
            raise NotFound("passkeys need a server that is known under a name, not under an IP address")
        from chancery.modules.accounts.service.ceremonies import Ceremonies  # noqa: PLC0415  # it says why

        return Ceremonies(self._party, self._name)

    def _challenge(self, credential: Mapping[str, Any], context: str, content: str) -> bytes:
        challenge = answered_challenge(credential)
        if challenge is None or self._sealer.open(challenge.decode("latin-1"), context) != content:
            status = 400 if context == _NEW else None
            raise WrongPasskey("the browser was asked something else, or too long ago", status=status)
        return challenge

    def _use_up(self, write: Write, challenge: bytes) -> None:
        now = self._clock()
        digest = self._sealer.digest(f"challenge\n{challenge.decode()}")
        self._store.answer(write, digest, expires_at=now + ANSWER_SECONDS * 1000, now=now)
