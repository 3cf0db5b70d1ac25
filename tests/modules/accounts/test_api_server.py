# SPDX-License-Identifier: EUPL-1.2
"""What Matrix clients ask a server first."""

from support.office import Office

V3 = "/_matrix/client/v3"


async def test_what_clients_ask_first(office: Office) -> None:
    versions = (await office.client.get("/_matrix/client/versions")).json
    assert {"v1.1", "v1.11", "v1.18"} <= set(versions["versions"])
    assert versions["unstable_features"]["org.matrix.simplified_msc3575"] is True
