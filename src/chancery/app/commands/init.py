# SPDX-License-Identifier: EUPL-1.2
"""`chancery init`: an empty agency with its first administrator."""

import argparse
import asyncio
import getpass
import sys
from dataclasses import dataclass

from chancery.app.demo.seed import has_agency
from chancery.app.options import add_config, read_settings
from chancery.app.wiring import Platform, build_modules, open_platform
from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.modules.audit.contract import Entry
from chancery.modules.org.model import PersonDetails
from chancery.modules.org.service.editor import holding
from chancery.platform.config.settings import Settings
from chancery.platform.db.port import Write


@dataclass(frozen=True, slots=True)
class Founding:
    """What the command was told."""

    agency: str
    user: str
    name: str
    post: str
    password: str


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config(parser)
    parser.add_argument("--agency", required=True, metavar="NAME", help="name of the agency")
    parser.add_argument("--admin", required=True, metavar="USER", help="user name of the first administrator")
    parser.add_argument("--name", help="the administrator's full name (default: the user name)")
    parser.add_argument("--post", default="Administrator", help="the administrator's post")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")


def run(arguments: argparse.Namespace) -> None:
    """Found the agency."""
    settings = read_settings(arguments).settings
    password = _read_password(from_stdin=arguments.password_stdin)
    founding = Founding(
        arguments.agency, arguments.admin, arguments.name or arguments.admin, arguments.post, password
    )
    try:
        user_id = asyncio.run(_found(settings, founding))
    except ChanceryError as error:
        raise SystemExit(f"Nothing was created: {error.message}.") from error
    print(f"{founding.agency} is ready. Start the server with `chancery serve` and sign in as {user_id}.")


def _read_password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password of the administrator: ")
    if getpass.getpass("Again: ") != password:
        raise SystemExit("The two passwords differ; nothing was created.")
    return password


async def _found(settings: Settings, founding: Founding) -> UserId:
    platform = await open_platform(settings)
    try:
        if await has_agency(platform.database):
            raise SystemExit("There is an agency in this database already; nothing was created.")
        return await _write(platform, founding)
    finally:
        await platform.close()


async def _write(platform: Platform, founding: Founding) -> UserId:
    modules = build_modules(platform)
    editor, user_id = modules.org.editor, UserId(f"@{founding.user}:{platform.settings.server.name}")
    write = Write()
    login = NewPerson(user_id, founding.name, password=founding.password, is_admin=True)
    await modules.accounts.accounts.add_person(write, login, actor="system")
    root = editor.add_agency(write, founding.agency)
    post = editor.add_post(write, root.id, title=founding.post, kind="specialist", place=1)
    editor.set_person(write, PersonDetails(user_id, founding.name))
    editor.appoint(write, post, holding(post, user_id, platform.clock()))
    editor.make_administrator(write, root, user_id)
    modules.audit.log.record(write, Entry("agency.founded", "system", user_id))
    await platform.database.commit(write)
    return user_id
