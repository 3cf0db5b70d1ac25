# SPDX-License-Identifier: EUPL-1.2
"""`chancery serve`: runs the server until it is told to stop."""

import argparse
import asyncio

import msgspec

from chancery.app.options import add_config, read_settings
from chancery.app.server import CannotListen, serve
from chancery.app.wiring import build
from chancery.kit.errors import ChanceryError
from chancery.platform import log
from chancery.platform.config.settings import Settings


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config(parser)
    parser.add_argument("--host", help="address to listen on (server.bind)")
    parser.add_argument("--port", type=int, help="TCP port (server.port); 0 takes a free one")
    parser.add_argument("--loop", choices=("uvloop", "asyncio"), default="uvloop", help="event loop")


def run(arguments: argparse.Namespace) -> None:
    """Serve; ends with exit status 0 after a graceful stop."""
    settings = _with_options(read_settings(arguments).settings, arguments)
    log.configure(settings.log)
    try:
        _run_loop(settings, arguments.loop)
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


def _run_loop(settings: Settings, loop: str) -> None:
    serving = serve(settings, build, lambda url: print(f"Chancery is ready at {url}", flush=True))
    if loop == "asyncio":
        asyncio.run(serving)
        return
    import uvloop  # noqa: PLC0415  # not needed with --loop asyncio

    uvloop.run(serving)
