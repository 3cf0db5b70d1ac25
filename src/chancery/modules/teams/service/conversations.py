# SPDX-License-Identifier: EUPL-1.2
"""Posts that one can write to: the room between a person and whoever holds the post, and rooms of the post's own."""

from collections.abc import Sequence

from chancery.kit.clock import Clock
from chancery.kit.ids import RoomId, UserId
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.org.contract import Authority, Organisation, PostSummary
from chancery.modules.policies.contract import Contacts, Permit, RedList
from chancery.modules.teams.contract import BoundRoom, Conversation, PostCard
from chancery.modules.teams.errors import NobodyAnswers, OwnPost, PostNotFound
from chancery.modules.teams.service.following import Following
from chancery.modules.teams.service.furnishing import Furnishing
from chancery.modules.teams.service.reconciling import Reconciler
from chancery.modules.teams.store import TeamStore
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.http.request import Caller


class Conversations:
    """Opens rooms of posts."""

    def __init__(
        self,
        *,
        database: Database,
        store: TeamStore,
        furnishing: Furnishing,
        reconciler: Reconciler,
        following: Following,
        organisation: Organisation,
        authority: Authority,
        audit: AuditLog,
        clock: Clock,
        contacts: Contacts,
        red_list: RedList,
    ) -> None:
        self._database = database
        self._store = store
        self._furnishing = furnishing
        self._reconciler = reconciler
        self._following = following
        self._organisation = organisation
        self._authority = authority
        self._audit = audit
        self._clock = clock
        self._contacts = contacts
        self._red_list = red_list

    async def access_post(self, actor: UserId, post_id: str) -> PostCard:
        """Return a post, who holds it, and where the actor writes to it."""
        post = await self._post(post_id)
        world = self._organisation.now()
        holders = await world.holders(post.id)
        stand_ins = [] if holders else await world.stand_ins(post.id)
        rooms: Sequence[BoundRoom] = ()
        if actor in holders or await self._authority.check(actor, "manages", f"post:{post.id}"):
            found = await self._store.list_rooms([f"post:{post.id}"])
            rooms = [room for room in found if room.purpose == "post"]
        conversation = await self._store.find_conversation(post.id, actor)
        hidden = await self._red_list.hidden_from(actor)
        return PostCard(
            post,
            is_vacant=not holders,
            holders=[user_id for user_id in holders if user_id not in hidden],
            stand_ins=[user_id for user_id in stand_ins if user_id not in hidden],
            conversation=conversation,
            rooms=rooms,
        )

    async def open(self, caller: Caller, post_id: str, *, encrypted: bool) -> Conversation:
        """Return the room between the caller and a post, made when there is none; raises ContactForbidden."""
        post, actor = await self._post(post_id), caller.user_id
        world = self._organisation.now()
        holders = await world.holders(post.id)
        answering = holders or await world.stand_ins(post.id)
        room_id = await self._store.find_conversation(post.id, actor)
        if room_id is None:
            if actor in answering:
                raise OwnPost("you answer for this post yourself")
            if not answering:
                raise NobodyAnswers("the post is vacant, and no head above it could answer")
            permit = await self._contacts.require(caller, answering, "start_direct_chat")
            room_id = await self._make(permit, post, encrypted=encrypted)
        return Conversation(room_id, post.id, post.title, not holders, answering)

    async def add_room(self, actor: UserId, post_id: str, name: str, *, encrypted: bool) -> BoundRoom:
        """Give a post a room of its own, which its next holder gets."""
        post = await self._post(post_id)
        holders = await self._organisation.now().holders(post.id)
        if actor not in holders and not await self._authority.check(actor, "manages", f"post:{post.id}"):
            raise PostNotFound
        room_id = await self._furnishing.make("post", name or post.title, encrypted=encrypted)
        room = BoundRoom(room_id, f"post:{post.id}", "post", name)
        write = Write()
        self._add(write, room)
        self._audit.record(write, Entry("post.room_added", actor, room.object, {"room": room_id}))
        await self._database.commit(write)
        await self._reconciler.reconcile_now([room_id])
        return room

    async def _make(self, permit: Permit, post: PostSummary, *, encrypted: bool) -> RoomId:
        actor = permit.by
        title = f"{post.title} · {await self._furnishing.person_name(actor)}"
        room_id = await self._furnishing.make("conversation", title, encrypted=encrypted)
        room = BoundRoom(room_id, f"post:{post.id}", "conversation", "")
        write = Write()
        self._add(write, room)
        self._store.insert_grant(write, room_id, actor)
        self._store.insert_conversation(write, post.id, actor, room_id)
        self._contacts.note(write, permit)
        self._audit.record(write, Entry("post.written_to", actor, room.object, {"room": room_id}))
        try:
            await self._database.commit(write)
        except WriteConflict:
            # The same person on another device came first: that room counts, and nobody ever sees this one.
            known = await self._store.find_conversation(post.id, actor)
            if known is None:
                raise
            return known
        await self._reconciler.reconcile_now([room_id])
        return room_id

    def _add(self, write: Write, room: BoundRoom) -> None:
        self._store.insert_room(write, room, "holder", self._clock())
        self._store.add_due(write, [room.room_id], write.position())

    async def _post(self, post_id: str) -> PostSummary:
        post = await self._organisation.find_post(post_id)
        if post is None:
            raise PostNotFound
        return post
