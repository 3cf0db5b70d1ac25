# SPDX-License-Identifier: EUPL-1.2
"""Invitations of addresses: refused without an identity server, honoured where one has signed."""

import base64
from typing import Any

import pytest
from nacl.signing import SigningKey
from support.people import V3, Person

from chancery.wire.matrix.canonical import canonical

KEY = SigningKey(b"i" * 32)


def unpadded(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")


def proof(mxid: str, token: str = "token") -> dict[str, Any]:
    covered = {"mxid": mxid, "token": token}
    signature = unpadded(KEY.sign(canonical(covered)).signature)
    return {**covered, "sender": "@x:y", "signatures": {"id.example": {"ed25519:0": signature}}}


@pytest.fixture
async def room(anna: Person) -> str:
    room = await anna.create()
    content = {
        "display_name": "bo…@example.org",
        "key_validity_url": "https://id.example/valid",
        "public_key": unpadded(KEY.verify_key.encode()),
    }
    assert (await anna.put_state(room, "m.room.third_party_invite", content, "token")).status == 200
    return room


async def test_an_address_is_not_invited(anna: Person) -> None:
    body = {"id_server": "id.example", "id_access_token": "x", "medium": "email", "address": "b@example.org"}
    answer = await anna.post(await anna.create(), "invite", **body)
    assert (answer.status, answer.errcode) == (403, "M_THREEPID_DENIED")
    answer = await anna.client.post(f"{V3}/createRoom", {"invite_3pid": [body]})
    assert (answer.status, answer.errcode) == (403, "M_THREEPID_DENIED")


async def test_whom_the_identity_server_vouches_for_enters(anna: Person, boris: Person, room: str) -> None:
    body = {"third_party_signed": proof(boris.user_id), "reason": "by letter"}
    answer = await boris.client.post(f"{V3}/join/{room}", body)
    assert answer.status == 200, answer.body
    member = await anna.get(room, f"state/m.room.member/{boris.user_id}", format="event")
    assert member.json["content"]["membership"] == "join"
    previous = member.json["unsigned"]["prev_content"]
    assert previous["membership"] == "invite"
    assert previous["third_party_invite"]["display_name"] == "bo…@example.org"
    assert member.json["unsigned"]["prev_sender"] == anna.user_id


async def test_nobody_enters_with_the_proof_of_another(
    anna: Person, boris: Person, carla: Person, room: str
) -> None:
    for signed in (proof(boris.user_id), proof(carla.user_id, "other"), {"token": "token"}, {}):
        answer = await carla.client.post(f"{V3}/join/{room}", {"third_party_signed": signed})
        assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")
    assert (await anna.post(room, "ban", user_id=boris.user_id)).status == 200
    answer = await boris.client.post(f"{V3}/join/{room}", {"third_party_signed": proof(boris.user_id)})
    assert answer.status == 403
