# SPDX-License-Identifier: EUPL-1.2
"""`chancery load`: simulated officials work against a server, and a report says how it did."""

import argparse
import getpass
import ipaddress
import resource
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from chancery.app.load.client import LoadClient, Refused
from chancery.app.load.http import Address, ConnectionLost
from chancery.app.load.local import ADMIN, StartFailed, local_server
from chancery.app.load.plan import plan_organisation
from chancery.app.load.prepare import make_people, make_rooms
from chancery.app.load.profile import Profile, ProfileError, load_profile
from chancery.app.load.recorder import Recorder, Sample
from chancery.app.load.report import summary, write_report
from chancery.app.load.result import Result
from chancery.app.load.run import Day, Pace
from chancery.app.load.watch import MetricsWatch, ProcessWatch, Watch

CLIENTS_PER_SOURCE = 12_000
CONNECTIONS_PER_CLIENT = 2
SPARE_FILES = 200


@dataclass(frozen=True, slots=True)
class Target:
    """The server under load and the administrator who makes its people."""

    url: str
    admin: str
    password: str
    watch: Watch


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--people", type=_positive, default=200, help="people to simulate (default 200)")
    parser.add_argument(
        "--each", type=_positive, default=1, metavar="N", help="people whom one client stands for (default 1)"
    )
    parser.add_argument(
        "--profile", default="working-day", help="working-day, morning-peak, announcements or a TOML file"
    )
    parser.add_argument("--minutes", type=float, default=5, help="length of the run (default 5)")
    parser.add_argument(
        "--report", type=Path, default=Path("load-report"), metavar="FOLDER", help="where the report goes"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same organisation")
    parser.add_argument(
        "--max-growth",
        type=float,
        metavar="MB",
        help="end with exit status 1 when the memory of the last quarter exceeds that of the second by more",
    )
    parser.add_argument("--url", help="a server that runs already (default: start one on fresh data)")
    parser.add_argument(
        "--admin", help="with --url: an administrator, who creates the people; the password is asked"
    )
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    parser.add_argument(
        "--staging",
        action="store_true",
        help="with --url of another machine: it is no server that people work on",
    )


def run(arguments: argparse.Namespace) -> None:
    """Put load on a server; ends with exit status 1 when it cannot."""
    import uvloop  # noqa: PLC0415  # only this command and serve need it

    if arguments.people < arguments.each * 2:
        raise SystemExit("At least two clients are needed: fewer people per client, or more people.")
    if arguments.minutes <= 0:
        raise SystemExit("--minutes must be more than 0.")
    try:
        profile = load_profile(arguments.profile)
        uvloop.run(_load(arguments, profile))
    except (ProfileError, StartFailed, Refused, ConnectionLost, ValueError) as error:
        raise SystemExit(f"No load: {error}") from error
    except KeyboardInterrupt:
        raise SystemExit("Stopped; no report was written.") from None


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


async def _load(arguments: argparse.Namespace, profile: Profile) -> None:
    count = arguments.people // arguments.each
    _allow_files(count * CONNECTIONS_PER_CLIENT + SPARE_FILES)
    pace = Pace(speed=profile.hours * 60 / arguments.minutes, each=arguments.each)
    plan = plan_organisation(count, profile.organisation, arguments.seed)
    async with _target(arguments) as target:
        recorder = Recorder()
        admin = LoadClient(Address.parse(target.url), target.admin, recorder)
        await admin.login(target.password)
        clients = await make_people(admin, count, _addresses(target.url, count), recorder, _progress)
        rooms = await make_rooms(plan, clients, _progress)
        admin.close()
        preparation = replace(recorder, latencies=dict(recorder.latencies))
        day = Day(
            profile=profile, pace=pace, plan=plan, rooms=rooms, clients=clients, recorder=recorder,
            watch=target.watch, seed=arguments.seed,
        )  # fmt: skip
        phases = await day.play(_Display())
    result = Result(profile, pace, count, len(rooms), phases, recorder, preparation)
    page = write_report(result, arguments.report)
    print(summary(result))
    print(f"\nReport: {page}")
    growth = result.growth()
    if arguments.max_growth is not None and (growth is None or growth > arguments.max_growth):
        raise SystemExit(
            f"The memory grew by {'an unknown amount' if growth is None else f'{growth:.0f} MB'}."
        )


@asynccontextmanager
async def _target(arguments: argparse.Namespace) -> AsyncIterator[Target]:
    if arguments.url is None:
        async with local_server() as server:
            yield Target(server.url, ADMIN, server.password, ProcessWatch(server.pid))
        return
    address = Address.parse(arguments.url)
    if arguments.admin is None:
        raise SystemExit("--url needs --admin: people are created through an administrator.")
    if not arguments.staging and not _is_loopback(address.host):
        raise SystemExit(
            "This leaves simulated people and rooms behind. Add --staging if nobody works on that server."
        )
    password = (
        sys.stdin.readline().rstrip("\r\n") if arguments.password_stdin else getpass.getpass("Password: ")
    )
    yield Target(arguments.url, arguments.admin, password, MetricsWatch(address))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _addresses(url: str, clients: int) -> list[Address]:
    """Return where clients connect to and from; one loopback address has ports for some 28,000 connections only."""
    address = Address.parse(url)
    if clients <= CLIENTS_PER_SOURCE or not _is_loopback(address.host):
        return [address]
    sources = -(-clients // CLIENTS_PER_SOURCE)
    return [replace(address, source=f"127.0.0.{number + 1}") for number in range(sources)]


def _allow_files(wanted: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if allowed < wanted:
        raise SystemExit(
            f"{wanted} open files are needed and {hard} allowed: raise `ulimit -Hn`, or use --each."
        )
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _progress(what: str, done: int, count: int) -> None:
    finished = done == count
    if finished or sys.stdout.isatty():
        print(f"· {what}: {done} of {count}", end="\n" if finished else "\r", flush=True)


class _Display:
    """Shows the run while it goes: each second on a terminal, each ten seconds elsewhere."""

    def __init__(self) -> None:
        self._shown = 0.0

    def __call__(self, sample: Sample) -> None:
        live = sys.stdout.isatty()
        if not live and time.monotonic() - self._shown < 10:  # seconds, see above
            return
        self._shown = time.monotonic()
        cpu = "" if sample.cpu_percent is None else f" · CPU {sample.cpu_percent:.0f} %"
        memory = "" if sample.memory_mb is None else f" · {sample.memory_mb:.0f} MB"
        begin = "\r\x1b[K" if live else ""
        print(
            f"{begin}{sample.at:5.0f} s · {sample.phase} · {sample.online} online · "
            f"{sample.sent:.0f} sent/s · {sample.delivered:.0f} delivered/s · "
            f"p95 {sample.delivery_p95 * 1000:.0f} ms{cpu}{memory} · {sample.errors} errors",
            end="" if live else "\n",
            flush=True,
        )
