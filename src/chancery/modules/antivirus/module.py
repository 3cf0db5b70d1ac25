# SPDX-License-Identifier: EUPL-1.2
"""Builds the scanner with the engines that the settings ask for."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.antivirus.api import AntivirusApi
from chancery.modules.antivirus.contract import Engine, Scanner
from chancery.modules.antivirus.model import Policy
from chancery.modules.antivirus.schemas import RulesView
from chancery.modules.antivirus.service.clamd import DEBIAN_SOCKET, ClamdAddress, ClamdEngine
from chancery.modules.antivirus.service.panel import Panel
from chancery.modules.antivirus.service.report import ScannerReport
from chancery.modules.antivirus.service.scan import ContentScanner
from chancery.modules.antivirus.service.yara import YaraEngine
from chancery.modules.antivirus.store import VerdictStore
from chancery.platform.blobs.port import Blobs
from chancery.platform.config.settings import Antivirus
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Module

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class AntivirusModule:
    """The built module."""

    manifest: Module
    scanner: Scanner


def build(*, database: Database, blobs: Blobs, clock: Clock, settings: Antivirus) -> AntivirusModule:
    """Return the scanner; raises ValueError when the address of clamd is none."""
    policy = Policy(settings.block_executables, settings.block_macros)
    max_bytes = settings.max_scan_mb * _MEBIBYTE
    yara = YaraEngine(policy)
    panel = Panel([yara, *_clamd(settings.clamd)], clock)
    store = VerdictStore(database)
    scanner = ContentScanner(panel=panel, blobs=blobs, store=store, clock=clock, max_bytes=max_bytes)
    api = AntivirusApi(
        rules=RulesView(yara.version, yara.source),
        report=ScannerReport(panel, store),
        policy=policy,
        max_bytes=max_bytes,
    )

    async def stop() -> None:
        await scanner.close()
        await yara.close()

    return AntivirusModule(Module(name="antivirus", routes=api.routes(), stop=stop), scanner)


def _clamd(address: str) -> list[Engine]:
    if not address:
        return []
    if address == "auto":
        return [ClamdEngine(ClamdAddress(f"unix:{DEBIAN_SOCKET}"), optional=True)]
    return [ClamdEngine(ClamdAddress(address))]
