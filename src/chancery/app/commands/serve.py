# SPDX-License-Identifier: EUPL-1.2
"""`chancery serve`: runs the server until it is told to stop."""

import argparse
import asyncio
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import msgspec

from chancery.app.application import Application
from chancery.app.demo.data import LANGUAGES, Language
from chancery.app.files import allow_open_files
from chancery.app.options import add_config, check_settings, read_settings
from chancery.app.server import Build, CannotListen, open_listener, serve, with_port
from chancery.app.supervisor import Supervisor
from chancery.app.wiring import build
from chancery.app.worker import Worker
from chancery.kit.errors import ChanceryError
from chancery.platform import log
from chancery.platform.config.addresses import public_url
from chancery.platform.config.settings import Settings
from chancery.platform.http.tls import CertificateUnusable

_MOST_WORKERS = 256


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config(parser)
    parser.add_argument("--host", help="address to listen on (server.bind)")
    parser.add_argument("--port", type=int, help="TCP port (server.port); 0 takes a free one")
    parser.add_argument(
        "--workers",
        type=_count,
        help="processes that share the port (server.workers); PostgreSQL and NATS only",
    )
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
    check_settings(settings)
    log.configure(settings.log)
    allow_open_files()
    with _explaining():
        if settings.server.workers > 1:
            raise SystemExit(_supervise(settings, arguments.loop, arguments.demo))
        _run_loop(settings, arguments.loop, arguments.demo)


@contextmanager
def _explaining() -> Iterator[None]:
    """End the program with a sentence where an operator can do something about the error."""
    try:
        yield
    except CannotListen as error:
        raise SystemExit(
            f"Chancery cannot listen on {error}. Choose another with --port or server.port."
        ) from error
    except CertificateUnusable as error:
        raise SystemExit(f"Chancery cannot use its certificate: {error}.") from error
    except ChanceryError as error:
        raise SystemExit(f"Chancery cannot start: {error.message}") from error


def _with_options(settings: Settings, arguments: argparse.Namespace) -> Settings:
    given = {"bind": arguments.host, "port": arguments.port, "workers": arguments.workers}
    changes = {key: value for key, value in given.items() if value is not None}
    return msgspec.structs.replace(settings, server=msgspec.structs.replace(settings.server, **changes))


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= _MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"1 to {_MOST_WORKERS} workers")
    return number


def _supervise(settings: Settings, loop: str, demo: Language | None) -> int:
    """Run several workers and return the exit status."""
    _check_sharing(settings)
    # An address that somebody else uses is refused here: with SO_REUSEPORT another server of this user would share it.
    open_listener(settings).close()
    with closing(open_listener(settings, shared=True)) as reservation:
        settings = with_port(settings, reservation)

        def work(worker: Worker) -> None:
            log.configure(settings.log, worker=worker.number)
            reservation.close()
            first = demo if worker.number == 1 else None
            with _explaining():
                _run_loop(settings, loop, first, worker)

        supervisor = Supervisor(
            settings.server.workers,
            grace_seconds=settings.server.grace_seconds,
            work=work,
            announce=lambda notes: _announce(public_url(settings.server), list(notes)),
        )
        return supervisor.run()


def _check_sharing(settings: Settings) -> None:
    lacks = []
    if urlsplit(settings.database.url).scheme not in ("postgresql", "postgres"):
        lacks.append("PostgreSQL (database.url = postgresql://…)")
    if not settings.bus.url:
        lacks.append("NATS (bus.url = nats://…)")
    if lacks:
        raise SystemExit(
            f"Chancery cannot start {settings.server.workers} workers: several processes share their data by "
            f"PostgreSQL and wake each other by NATS. Set {' and '.join(lacks)}, or server.workers = 1."
        )


def _run_loop(settings: Settings, loop: str, demo: Language | None, worker: Worker | None = None) -> None:
    notes: list[str] = []

    def started(url: str) -> None:
        if worker is None:
            _announce(url, notes)
        else:
            worker.tell_ready(notes)

    serving = serve(settings, _builder(demo, notes), started, worker)
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
