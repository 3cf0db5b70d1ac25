# SPDX-License-Identifier: EUPL-1.2
"""`chancery serve`: runs the server until it is told to stop."""

import argparse
import asyncio

import msgspec

from chancery.app.application import Application
from chancery.app.demo.data import LANGUAGES, Language
from chancery.app.options import add_config, read_settings
from chancery.app.server import Build, CannotListen, serve
from chancery.app.wiring import build
from chancery.kit.errors import ChanceryError
from chancery.platform import log
from chancery.platform.config.settings import Settings


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config(parser)
    parser.add_argument("--host", help="address to listen on (server.bind)")
    parser.add_argument("--port", type=int, help="TCP port (server.port); 0 takes a free one")
    parser.add_argument(
        "--demo",
        nargs="?",
        const="en",
        choices=LANGUAGES,
        help="seed the demo agency (en or ru) when the database is empty, and print its logins",
    )
    parser.add_argument("--loop", choices=("uvloop", "asyncio"), default="uvloop", help="event loop")


def run(arguments: argparse.Namespace) -> None:
    """Serve; ends with exit status 0 after a graceful stop."""
    settings = _with_options(read_settings(arguments).settings, arguments)
    log.configure(settings.log)
    try:
        _run_loop(settings, arguments.loop, arguments.demo)
    except CannotListen as error:
        raise SystemExit(
            f"Chancery cannot listen on {error}. Choose another with --port or server.port."
        ) from error
    except ChanceryError as error:
        raise SystemExit(f"Chancery cannot start: {error.message}") from error


def _with_options(settings: Settings, arguments: argparse.Namespace) -> Settings:
    given = {"bind": arguments.host, "port": arguments.port}
    changes = {key: value for key, value in given.items() if value is not None}
    return msgspec.structs.replace(settings, server=msgspec.structs.replace(settings.server, **changes))


def _run_loop(settings: Settings, loop: str, demo: Language | None) -> None:
    notes: list[str] = []
    serving = serve(settings, _builder(demo, notes), lambda url: _announce(url, notes))
    if loop == "asyncio":
        asyncio.run(serving)
        return
    import uvloop  # noqa: PLC0415  # not needed with --loop asyncio

    uvloop.run(serving)


def _builder(demo: Language | None, notes: list[str]) -> Build:
    if demo is None:
        return build
    from chancery.app.demo.seed import build_demo  # noqa: PLC0415  # texts and pictures that no agency needs

    async def build_and_note(settings: Settings) -> Application:
        application, logins = await build_demo(settings, demo)
        notes.extend(logins)
        return application

    return build_and_note


def _announce(url: str, notes: list[str]) -> None:
    print("\n".join((f"Chancery is ready at {url}", *notes)), flush=True)
