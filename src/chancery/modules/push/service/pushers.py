# SPDX-License-Identifier: EUPL-1.2
"""A person's pushers: set, activated, listed, removed."""

import hmac
import logging
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from chancery.kit.clock import Clock
from chancery.kit.ids import DeviceId, UserId, new_id
from chancery.modules.accounts.contract import Accounts
from chancery.modules.push.errors import NoSuchPusher, PusherRejected
from chancery.modules.push.model import NewPusher, Pusher
from chancery.modules.push.rules.pushers import checked_identity, checked_pusher
from chancery.modules.push.service.senders import Senders
from chancery.modules.push.store.pushers import Owner, PusherStore
from chancery.platform.db.port import Database, Write
from chancery.platform.http.request import Caller

log = logging.getLogger(__name__)

MAX_PUSHERS = 50
ACK_MS = 5 * 60_000


class PusherService:
    """Keeps pushers; a Web Push subscription is active only once its browser has shown that it receives."""

    def __init__(
        self, database: Database, store: PusherStore, senders: Senders, clock: Clock, accounts: Accounts
    ) -> None:
        self._db = database
        self._accounts = accounts
        self._store = store
        self._senders = senders
        self._clock = clock

    async def list_pushers(self, user_id: UserId) -> Sequence[Pusher]:
        """Return a person's pushers; those of devices that were signed out are as good as removed."""
        found = await self._store.list_of(user_id)
        devices = {device.device_id for device in await self._accounts.devices(user_id)} if found else ()
        return [pusher for pusher in found if pusher.device_id in devices]

    async def set_pusher(self, caller: Caller, body: Mapping[str, Any]) -> bool:
        """Add, change or remove (`kind` null) a pusher; True when it still waits to be activated."""
        if "kind" not in body:
            raise PusherRejected("'kind' is missing", errcode="M_MISSING_PARAM")
        if body["kind"] is None:
            app_id, pushkey = checked_identity(body)
            await self._remove(caller.user_id, app_id, pushkey)
            return False
        wanted = checked_pusher(body)
        if not self._senders.admits(wanted.kind, wanted.endpoint):
            raise PusherRejected("this server's administrator has not allowed pushes to that address")
        return await self._put(caller, wanted, append=body.get("append") is True)

    async def _put(self, caller: Caller, wanted: NewPusher, *, append: bool) -> bool:
        own = await self._store.list_of(caller.user_id)
        known = next(
            (old for old in own if (old.app_id, old.pushkey) == (wanted.app_id, wanted.pushkey)), None
        )
        if known is None and len(own) >= MAX_PUSHERS:
            raise PusherRejected(f"nobody has more than {MAX_PUSHERS} pushers; remove one first")
        owner = self._owner(caller, known, waits=_must_prove(wanted, known))
        write = Write()
        if not append:
            keys = {"app_id": wanted.app_id, "pushkey": wanted.pushkey}
            self._store.delete_of_others(write, caller.user_id, **keys)
        self._store.put(write, owner, wanted)
        await self._db.commit(write)
        if owner.ack_token is not None:
            await self._prove(wanted, owner.ack_token)
        return owner.ack_token is not None

    def _owner(self, caller: Caller, known: Pusher | None, *, waits: bool) -> Owner:
        now = self._clock()
        return Owner(
            known.pusher_id if known else new_id("pusher"),
            caller.user_id,
            caller.device_id,
            created_at=now,
            position=self._db.position,
            ack_token=str(uuid.uuid4()) if waits else None,
            ack_until=now + ACK_MS if waits else None,
        )

    async def _prove(self, wanted: NewPusher, token: str) -> None:
        payload = msgspec.json.encode({"app_id": wanted.app_id, "ack_token": token})
        result = await self._senders.web_push(
            wanted.endpoint, wanted.pushkey, str(wanted.body.data.get("auth")), payload, is_urgent=True
        )
        if result != "delivered":
            log.info("the activating push of a subscription was not delivered", extra={"result": result})

    async def activate(self, user_id: UserId, app_id: str, token: str) -> None:
        """Activate the pusher that was sent this token; raises NoSuchPusher."""
        for pusher_id, wanted, until in await self._store.find_waiting(user_id, app_id):
            if hmac.compare_digest(wanted.encode(), token.encode()):
                if until < self._clock():
                    raise NoSuchPusher("the token has expired; set the pusher again", status=410)
                write = Write()
                self._store.activate(write, user_id, pusher_id)
                await self._db.commit(write)
                return
        raise NoSuchPusher("no pusher of this app waits for this token")

    async def _remove(self, user_id: UserId, app_id: str, pushkey: str) -> None:
        write = Write()
        self._store.delete(write, user_id, app_id=app_id, pushkey=pushkey)
        await self._db.commit(write)

    async def remove_dead(self, pusher: Pusher) -> None:
        """Remove a pusher whose gateway says that nobody is there any more."""
        await self._remove(pusher.user_id, pusher.app_id, pusher.pushkey)

    async def remove_of_device(self, user_id: UserId, device_id: DeviceId) -> None:
        """Remove what a device that was signed out had set."""
        own = await self._store.list_of(user_id)
        if all(pusher.device_id != device_id for pusher in own):
            return
        write = Write()
        self._store.delete_of_device(write, user_id, device_id)
        await self._db.commit(write)


def _must_prove(wanted: NewPusher, known: Pusher | None) -> bool:
    """MSC4174: a new subscription, and one whose address or secret changed, shows first that it receives."""
    if wanted.kind != "webpush":
        return False
    if known is None or known.kind != "webpush" or not known.activated:
        return True
    return known.endpoint != wanted.endpoint or known.body.data.get("auth") != wanted.body.data.get("auth")
