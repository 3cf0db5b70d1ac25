# SPDX-License-Identifier: EUPL-1.2
"""Sends e-mail: a port, and SMTP behind it."""

import asyncio
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Protocol

from chancery.kit.errors import Unavailable
from chancery.platform.config.settings import Email

_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Mail:
    """One message in plain text."""

    to: str
    subject: str
    text: str


class MailNotSent(Unavailable):
    """The mail server is away or did not take the message."""

    code = "mail_not_sent"


class Mailer(Protocol):
    """Sends mail."""

    async def send(self, mail: Mail) -> None:
        """Hand a message to the mail server; raises MailNotSent."""


class SmtpMailer:
    """Hands each message to one mail server, over a connection of its own."""

    def __init__(self, settings: Email, *, server_name: str) -> None:
        self._settings = settings
        host = server_name.partition(":")[0]
        self._sender = settings.sender or f"chancery@{host}"
        self._domain = self._sender.rpartition("@")[2]

    async def send(self, mail: Mail) -> None:
        message = self._message(mail)
        try:
            await asyncio.to_thread(self._deliver, message)
        except (OSError, smtplib.SMTPException) as error:
            raise MailNotSent("the mail server did not take the message; try again later") from error

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = mail.to
        message["Subject"] = mail.subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self._domain)
        message["Auto-Submitted"] = "auto-generated"
        # Links must stay whole: 8bit keeps lines of any length up to 998 bytes as they are.
        message.set_content(mail.text, cte="8bit")
        return message

    def _deliver(self, message: EmailMessage) -> None:
        with self._connection() as connection:
            if self._settings.security == "starttls":
                connection.starttls(context=ssl.create_default_context())
            if self._settings.user:
                connection.login(self._settings.user, self._settings.password)
            connection.send_message(message)

    def _connection(self) -> smtplib.SMTP:
        host, port = self._settings.smtp_host, self._settings.smtp_port
        if self._settings.security == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, timeout=_SECONDS)


def make_mailer(settings: Email, *, server_name: str) -> Mailer | None:
    """Return what sends mail, or None when no mail server is configured."""
    return SmtpMailer(settings, server_name=server_name) if settings.smtp_host else None
