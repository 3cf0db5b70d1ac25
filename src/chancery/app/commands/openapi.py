# SPDX-License-Identifier: EUPL-1.2
"""`chancery openapi`: prints the document that the server shows at /api/v1/openapi.json."""

import argparse
import asyncio
import tempfile
from pathlib import Path

import msgspec

from chancery import __version__
from chancery.app.state import ServerState
from chancery.app.wiring import build
from chancery.platform.config.settings import Settings, Storage, default_settings
from chancery.platform.http.openapi import document
from chancery.platform.http.routes import Route


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare nothing: the document does not depend on the configuration."""


def run(_arguments: argparse.Namespace) -> None:
    """Print the document, made from modules built in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        storage = Storage(data=Path(folder))
        settings = msgspec.structs.replace(default_settings(), storage=storage)
        routes = asyncio.run(_routes(settings))
    print(msgspec.json.format(msgspec.json.encode(document(routes, version=__version__)), indent=2).decode())


async def _routes(settings: Settings) -> list[Route]:
    application = await build(settings)
    try:
        routes = [route for module in application.modules for route in module.routes]
        return [*routes, ServerState(settings, {}, {}).route()]
    finally:
        await application.close()
