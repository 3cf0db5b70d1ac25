# SPDX-License-Identifier: EUPL-1.2
"""The people of this server, as rooms need them: do they exist, and what a member event says of them."""

from collections.abc import Collection, Mapping
from typing import Any

from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Accounts, Profile
from chancery.modules.rooms.contract import Bridges
from chancery.modules.rooms.errors import ForeignServer, InviteBlocked, PersonNotFound
from chancery.modules.rooms.model import decode_object
from chancery.wire.matrix.identifiers import parse_user_id, server_of

NOTICES_LOCALPART = "_notices"
"""Who speaks for the server."""
ORGANISATION_LOCALPART = "_organisation"
"""To whom the rooms of teams and posts belong."""

_INVITES = "m.invite_permission_config"


class People:
    """Looks people up in `accounts`."""

    def __init__(self, accounts: Accounts, bridges: Bridges, server_name: str) -> None:
        self._accounts = accounts
        self._bridges = bridges
        self._server_name = server_name
        self._voice = f"@{NOTICES_LOCALPART}:{server_name}"
        self.organisation = UserId(f"@{ORGANISATION_LOCALPART}:{server_name}")

    def is_voice(self, user_id: str) -> bool:
        """Whether this is who speaks for the server."""
        return user_id == self._voice

    async def check_invitable(self, user_id: str) -> UserId:
        """Return the id of a person who takes invitations; raises like `check_exists`, and InviteBlocked."""
        invitee = await self.check_exists(user_id)
        datum = await self._accounts.account_datum(invitee, _INVITES)
        if datum is not None and decode_object(datum.content).get("default_action") == "block":
            raise InviteBlocked(f"{invitee} takes no invitations")
        return invitee

    async def check_all_exist(self, user_ids: Collection[str]) -> None:
        """Raise ForeignServer or PersonNotFound for the first who is not a person of this server."""
        for user_id in user_ids:
            await self.check_exists(user_id)

    async def check_exists(self, user_id: str) -> UserId:
        """Return the id of a person of this server; raises BadIdentifier, ForeignServer, PersonNotFound."""
        parsed = parse_user_id(user_id)
        if server_of(parsed) != self._server_name:
            raise ForeignServer(f"{parsed} belongs to another server; this one does not federate")
        if not await self._accounts.exists(parsed) and not await self._bridges.offers_user(parsed):
            raise PersonNotFound(f"there is no {parsed} here")
        return parsed

    async def member_contents(self, user_ids: Collection[UserId]) -> Mapping[UserId, Mapping[str, Any]]:
        """Return the profile parts of member events."""
        profiles = await self._accounts.profiles(user_ids)
        return {user_id: _content(profile) for user_id, profile in profiles.items()}

    async def member_content(self, user_id: UserId, membership: str) -> dict[str, Any]:
        """Return the content of a person's member event."""
        contents = await self.member_contents([user_id])
        return {**contents.get(user_id, {}), "membership": membership}


def _content(profile: Profile) -> dict[str, Any]:
    content = {}
    if profile.display_name:
        content["displayname"] = profile.display_name
    if profile.avatar_url:
        content["avatar_url"] = profile.avatar_url
    return content
