# SPDX-License-Identifier: EUPL-1.2
"""What the repository does when the scanner condemns a content."""

from pathlib import Path

from support.http import Client
from support.registry import Registry, build_registry
from support.samples import windows_program
from support.waiting import until

from chancery.modules.antivirus.contract import VerdictState
from chancery.modules.media.events import MediaQuarantined
from chancery.platform.config.settings import Antivirus


async def test_condemned_content_is_shut_before_anybody_reads_it(registry: Registry, tmp_path: Path) -> None:
    lenient = build_registry(
        registry.office, tmp_path, antivirus=Antivirus(clamd="", block_executables=False)
    )
    anna = Client(lenient.kernel, (await registry.signed_in("anna")).token)
    uploaded = await anna.request("POST", "/_matrix/media/v3/upload", content=windows_program())
    media_id = uploaded.json["content_uri"].rsplit("/", 1)[1]
    told: list[MediaQuarantined] = []
    registry.office.bus.subscribe(MediaQuarantined, told.append)

    verdict = await registry.antivirus.scanner.scan_bytes(windows_program())
    assert verdict.state is VerdictState.INFECTED
    await until(lambda: told)
    assert told == [MediaQuarantined(media_id, "Executable_Windows_Program")]
    assert await registry.media.media.find_file(uploaded.json["content_uri"]) is None
    await lenient.close()
