# SPDX-License-Identifier: EUPL-1.2
"""Two people who have met: signed in, with recovery keys, and with their encrypted direct chat open on both sides."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from browser.person import Person
from playwright.sync_api import Locator, expect


@dataclass
class Pair:
    """Two people in two browsers, with their direct chat open on both sides."""

    elena: Person
    carmen: Person

    def __iter__(self) -> Iterator[Person]:
        return iter((self.elena, self.carmen))


def meet(arrive: Callable[..., Person], one: str, other: str) -> Pair:
    """Sign both in, make their recovery keys, and let one write to the other for the first time."""
    pair = Pair(arrive(one), arrive(other))
    for person in pair:
        person.sign_in()
        person.make_recovery_key()
    pair.elena.write_to(pair.carmen)
    pair.carmen.page.goto("/chats")
    pair.carmen.page.get_by_role("region", name="Invitations").get_by_role("button", name="Accept").click()
    pair.carmen.composer.wait_for()
    return pair


def gather(pair: Pair, name: str) -> None:
    """Open an encrypted group of the two on both sides, new, so that nothing of another test is in it."""
    elena, carmen = pair
    page = elena.page
    page.goto("/chats")
    page.get_by_role("button", name="New chat").click()
    page.get_by_role("menuitem", name="New group").click()
    dialog = page.get_by_role("dialog", name="New group")
    dialog.get_by_label("Name", exact=True).fill(name)
    dialog.get_by_role("searchbox", name="Name, post or unit").fill(carmen.full_name)
    dialog.get_by_role("row", name=carmen.full_name).click()
    dialog.get_by_role("button", name="Create").click()
    carmen.page.goto("/chats")
    invitation = carmen.page.get_by_role("region", name="Invitations").get_by_role("article")
    invitation.filter(has_text=name).get_by_role("button", name="Accept").click()
    for person in pair:
        expect(person.page.get_by_role("heading", name=name, level=1)).to_be_visible()
        person.composer.wait_for()


def act(message: Locator, action: str) -> None:
    """Press one of the buttons that a message shows under the pointer."""
    message.hover()
    message.get_by_role("toolbar").get_by_role("button", name=action, exact=True).click()
