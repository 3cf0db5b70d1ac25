# SPDX-License-Identifier: EUPL-1.2
"""What a new room starts with: presets, encryption, power levels, initial state, in the order of the specification."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from chancery.kit.errors import BadJson
from chancery.kit.ids import UserId
from chancery.modules.rooms.errors import ThirdPartyDenied
from chancery.modules.rooms.model import Draft
from chancery.wire.matrix.identifiers import parse_user_id
from chancery.wire.matrix.versions import RoomVersion

Preset = Literal["private_chat", "trusted_private_chat", "public_chat"]
MAX_INVITES = 500
MAX_INITIAL_STATE = 200


class InitialState(msgspec.Struct, frozen=True):
    """A state event that the caller wants in the room from the start."""

    type: str
    content: dict[str, Any]
    state_key: str = ""


class CreateOptions(msgspec.Struct, frozen=True):
    """The body of `POST /createRoom`."""

    visibility: Literal["public", "private"] = "private"
    room_alias_name: str | None = None
    name: str | None = None
    topic: str | None = None
    invite: list[str] = []
    invite_3pid: list[dict[str, Any]] = []
    room_version: str | None = None
    creation_content: dict[str, Any] = {}
    initial_state: list[InitialState] = []
    preset: Preset | None = None
    is_direct: bool = False
    power_level_content_override: dict[str, Any] | None = None
    encrypted: bool | None = msgspec.field(default=None, name="org.chancery.encrypted")

    @property
    def chosen_preset(self) -> Preset:
        """The preset, which follows the visibility when it is not given."""
        return self.preset or ("public_chat" if self.visibility == "public" else "private_chat")


@dataclass(frozen=True, slots=True)
class Creation:
    """A checked wish for a room."""

    options: CreateOptions
    creator: UserId
    version: RoomVersion
    invitees: Sequence[UserId]
    alias: str | None
    members: Mapping[UserId, Mapping[str, Any]]
    """The profile parts of member events, for the creator and the invitees."""
    has_guests: bool = False

    @property
    def is_direct_chat(self) -> bool:
        """Whether this is a conversation of two, as the client says or as its shape tells."""
        is_trusted_pair = self.options.chosen_preset == "trusted_private_chat" and len(self.invitees) == 1
        return self.options.is_direct or is_trusted_pair


def parse_options(body: Mapping[str, Any]) -> CreateOptions:
    """Return the options of a decoded body; raises BadJson."""
    try:
        options = msgspec.convert(body, CreateOptions)
    except msgspec.ValidationError as error:
        raise BadJson(str(error)) from error
    if options.invite_3pid:
        raise ThirdPartyDenied
    if len(options.invite) > MAX_INVITES:
        raise BadJson(f"a new room takes at most {MAX_INVITES} invitations")
    if len(options.initial_state) > MAX_INITIAL_STATE:
        raise BadJson(f"a new room takes at most {MAX_INITIAL_STATE} initial state events")
    return options


def invitees_of(options: CreateOptions, creator: UserId) -> list[UserId]:
    """Return whom to invite, each once."""
    wanted = [parse_user_id(user_id) for user_id in options.invite]
    return [user_id for user_id in dict.fromkeys(wanted) if user_id != creator]


def create_content(creation: Creation) -> dict[str, Any]:
    """Return the content of the create event."""
    content = dict(creation.options.creation_content)
    content["room_version"] = creation.version.identifier
    if creation.version.creator_is_sender:
        content.pop("creator", None)
    else:
        content["creator"] = creation.creator
    if not creation.version.creators_above_all:
        return content
    # Room version 12: those whom a trusted chat invites stand beside its creator.
    if creation.options.chosen_preset == "trusted_private_chat" and creation.invitees:
        given = content.get("additional_creators", [])
        if not isinstance(given, list):
            raise BadJson("additional_creators must be a list of user ids")
        content["additional_creators"] = list(dict.fromkeys([*given, *creation.invitees]))
    return content


def initial_drafts(creation: Creation) -> Iterator[Draft]:
    """Yield the events after the create event."""
    options = creation.options
    yield _member(creation, creation.creator, "join")
    yield _state(creation, "m.room.power_levels", _power_levels(creation))
    if creation.alias is not None:
        yield _state(creation, "m.room.canonical_alias", {"alias": creation.alias})
    given = {(event.type, event.state_key) for event in options.initial_state}
    for kind, content in _preset_state(creation):
        if (kind, "") not in given:
            yield _state(creation, kind, content)
    for event in options.initial_state:
        if event.type == "m.room.member":
            raise BadJson("initial_state cannot hold member events")
        yield Draft(event.type, creation.creator, event.content, event.state_key)
    if options.name:
        yield _state(creation, "m.room.name", {"name": options.name})
    if options.topic:
        topic = {"m.text": [{"mimetype": "text/plain", "body": options.topic}]}
        yield _state(creation, "m.room.topic", {"topic": options.topic, "m.topic": topic})
    for invitee in creation.invitees:
        yield _member(creation, invitee, "invite")


def _state(creation: Creation, kind: str, content: Mapping[str, Any]) -> Draft:
    return Draft(kind, creation.creator, content, "")


def _member(creation: Creation, user_id: UserId, membership: str) -> Draft:
    content = {**creation.members.get(user_id, {}), "membership": membership}
    if membership == "invite" and creation.options.is_direct:
        content["is_direct"] = True
    return Draft("m.room.member", creation.creator, content, user_id)


def _preset_state(creation: Creation) -> Iterator[tuple[str, Mapping[str, Any]]]:
    preset = creation.options.chosen_preset
    is_public = preset == "public_chat"
    yield "m.room.join_rules", {"join_rule": "public" if is_public else "invite"}
    yield "m.room.history_visibility", {"history_visibility": "shared"}
    # Where there are no guests, no room opens to them, whatever its preset.
    opens = creation.has_guests and not is_public
    yield "m.room.guest_access", {"guest_access": "can_join" if opens else "forbidden"}
    wants_encryption = creation.options.encrypted
    if wants_encryption is None:
        wants_encryption = not is_public
    if wants_encryption:
        yield "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"}


def _power_levels(creation: Creation) -> dict[str, Any]:
    version, options = creation.version, creation.options
    users: dict[str, int] = {}
    if not version.creators_above_all:
        users[creation.creator] = 100
        if options.chosen_preset == "trusted_private_chat":
            users |= dict.fromkeys(creation.invitees, 100)
    content: dict[str, Any] = {
        "users": users,
        "users_default": 0,
        "events": {
            "m.room.name": 50,
            "m.room.avatar": 50,
            "m.room.canonical_alias": 50,
            "m.room.power_levels": 100,
            "m.room.history_visibility": 100,
            "m.room.server_acl": 100,
            "m.room.encryption": 100,
            # MSC4289: above every ordinary level, so that only creators end a room.
            "m.room.tombstone": 150 if version.creators_above_all else 100,
        },
        "events_default": 0,
        "state_default": 50,
        "ban": 50,
        "kick": 50,
        "redact": 50,
        "invite": 50 if options.chosen_preset == "public_chat" else 0,
    }
    return content | _levels_override(creation)


def _levels_override(creation: Creation) -> dict[str, Any]:
    """Return what the caller wants of the power levels; a creator whom it does not name keeps theirs.

    Otherwise nobody could send the rest of the room's state. From room version 12 on creators have no level.
    """
    given = creation.options.power_level_content_override or {}
    users = given.get("users")
    if creation.version.creators_above_all or not isinstance(users, dict):
        return given
    return {**given, "users": {creation.creator: 100, **users}}
