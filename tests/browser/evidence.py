# SPDX-License-Identifier: EUPL-1.2
"""What a failed browser test leaves to be read: every open page, what it still waits for, and the server's last words."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from browser.person import Person
from playwright.sync_api import Error
from support.process import ServerProcess

_SHOWN_LINES = 30
_LOG_CHARACTERS = 1000


@dataclass
class Evidence:
    """The people and servers of the modules that run now."""

    people: list[Person] = field(default_factory=list)
    servers: list[ServerProcess] = field(default_factory=list)

    def clear(self) -> None:
        """Forget those of a module that has ended."""
        self.people.clear()
        self.servers.clear()

    def sections(self) -> Iterator[tuple[str, str]]:
        """Return what is to be read, under headings."""
        for person in self.people:
            for page in person.context.pages:
                waiting = ", ".join(sorted(person.watch.waiting)) or "nothing"
                failed = ", ".join(person.watch.failed[-5:]) or "nothing"
                text = f"waits for: {waiting}\nfailed: {failed}\nsaid: {person.watch.complaints[-5:]}\n"
                try:
                    shown = page.locator("body").aria_snapshot(timeout=2000)
                except Error as error:
                    shown = str(error)
                yield f"{person.name} at {page.url}", text + "\n".join(shown.splitlines()[-_SHOWN_LINES:])
        for server in self.servers:
            yield f"server at {server.url}", server.log()[-_LOG_CHARACTERS:]


EVIDENCE = Evidence()
