# SPDX-License-Identifier: EUPL-1.2
"""What guests, suspended and locked people may call."""

import pytest

from chancery.modules.accounts.rules.standing import guest_may, locked_may, suspended_may

V3 = "/_matrix/client/v3"
ROOM = f"{V3}/rooms/{{room_id}}"

# Client-server API, "Account Suspension": what a suspended person may, and may not.
READS_AND_LEAVES = [
    ("GET", f"{V3}/sync"),
    ("GET", f"{ROOM}/messages"),
    ("HEAD", f"{ROOM}/messages"),
    ("POST", "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync"),
    ("POST", f"{ROOM}/leave"),
    ("PUT", f"{ROOM}/redact/{{event_id}}/{{txn_id}}"),
    ("POST", f"{V3}/keys/upload"),
    ("PUT", f"{V3}/room_keys/keys"),
    ("PUT", f"{V3}/sendToDevice/{{type}}/{{txn_id}}"),
    ("DELETE", f"{V3}/devices/{{device_id}}"),
    ("POST", f"{V3}/account/deactivate"),
    ("POST", f"{V3}/logout/all"),
    ("DELETE", "/api/v1/session"),
]
WRITES = [
    ("PUT", f"{ROOM}/send/{{event_type}}/{{txn_id}}"),
    ("PUT", f"{ROOM}/state/{{event_type}}/{{state_key}}"),
    ("POST", f"{ROOM}/join"),
    ("POST", f"{V3}/join/{{room}}"),
    ("POST", f"{V3}/knock/{{room}}"),
    ("POST", f"{ROOM}/invite"),
    ("POST", f"{V3}/createRoom"),
    ("PUT", f"{V3}/profile/{{user_id}}/displayname"),
    ("POST", "/_matrix/media/v3/upload"),
    ("POST", "/api/v1/org/people"),
    ("POST", "/_matrix/client/v1/something/new"),
]


@pytest.mark.parametrize(("method", "route"), READS_AND_LEAVES)
def test_the_suspended_read_leave_and_care_for_their_account(method: str, route: str) -> None:
    assert suspended_may(method, route)


@pytest.mark.parametrize(("method", "route"), WRITES)
def test_the_suspended_do_not_write(method: str, route: str) -> None:
    assert not suspended_may(method, route)


@pytest.mark.parametrize(
    ("method", "route"),
    [
        ("GET", f"{ROOM}/state/{{event_type}}/{{state_key}}"),
        ("PUT", f"{ROOM}/send/{{event_type}}/{{txn_id}}"),
        ("GET", f"{V3}/sync"),
        ("HEAD", f"{V3}/sync"),
        ("PUT", f"{V3}/profile/{{anyone}}/displayname"),
        ("POST", f"{V3}/keys/claim"),
    ],
)
def test_guests_may_what_the_specification_lists(method: str, route: str) -> None:
    assert guest_may(method, route)


@pytest.mark.parametrize(
    ("method", "route"),
    [
        ("POST", f"{V3}/createRoom"),
        ("POST", f"{ROOM}/invite"),
        ("PUT", f"{ROOM}/state/{{event_type}}/{{state_key}}"),
        ("POST", f"{V3}/delete_devices"),
        ("GET", "/api/v1/org/people"),
        ("POST", "/_matrix/media/v3/upload"),
    ],
)
def test_guests_may_nothing_else(method: str, route: str) -> None:
    assert not guest_may(method, route)


def test_the_locked_may_sign_out() -> None:
    assert locked_may("POST", f"{V3}/logout")
    assert locked_may("POST", f"{V3}/logout/all")
    assert locked_may("DELETE", "/api/v1/session")
    assert not locked_may("GET", f"{V3}/account/whoami")
