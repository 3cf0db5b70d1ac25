# SPDX-License-Identifier: EUPL-1.2
"""`python -m bench.ldap_sync [--entries N]`: fills Debian's slapd and measures what keeping in step with it costs.

CPU is that of this process, which reads, compares and writes; slapd's own is told beside it. Three readings: the first, in
which everybody is new; one of everything in which nothing changed; and one of what changed, after some entries did.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import ldap3
from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from support.slapd import BASE, GROUPS, PEOPLE, ROOT_DN, ROOT_PASSWORD, Slapd

from chancery.app import wiring
from chancery.platform.config.settings import Ldap, default_settings
from chancery.platform.db.port import Write

UNIT_SIZE = 16
GROUP_SIZE = 50
CHANGED = 100


def ldif(entries: int) -> Iterator[str]:
    """Yield people in departments and divisions, and groups of them."""
    yield BASE
    for number in range(entries):
        unit = number // UNIT_SIZE
        groups = number // GROUP_SIZE
        yield (
            f"dn: uid=person{number},{PEOPLE}\nobjectClass: inetOrgPerson\nuid: person{number}\ncn: Person {number}\n"
            f"sn: {number}\ndisplayName: Person Number {number}\nmail: person{number}@ministry.example\n"
            f"telephoneNumber: +1 555 {number:07d}\nroomNumber: {number % 900}\ntitle: Clerk {number % 7}\n"
            f"ou: Department {unit // 20}/Division {unit}\nmemberOf: cn=group{groups},{GROUPS}\n\n"
        )
    for number in range(entries // GROUP_SIZE):
        members = "".join(
            f"member: uid=person{one},{PEOPLE}\n"
            for one in range(number * GROUP_SIZE, (number + 1) * GROUP_SIZE)
        )
        yield f"dn: cn=group{number},{GROUPS}\nobjectClass: groupOfNames\ncn: group{number}\n{members}\n"


def cpu_of(pid: int) -> float:
    """Return the CPU seconds of another process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


async def measure(entries: int, folder: Path) -> list[dict[str, object]]:
    """Return a row for each reading."""
    slapd = Slapd(folder / "slapd")
    slapd.load("".join(ldif(entries)))
    slapd.start()
    try:
        return await _measure(slapd, folder)
    finally:
        slapd.stop()


async def _measure(slapd: Slapd, folder: Path) -> list[dict[str, object]]:
    settings = default_settings()
    directory = Ldap(
        urls=(slapd.tls_url,), ca_file=slapd.folder / "certificate.pem", bind_dn=ROOT_DN, password=ROOT_PASSWORD,
        people_base=PEOPLE, groups_base=GROUPS, sync_seconds=0, timeout_seconds=60,
    )  # fmt: skip
    settings = replace(settings, ldap=directory, storage=replace(settings.storage, data=folder / "data"))
    platform = await wiring.open_platform(settings)
    modules = wiring.build_modules(platform)
    write = Write()
    modules.org.editor.add_agency(write, "Ministry")
    await platform.database.commit(write)
    rows = [await _timed(modules, slapd, "the first, all new", full=True)]
    rows.append(await _timed(modules, slapd, "everything, nothing changed", full=True))
    # slapadd gave all entries one second: what changed since then is few only after a first change.
    _change(slapd, "Deputy")
    await modules.ldap.sync.sync(full=False)
    _change(slapd, "Director")
    rows.append(await _timed(modules, slapd, f"what changed: {CHANGED} titles", full=False))
    await platform.close()
    return rows


def _change(slapd: Slapd, title: str) -> None:
    server = ldap3.Server("127.0.0.1", slapd.port, get_info=ldap3.NONE)
    with ldap3.Connection(
        server, ROOT_DN, ROOT_PASSWORD, raise_exceptions=True, check_names=False
    ) as connection:
        for number in range(CHANGED):
            connection.modify(
                f"uid=person{number * 7},{PEOPLE}", {"title": [(ldap3.MODIFY_REPLACE, [title])]}
            )


async def _timed(modules: wiring.Modules, slapd: Slapd, name: str, *, full: bool) -> dict[str, object]:
    wall, cpu, theirs = time.monotonic(), time.process_time(), cpu_of(slapd.pid)
    report = await modules.ldap.sync.sync(full=full)
    return {
        "reading": name,
        "entries": report.entries,
        "changes": report.changes,
        "problems": report.problems,
        "teams": report.teams,
        "cpu_s": round(time.process_time() - cpu, 1),
        "wall_s": round(time.monotonic() - wall, 1),
        "slapd_cpu_s": round(cpu_of(slapd.pid) - theirs, 1),
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for row in asyncio.run(measure(arguments.entries, Path(folder))):
            print(json.dumps(row))


if __name__ == "__main__":
    main()
