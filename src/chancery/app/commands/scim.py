# SPDX-License-Identifier: EUPL-1.2
"""`chancery scim issue|rotate|list|revoke`: which programs may provision people."""

import argparse
import asyncio
from datetime import UTC, datetime

import msgspec

from chancery.app.options import add_config, read_settings
from chancery.app.served import is_served
from chancery.app.wiring import build_modules, open_platform
from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UnitId
from chancery.modules.scim.contract import NewClient, ScimClients
from chancery.modules.scim.schemas import IssuedView, ScimClientList, client_view, issued_view
from chancery.platform.config.settings import Settings

View = IssuedView | ScimClientList


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the forms."""
    forms = parser.add_subparsers(dest="form", required=True)
    issue = forms.add_parser(
        "issue", help="let a program provision people below a unit; prints its token once"
    )
    issue.add_argument("name", metavar="NAME", help="what the program is called")
    issue.add_argument(
        "--unit", metavar="UNIT", required=True, help="id of the unit, or of the agency's root"
    )
    issue.add_argument("--title", default="Specialist", help="the post of whoever comes without a title")
    issue.add_argument("--days", type=int, default=365, help="how long the token is good")
    rotate = forms.add_parser("rotate", help="one more token for a program")
    rotate.add_argument("client", metavar="CLIENT")
    rotate.add_argument("--days", type=int, default=365, help="how long the token is good")
    listing = forms.add_parser("list", help="the programs and their tokens")
    revoke = forms.add_parser("revoke", help="end a program's access, or one token")
    revoke.add_argument("client", metavar="CLIENT")
    revoke.add_argument("--token", metavar="ID", help="this token alone")
    for form in (issue, rotate, listing, revoke):
        add_config(form)
        form.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> None:
    """Do it, and print the outcome."""
    settings = read_settings(arguments).settings
    if arguments.form != "list" and not settings.bus.url and is_served(settings):
        raise SystemExit("Nothing was done: the server is running. Ask it by its API, or stop it first.")
    try:
        view = asyncio.run(_work(settings, arguments))
    except ChanceryError as error:
        raise SystemExit(f"Nothing was done: {error.message}.") from error
    if arguments.json:
        print(msgspec.json.format(msgspec.json.encode(view), indent=2).decode())
        return
    print("\n".join(_lines(view)))


async def _work(settings: Settings, arguments: argparse.Namespace) -> View:
    platform = await open_platform(settings)
    try:
        return await _ask(build_modules(platform).scim.clients, arguments)
    finally:
        await platform.close()


async def _ask(clients: ScimClients, arguments: argparse.Namespace) -> View:
    if arguments.form == "issue":
        wanted = NewClient(arguments.name, UnitId(arguments.unit), arguments.title, arguments.days)
        return issued_view(await clients.issue(wanted, actor="system"))
    if arguments.form == "rotate":
        return issued_view(await clients.rotate(arguments.client, days=arguments.days, actor="system"))
    if arguments.form == "revoke":
        await clients.revoke(arguments.client, token_id=arguments.token, actor="system")
    return ScimClientList([client_view(client) for client in await clients.list_all()])


def _lines(view: View) -> list[str]:
    if isinstance(view, IssuedView):
        return [
            f"{view.client.name} ({view.client.id}) may provision below {view.client.unit_id}.",
            f"Token: {view.token}",
        ]
    lines = []
    for client in view.clients:
        lines.append(
            f"{client.id}  {client.name}, below {client.unit_id}{', revoked' if client.revoked_at else ''}"
        )
        lines += [
            f"  {token.id}  until {_day(token.expires_at)}{', revoked' if token.revoked_at else ''}"
            for token in client.tokens
        ]
    return lines or ["No program may provision."]


def _day(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()
