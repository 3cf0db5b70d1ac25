# SPDX-License-Identifier: EUPL-1.2
"""Hears what a page complains about: security policy, Trusted Types, exceptions, errors on the console."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

REPORT_VIOLATIONS = """
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
  console.error(`policy violation: ${violatedDirective} ${blockedURI} ${sample}`));
"""
# A browser writes every refused or failed request itself; the product's answers to them are tested as behaviour.
REQUEST = re.compile(r"^Failed to load resource: ")


@dataclass
class Watch:
    """Complaints of all pages of one context, in order; the requests that have no answer yet, and those that failed."""

    complaints: list[str] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)

    def hear(self, context: BrowserContext) -> None:
        """Listen to the context's pages and workers from now on."""
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", lambda request: self.waiting.add(_name(request)))
        context.on("requestfinished", lambda request: self.waiting.discard(_name(request)))
        context.on("requestfailed", self._failed)

    def take(self) -> list[str]:
        """Return what was heard and forget it."""
        heard, self.complaints = self.complaints, []
        return heard

    def _failed(self, request: Request) -> None:
        self.waiting.discard(_name(request))
        self.failed.append(f"{_name(request)} ({request.failure})")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not REQUEST.match(message.text):
            self.complaints.append(message.text)

    def _error(self, error: WebError) -> None:
        self.complaints.append(str(error.error))


def _name(request: Request) -> str:
    return f"{request.method} {urlsplit(request.url).path}"
