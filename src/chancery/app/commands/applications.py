# SPDX-License-Identifier: EUPL-1.2
"""`chancery applications`: the internal applications that sign people in here."""

import argparse
import asyncio
from collections.abc import Mapping, Sequence

import msgspec

from chancery.app.options import add_config, read_settings
from chancery.app.served import is_served
from chancery.app.wiring import build_modules, open_platform
from chancery.kit.errors import ChanceryError
from chancery.modules.oauth.contract import Application, Applications
from chancery.platform.config.settings import Settings

Report = Sequence[Application] | Mapping[str, str]


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    deeds = parser.add_subparsers(dest="deed", required=True)
    listing = deeds.add_parser("list", help="show them")
    adding = deeds.add_parser("add", help="add one and print its secret, this once")
    adding.add_argument("name", metavar="NAME", help="what people call it")
    adding.add_argument("--uri", required=True, help="https address of its page")
    adding.add_argument("--redirect-uri", required=True, action="append", help="where browsers come back to")
    adding.add_argument(
        "--trusted", action="store_true", help="people are not asked whether it may know them"
    )
    renewing = deeds.add_parser("renew", help="print a new secret; the former is dead")
    removing = deeds.add_parser("remove", help="remove one and end what it opened")
    for each in (renewing, removing):
        each.add_argument("client_id", metavar="ID")
    for each in (listing, adding, renewing, removing):
        add_config(each)
        each.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> None:
    """Do it, and print what came of it."""
    settings = read_settings(arguments).settings
    # Without a bus between processes the running server would not hear of what ends here.
    if arguments.deed != "list" and not settings.bus.url and is_served(settings):
        raise SystemExit("Nothing was changed: the server is running. Ask it by its API, or stop it first.")
    try:
        report = asyncio.run(_carry_out(settings, arguments))
    except ChanceryError as error:
        raise SystemExit(f"Nothing was changed: {error.message}.") from error
    if arguments.json:
        print(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())
        return
    print("\n".join(_lines(report)))


async def _carry_out(settings: Settings, arguments: argparse.Namespace) -> Report:
    platform = await open_platform(settings)
    try:
        return await _do(build_modules(platform).oauth.applications, arguments)
    finally:
        await platform.close()


async def _do(applications: Applications, arguments: argparse.Namespace) -> Report:
    if arguments.deed == "list":
        return await applications.list()
    if arguments.deed == "add":
        made, secret = await applications.add(
            name=arguments.name,
            uri=arguments.uri,
            redirect_uris=arguments.redirect_uri,
            is_trusted=arguments.trusted,
            actor="system",
        )
        return {"client_id": made.client_id, "client_secret": secret}
    if arguments.deed == "renew":
        secret = await applications.renew_secret(arguments.client_id, actor="system")
        return {"client_id": arguments.client_id, "client_secret": secret}
    await applications.remove(arguments.client_id, actor="system")
    return {"client_id": arguments.client_id}


def _lines(report: Report) -> Sequence[str]:
    if isinstance(report, Mapping):
        return [f"{name}: {value}" for name, value in report.items()]
    return [f"{each.client_id}  {each.name}  {each.uri}" for each in report] or ["There are none."]
