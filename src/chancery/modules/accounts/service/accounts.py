# SPDX-License-Identifier: EUPL-1.2
"""The contract, answered by the services."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chancery.kit.ids import RoomId, UserId
from chancery.modules.accounts.contract import (
    AccountDatum,
    Device,
    NewPerson,
    Profile,
    ProfileFollower,
    Sight,
    Superiors,
)
from chancery.modules.accounts.service.app_services import ServiceLogins
from chancery.modules.accounts.service.data import AccountDataService
from chancery.modules.accounts.service.erasures import Erasures
from chancery.modules.accounts.service.interactive import InteractiveAuth
from chancery.modules.accounts.service.login import LoginService
from chancery.modules.accounts.service.moderation import Moderation
from chancery.modules.accounts.service.people import PeopleService
from chancery.modules.accounts.service.sessions import SessionKeeper
from chancery.platform.db.port import Write
from chancery.platform.http.request import Caller, Request


class StoredAccounts:
    """`Accounts` over the database."""

    def __init__(
        self,
        *,
        sessions: SessionKeeper,
        logins: LoginService,
        people: PeopleService,
        data: AccountDataService,
        interactive: InteractiveAuth,
        service_logins: ServiceLogins,
        erasures: Erasures,
        moderation: Moderation,
    ) -> None:
        self._sessions = sessions
        self._logins = logins
        self._people = people
        self._data = data
        self._interactive = interactive
        self._service_logins = service_logins
        self._erasures = erasures
        self._moderation = moderation

    async def authenticate(self, request: Request) -> None:
        await self._sessions.authenticate(request)

    async def create_person(
        self,
        user_id: UserId,
        *,
        password: str | None,
        display_name: str,
        is_admin: bool = False,
        actor: str = "system",
    ) -> None:
        person = NewPerson(user_id, display_name, password=password, is_admin=is_admin)
        await self._people.create_person(person, actor=actor)

    async def add_person(self, write: Write, person: NewPerson, *, actor: str) -> None:
        await self._people.add_person(write, person, actor=actor)

    async def set_password(self, user_id: UserId, password: str, *, actor: str, end_sessions: bool) -> None:
        await self._people.set_password(user_id, password, actor=actor, end_sessions=end_sessions)

    async def erasures(self) -> Mapping[UserId, int]:
        return await self._erasures.all()

    async def check_may_close(self, user_id: UserId) -> None:
        await self._people.closable(user_id)

    async def add_closing(self, write: Write, user_id: UserId, *, actor: str) -> None:
        await self._people.add_closing(write, user_id, actor=actor)

    async def administrators(self, user_ids: Collection[UserId]) -> frozenset[UserId]:
        return await self._people.administrators(user_ids)

    async def exists(self, user_id: UserId) -> bool:
        return await self._people.exists(user_id)

    def heed(self, superiors: Superiors) -> None:
        self._moderation.heed(superiors)

    def limit_sight(self, sight: Sight) -> None:
        self._people.limit_sight(sight)

    async def may_write(self, user_id: UserId) -> bool:
        return await self._people.may_write(user_id)

    async def ensure_service_person(self, user_id: UserId, service: str) -> None:
        await self._service_logins.ensure_person(user_id, service)

    def follow_profiles(self, follower: ProfileFollower) -> None:
        self._people.follow_profiles(follower)

    async def guests(self, user_ids: Collection[UserId]) -> frozenset[UserId]:
        return await self._people.guests(user_ids)

    async def profiles(self, user_ids: Collection[UserId]) -> Mapping[UserId, Profile]:
        return await self._people.profiles(user_ids)

    async def emails(self, user_ids: Collection[UserId]) -> Mapping[UserId, str]:
        return await self._people.emails(user_ids)

    async def display_names(self, user_ids: Collection[str]) -> Mapping[str, str]:
        return await self._people.display_names(user_ids)

    async def set_profile(
        self, user_id: UserId, *, display_name: str | None = None, avatar_url: str | None = None, actor: str
    ) -> None:
        await self._people.set_profile(user_id, display_name=display_name, avatar_url=avatar_url, actor=actor)

    async def devices(self, user_id: UserId) -> Sequence[Device]:
        return await self._logins.list_devices(user_id)

    async def confirm_identity(
        self,
        caller: Caller,
        auth: Mapping[str, Any] | None,
        *,
        path: str,
        body: object,
        is_strict: bool = False,
    ) -> None:
        await self._interactive.confirm(caller, auth, path=path, body=body, is_strict=is_strict)

    async def account_data(
        self, user_id: UserId, *, since: int = 0, upto: int | None = None
    ) -> Sequence[AccountDatum]:
        return await self._data.list_data(user_id, since=since, upto=upto)

    async def account_datum(
        self, user_id: UserId, kind: str, *, room_id: RoomId | None = None
    ) -> AccountDatum | None:
        return await self._data.find(user_id, kind, room_id)

    async def set_account_data(
        self, user_id: UserId, kind: str, content: bytes, *, room_id: RoomId | None = None
    ) -> int:
        return await self._data.set(user_id, kind, content, room_id)
