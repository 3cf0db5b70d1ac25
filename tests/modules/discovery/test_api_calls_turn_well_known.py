# SPDX-License-Identifier: EUPL-1.2
"""What surrounds the server, as it is configured: well-known documents, call relays, call servers."""

import base64
import hashlib
import hmac

from support.clock import MovedClock
from support.http import Client
from support.office import Office

from chancery.modules.discovery import module as discovery
from chancery.platform.config.settings import Calls, Support
from chancery.platform.http.kernel import Kernel

TURN = "/_matrix/client/v3/voip/turnServer"
TRANSPORTS = "/_matrix/client/unstable/org.matrix.msc4143/rtc/transports"
KNOWN = "/.well-known/matrix"


async def surroundings(
    office: Office, *, calls: Calls | None = None, support: Support | None = None, url: str = ""
) -> Client:
    """Serve the module alone to anna of the office."""
    built = discovery.build(
        calls=calls or Calls(), support=support or Support(), public_url=url, clock=MovedClock()
    )
    kernel = Kernel(built.manifest.routes, authenticate=office.accounts.authenticate)
    return Client(kernel, (await office.signed_in("anna")).token)


async def test_without_settings_nothing_is_claimed(office: Office) -> None:
    anna = await surroundings(office)
    # The schema has no word for a server without a relay; an empty object is what clients know, and an empty
    # list of addresses would make a browser refuse the whole call.
    assert (await anna.get(TURN, judged=False)).json == {}
    assert (await anna.get(TRANSPORTS)).json == {"rtc_transports": []}
    assert (await anna.get(f"{KNOWN}/client")).json == {"m.homeserver": {"base_url": "http://localhost"}}
    for name in ("support", "policy_server"):
        answer = await anna.get(f"{KNOWN}/{name}")
        assert (answer.status, answer.errcode) == (404, "M_NOT_FOUND")


async def test_turn_credentials_are_what_a_relay_computes(office: Office) -> None:
    calls = Calls(turn_uris=("turn:turn.example",), turn_secret="quiet", turn_seconds=600)
    answer = (await (await surroundings(office, calls=calls)).get(TURN)).json
    expected = hmac.digest(b"quiet", answer["username"].encode(), hashlib.sha1)
    assert base64.b64decode(answer["password"]) == expected
    until, user = answer["username"].split(":", 1)
    assert int(until) == MovedClock()() // 1000 + 600
    assert user == "@anna:ministry.example"
    assert (answer["uris"], answer["ttl"]) == (["turn:turn.example"], 600)


async def test_a_relay_is_told_to_nobody_without_a_login(office: Office) -> None:
    anna = await surroundings(office, calls=Calls(turn_uris=("turn:x",), turn_secret="s"))
    assert (await anna.with_token(None).get(TURN)).status == 401
    assert (await anna.with_token(None).get(TRANSPORTS)).status == 401


async def test_call_servers_are_told_in_both_places(office: Office) -> None:
    url = "https://calls.example/auth"
    anna = await surroundings(office, calls=Calls(livekit_urls=(url,)), url="https://chancery.example/")
    transport = {"type": "livekit", "livekit_service_url": url}
    assert (await anna.get(TRANSPORTS)).json == {"rtc_transports": [transport]}
    assert (await anna.get(f"{KNOWN}/client")).json == {
        "m.homeserver": {"base_url": "https://chancery.example"},
        "org.matrix.msc4143.rtc_foci": [transport],
    }


async def test_support_names_who_is_configured(office: Office) -> None:
    support = Support(
        page="https://help.example", admin_email="desk@example.org", security_matrix_id="@sec:example.org"
    )
    anna = await surroundings(office, support=support)
    assert (await anna.with_token(None).get(f"{KNOWN}/support")).json == {
        "contacts": [
            {"role": "m.role.admin", "email_address": "desk@example.org"},
            {"role": "m.role.security", "matrix_id": "@sec:example.org"},
        ],
        "support_page": "https://help.example",
    }
