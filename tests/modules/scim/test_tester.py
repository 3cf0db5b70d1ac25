# SPDX-License-Identifier: EUPL-1.2
"""scim2-tester, the conformance suite of others, against a started server."""

import asyncio
from pathlib import Path

from httpx2 import Client
from msgspec.structs import replace
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server
from scim2_tester.utils import CheckResult
from support.ministry import ministry_settings, open_ministry
from support.served import served

from chancery.platform.bus.local import LocalBus
from chancery.platform.db.port import Database

from .conftest import let_in

_PASSED = {Status.SUCCESS, Status.COMPLIANT}


async def test_the_conformance_suite_passes_whole(
    database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    settings = ministry_settings(tmp_path)
    # Without a public address the locations of resources are where the suite finds them.
    settings = replace(settings, server=replace(settings.server, public_url=""))
    async with open_ministry(settings, database, local_bus, tmp_path) as ministry:
        ids = await let_in(ministry)
        async with served(ministry.kernel) as server:
            address = f"http://127.0.0.1:{server.port}/scim/v2"
            results = await asyncio.to_thread(_check, address, str(ids.scim.token))
    wrong = [f"{one.title} {one.resource_type}: {one.reason}" for one in results if one.status not in _PASSED]
    assert wrong == []
    assert len(results) > 80


def _check(address: str, token: str) -> list[CheckResult]:
    headers = {"Authorization": f"Bearer {token}"}
    with Client(base_url=address, headers=headers, timeout=60) as http:
        return check_server(SyncSCIMClient(http))
