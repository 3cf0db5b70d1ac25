# SPDX-License-Identifier: EUPL-1.2
"""People's logins: creating, passwords, profiles, closing."""

from collections.abc import Collection, Mapping

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest
from chancery.kit.ids import DeviceId, UserId
from chancery.kit.text import fold, words
from chancery.modules.accounts.contract import NewPerson, Profile, ProfileFollower, ServiceNames, Sight
from chancery.modules.accounts.errors import LastAdministrator, PersonNotFound, UserInUse, UserReserved
from chancery.modules.accounts.events import (
    PersonCreated,
    PersonDeactivated,
    ProfileChanged,
    StandingChanged,
)
from chancery.modules.accounts.model import Person
from chancery.modules.accounts.rules.names import check_user_id, search_words
from chancery.modules.accounts.service.login import LoginService
from chancery.modules.accounts.service.passwords import PasswordKeeper
from chancery.modules.accounts.store.people import PeopleStore
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.platform.db.port import Database, Write, WriteConflict

_MAX_DISPLAY_NAME = 256
_MAX_AVATAR_URL = 1000
_MAX_SEARCH_WORDS = 8
# No name has a longer word, and SQLite takes no pattern of 50,000 bytes.
_MAX_SEARCH_WORD = 5_000


class PeopleService:
    """Everything about a person that is not a session."""

    def __init__(
        self,
        *,
        database: Database,
        people: PeopleStore,
        logins: LoginService,
        passwords: PasswordKeeper,
        audit: AuditLog,
        clock: Clock,
        server_name: str,
        names: ServiceNames,
        loose_avatars: bool,
    ) -> None:
        self._database = database
        self._people = people
        self._logins = logins
        self._passwords = passwords
        self._audit = audit
        self._clock = clock
        self._server_name = server_name
        self._names = names
        self._avatar_beginning = "" if loose_avatars else "mxc://"
        self._profile_followers: list[ProfileFollower] = []
        self._sight: Sight | None = None

    async def add_person(self, write: Write, person: NewPerson, *, actor: str) -> None:
        """Add the creation of a login to a larger write; raises UserInUse, InvalidUserId, WeakPassword."""
        user_id = check_user_id(person.user_id, self._server_name)
        self.check_owner(user_id, person.app_service)
        password_hash = person.password_hash
        if person.password is not None:
            await self._passwords.check_strength(person.password)
            password_hash = await self._passwords.hash(person.password)
        email = fold(person.email.strip()) if person.email else None
        if await self._people.find_person(user_id) is not None:
            raise UserInUse(f"{user_id} exists already")
        if email and await self._people.find_person_by_email(email) is not None:
            raise UserInUse("this e-mail address belongs to another person")
        stored = Person(
            user_id,
            password_hash,
            person.display_name,
            person.avatar_url,
            email,
            is_admin=person.is_admin,
            is_active=True,
            is_guest=person.is_guest,
        )
        self._people.insert_person(
            write, stored, words=search_words(user_id, person.display_name), now=self._clock()
        )
        place = write.position().offset
        write.publish(lambda base: PersonCreated(user_id, base + place))
        self._audit.record(write, Entry("person.created", actor, user_id, {"is_admin": person.is_admin}))

    def check_owner(self, user_id: UserId, app_service: str | None = None) -> None:
        """Raise UserReserved for an id that belongs to an application service, unless to this one."""
        owner = self._names.owner_of_user(user_id)
        if owner is not None and owner != app_service:
            raise UserReserved(f"{user_id} belongs to an application service")

    async def create_person(self, person: NewPerson, *, actor: str) -> None:
        """Create a login by itself."""
        write = Write()
        await self.add_person(write, person, actor=actor)
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise UserInUse(f"{person.user_id} or its e-mail address exists already") from error

    async def check_strength(self, password: str) -> None:
        """Raise WeakPassword when a new password is too short, too long or known to be breached."""
        await self._passwords.check_strength(password)

    async def set_password(
        self, user_id: UserId, password: str, *, actor: str, end_sessions: bool, keep: DeviceId | None = None
    ) -> None:
        """Replace the password; `keep` is the one device that stays signed in."""
        await self._passwords.check_kept_here(user_id)
        await self._passwords.check_strength(password)
        if not await self.exists(user_id):
            raise PersonNotFound("there is no such person")
        write = Write()
        self._people.update_password(write, user_id, await self._passwords.hash(password))
        self._audit.record(write, Entry("password.changed", actor, user_id))
        if end_sessions:
            devices = await self._logins.list_devices(user_id)
            ending = [device.device_id for device in devices if device.device_id != keep]
            write.join(await self._logins.removal(user_id, ending, actor=actor, ended=True))
        await self._database.commit(write)

    async def deactivate(self, user_id: UserId, *, actor: str, erase: bool = False) -> None:
        """Close a login for good; raises LastAdministrator, PersonNotFound.

        With `erase` those who come later get redacted copies of the person's messages.
        """
        write = Write()
        await self.add_closing(write, user_id, actor=actor, erase=erase)
        await self._database.commit(write)

    async def add_closing(self, write: Write, user_id: UserId, *, actor: str, erase: bool = False) -> None:
        """Add the closing of a login to a larger write; raises like `deactivate`."""
        write.join(await self._closing(await self.closable(user_id), actor=actor, erase=erase))

    async def closable(self, user_id: UserId) -> Person:
        """Return a person whose login may be closed; raises LastAdministrator, PersonNotFound."""
        person = await self._people.find_person(user_id)
        if person is None or not person.is_active:
            raise PersonNotFound("there is no such person")
        if person.is_admin and await self._people.count_administrators() == 1:
            raise LastAdministrator("this is the only administrator of the server")
        return person

    async def end_guest(self, user_id: UserId) -> None:
        """Close a login for good if it is a guest's; raises WriteConflict when it is none any more by then."""
        person = await self._people.find_person(user_id)
        if person is not None and person.is_active and person.is_guest:
            await self._database.commit(await self._closing(person, actor="system"))

    async def _closing(self, person: Person, *, actor: str, erase: bool = False) -> Write:
        user_id = person.user_id
        devices = await self._logins.list_devices(user_id)
        write = await self._logins.removal(
            user_id, [device.device_id for device in devices], actor=actor, ended=True
        )
        self._people.deactivate(write, person)
        self._people.delete_additions(write, user_id)
        position = write.position()
        if erase:
            self._people.erase(write, user_id, position)
        write.publish(lambda base: PersonDeactivated(user_id, base + position.offset, erases=erase))
        self._audit.record(write, Entry("person.deactivated", actor, user_id, {"erase": erase}))
        return write

    async def exists(self, user_id: UserId) -> bool:
        """Tell whether an active login has this id."""
        person = await self._people.find_person(user_id)
        return person is not None and person.is_active

    async def may_write(self, user_id: UserId) -> bool:
        """Tell whether an active login has this id that is neither suspended nor locked."""
        person = await self._people.find_person(user_id)
        return person is not None and person.is_active and not (person.is_suspended or person.is_locked)

    async def is_taken(self, user_id: UserId) -> bool:
        """Tell whether a login has or had this id: ids are never given twice."""
        return await self._people.find_person(user_id) is not None

    async def make_member(self, user_id: UserId, password_hash: str) -> None:
        """Make a guest a person like others."""
        write = Write()
        self._people.make_member(write, user_id, password_hash)
        place = write.position().offset
        write.publish(lambda base: StandingChanged(user_id, base + place))
        self._audit.record(write, Entry("person.joined", user_id, user_id))
        await self._database.commit(write)

    async def guests(self, user_ids: Collection[UserId]) -> frozenset[UserId]:
        """Return those who are guests."""
        found = await self._people.list_people(user_ids)
        return frozenset(person.user_id for person in found if person.is_guest)

    async def administrators(self, user_ids: Collection[UserId]) -> frozenset[UserId]:
        """Return those who run the server."""
        found = await self._people.list_people(user_ids)
        return frozenset(person.user_id for person in found if person.is_admin and person.is_active)

    async def profiles(self, user_ids: Collection[UserId]) -> dict[UserId, Profile]:
        """Return the profiles of those that exist."""
        found = await self._people.list_people(user_ids)
        return {person.user_id: _profile(person) for person in found}

    async def emails(self, user_ids: Collection[UserId]) -> dict[UserId, str]:
        """Return the e-mail addresses of those that have one."""
        found = await self._people.list_people(user_ids)
        return {person.user_id: person.email for person in found if person.email}

    async def display_names(self, user_ids: Collection[str]) -> Mapping[str, str]:
        """Return display names, for the audit log's readers."""
        found = await self._people.list_people([UserId(user_id) for user_id in user_ids])
        return {person.user_id: person.display_name for person in found if person.display_name}

    async def access_profile(self, user_id: UserId) -> Profile:
        """Return one profile; raises PersonNotFound."""
        found = await self.profiles([user_id])
        if user_id not in found:
            raise PersonNotFound("there is no such person")
        return found[user_id]

    async def set_profile(
        self, user_id: UserId, *, display_name: str | None, avatar_url: str | None, actor: str
    ) -> None:
        """Change what is not None; an empty text clears."""
        _check_profile(display_name, avatar_url, self._avatar_beginning)
        old = await self.access_profile(user_id)
        name = old.display_name if display_name is None else display_name or None
        avatar = old.avatar_url if avatar_url is None else avatar_url or None
        if (name, avatar) == (old.display_name, old.avatar_url):
            return
        write = Write()
        self._people.update_profile(write, user_id, name, avatar, search_words(user_id, name))
        place = write.position().offset
        write.publish(lambda base: ProfileChanged(user_id, base + place))
        self._audit.record(write, Entry("profile.changed", actor, user_id))
        await self._database.commit(write)
        await self.announce(user_id)

    async def announce(self, user_id: UserId) -> None:
        """Wait until all who follow profiles are done with a changed one."""
        for follower in self._profile_followers:
            await follower(user_id)

    def follow_profiles(self, follower: ProfileFollower) -> None:
        """Have whoever changes a profile wait for the follower, too."""
        self._profile_followers.append(follower)

    def limit_sight(self, sight: Sight) -> None:
        """Hide from others whom they do not see."""
        self._sight = sight

    async def access_seen(self, viewer: UserId | None, user_id: UserId) -> Profile:
        """Return a profile for a viewer; who is hidden from them is as if not there."""
        if viewer != user_id and user_id in await self._hidden_from(viewer):
            raise PersonNotFound("there is no such person")
        return await self.access_profile(user_id)

    async def _hidden_from(self, viewer: UserId | None) -> frozenset[UserId]:
        if self._sight is None or viewer is None:
            return frozenset()
        return await self._sight.hidden_from(viewer)

    async def search(self, viewer: UserId, term: str, limit: int) -> tuple[list[Profile], bool]:
        """Return people whose name or user name has words that begin so, and whether there are more."""
        wanted = words(term)[:_MAX_SEARCH_WORDS]
        if not wanted or any(len(word) > _MAX_SEARCH_WORD for word in wanted):
            return [], False
        found = await self._people.search(wanted, limit + 1, hidden=await self._hidden_from(viewer))
        return [_profile(person) for person in found[:limit]], len(found) > limit


def _profile(person: Person) -> Profile:
    return Profile(person.user_id, person.display_name, person.avatar_url)


def _check_profile(display_name: str | None, avatar_url: str | None, avatar_beginning: str) -> None:
    if display_name is not None and len(display_name) > _MAX_DISPLAY_NAME:
        raise BadRequest(f"a display name may have {_MAX_DISPLAY_NAME} characters", errcode="M_TOO_LARGE")
    if not avatar_url:
        return
    if len(avatar_url) > _MAX_AVATAR_URL or not avatar_url.startswith(avatar_beginning):
        raise BadRequest("avatar_url must be an mxc:// address")
