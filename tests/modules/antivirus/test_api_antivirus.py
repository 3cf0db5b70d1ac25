# SPDX-License-Identifier: EUPL-1.2
"""The scanner's API: rules for every signed-in browser, the engines' state for administrators."""

from pathlib import Path

import pytest
import yara_x
from support.clamd import ClamdServer
from support.http import Client
from support.registry import Registry, build_registry
from support.samples import EICAR, windows_program, word_document

from chancery.modules.antivirus.module import build
from chancery.platform.config.settings import Antivirus

RULES = "/api/v1/antivirus/rules"
STATUS = "/api/v1/antivirus/status"


async def test_a_visitor_sees_nothing(registry: Registry) -> None:
    for path in (RULES, STATUS):
        assert (await registry.visitor.get(path)).status == 401


async def test_rules_compile_and_find_what_the_server_finds(registry: Registry) -> None:
    answer = await (await registry.signed_in("anna")).get(RULES)
    rules = yara_x.compile(answer.json["source"])
    for content in (EICAR, windows_program(), word_document(macros=True)):
        assert rules.scan(content).matching_rules
    assert not rules.scan(b"minutes of the meeting").matching_rules
    assert EICAR.decode() not in answer.json["source"]


async def test_rules_have_a_version_that_changes_with_the_policy(registry: Registry, tmp_path: Path) -> None:
    anna = await registry.signed_in("anna")
    strict = (await anna.get(RULES)).json
    lenient = build_registry(
        registry.office,
        tmp_path,
        antivirus=Antivirus(clamd="", block_executables=False, block_macros=False),
    )
    other = (await Client(lenient.kernel, anna.token).get(RULES)).json
    assert other["version"] != strict["version"]
    assert "Executable_" not in other["source"]
    assert "EICAR_Test_File" in other["source"]
    await lenient.close()


async def test_browser_that_has_the_rules_is_told_so(registry: Registry) -> None:
    anna = await registry.signed_in("anna")
    etag = (await anna.get(RULES)).headers["etag"]
    assert (await anna.get(RULES, headers={"if-none-match": etag})).status == 304
    assert (await anna.get(RULES, headers={"if-none-match": '"old"'})).status == 200


async def test_only_administrators_see_the_state(registry: Registry) -> None:
    answer = await (await registry.signed_in("anna")).get(STATUS)
    assert (answer.status, answer.json["code"]) == (403, "forbidden")


async def test_state_names_engines_policy_and_verdicts(registry: Registry) -> None:
    await registry.antivirus.scanner.scan_bytes(b"minutes")
    await registry.antivirus.scanner.scan_bytes(EICAR)
    state = (await (await registry.signed_in("vera")).get(STATUS)).json
    (engine,) = state["engines"]
    assert (engine["name"], engine["available"]) == ("yara", True)
    assert engine["signatures"].startswith("YARA-X ")
    assert state["verdicts"] == {"clean": 1, "infected": 1, "unscanned": 0}
    assert state["block_executables"] is True
    assert state["max_bytes"] == 100 * 1024 * 1024


async def test_state_shows_an_engine_that_is_silent(
    registry: Registry, tmp_path: Path, clamd: ClamdServer
) -> None:
    anna = await registry.signed_in("vera")
    for address, available in ((clamd.address, True), ("unix:/nonexistent", False)):
        watched = build_registry(registry.office, tmp_path, antivirus=Antivirus(clamd=address))
        engines = (await Client(watched.kernel, anna.token).get(STATUS)).json["engines"]
        assert [(engine["name"], engine["available"]) for engine in engines] == [
            ("yara", True),
            ("clamd", available),
        ]
        await watched.close()


async def test_address_of_clamd_that_is_none_stops_the_start(registry: Registry) -> None:
    with pytest.raises(ValueError, match=r"antivirus\.clamd"):
        build(
            database=registry.office.database,
            blobs=registry.blobs,
            clock=registry.office.clock,
            settings=Antivirus(clamd="localhost"),
        )
