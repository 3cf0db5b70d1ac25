# SPDX-License-Identifier: EUPL-1.2
"""A real SMTP server on a free port of this machine that keeps what it gets."""

import asyncio
import re
from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from chancery.platform.config.settings import Email


class Mailbox:
    """The letters that came; `refuses` makes the server turn every one away."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuses = False
        self.port = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        if self.refuses:
            return "550 not today"
        letter = message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"

    @property
    def settings(self) -> Email:
        """Settings that reach this server."""
        return Email(smtp_host="127.0.0.1", smtp_port=self.port, security="none")

    @property
    def texts(self) -> list[str]:
        """The letters' texts."""
        return [str(letter.get_content()) for letter in self.letters]

    def link(self) -> str:
        """Return the link in the newest letter."""
        found = re.search(r"http\S*", self.texts[-1])
        assert found is not None, self.texts[-1]
        return found[0]


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    """A mail server."""
    mailbox = Mailbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(mailbox, hostname="localhost"), "127.0.0.1", 0)
    mailbox.port = server.sockets[0].getsockname()[1]
    async with server:
        yield mailbox
