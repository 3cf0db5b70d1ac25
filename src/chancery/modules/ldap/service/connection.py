# SPDX-License-Identifier: EUPL-1.2
"""Asks the directory's servers, one after the other, in threads; passwords go out encrypted only.

The library is imported at the first question: a server without a directory does not load it.
"""

import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from chancery.modules.ldap.errors import LdapUnavailable
from chancery.modules.ldap.model import RawEntry
from chancery.platform.config.settings import Ldap

_PORTS = {"ldap": 389, "ldaps": 636}
_MOST_ENTRIES = 1_000_000
_ENTRY = 4
"""The tag of searchResultEntry (RFC 4511 §4.5.2)."""


@dataclass(frozen=True, slots=True)
class Question:
    """A search: `attributes` are asked for, `page` entries at a time."""

    base: str
    filter: str
    attributes: Sequence[str]
    page: int = 1_000
    most: int = _MOST_ENTRIES


class Servers:
    """The configured servers; every method blocks."""

    def __init__(self, settings: Ldap) -> None:
        self._settings = settings

    @contextmanager
    def session(self) -> Iterator["Session"]:
        """Open a connection as the DN that reads; raises LdapUnavailable."""
        import ldap3.core.exceptions as failures  # noqa: PLC0415  # see the module's docstring

        try:
            session = self._first(
                lambda url: self._bound(url, self._settings.bind_dn, self._settings.password)
            )
        except failures.LDAPOperationResult as error:
            raise LdapUnavailable(f"the directory refuses the DN that reads: {error.description}") from error
        try:
            yield session
        finally:
            session.close()

    def accepts(self, dn: str, password: str) -> bool:
        """Tell whether a password belongs to a DN; raises LdapUnavailable when nobody can say."""
        # RFC 4513 §5.1.2: a bind without a password succeeds as nobody, whatever the DN.
        if not password or "\0" in password or not dn:
            return False
        import ldap3.core.exceptions as failures  # noqa: PLC0415  # see the module's docstring

        try:
            self._first(lambda url: self._bound(url, dn, password)).close()
        except failures.LDAPInvalidCredentialsResult:
            return False
        except failures.LDAPOperationResult as error:
            raise LdapUnavailable(f"the directory refused the question: {error.description}") from error
        return True

    def _first(self, connect: Callable[[str], "Session"]) -> "Session":
        import ldap3.core.exceptions as failures  # noqa: PLC0415  # see the module's docstring

        reasons = []
        for url in self._settings.urls:
            try:
                return connect(url)
            except (failures.LDAPExceptionError, OSError) as error:
                reasons.append(f"{url}: {_reason(error)}")
        raise LdapUnavailable("no server of the directory answers: " + "; ".join(reasons))

    def _bound(self, url: str, dn: str, password: str) -> "Session":
        import ldap3  # noqa: PLC0415  # see the module's docstring

        parts = urlsplit(url)
        server = ldap3.Server(
            parts.hostname or "",
            port=parts.port or _PORTS[parts.scheme],
            use_ssl=parts.scheme == "ldaps",
            tls=self._tls(),
            connect_timeout=self._settings.timeout_seconds,
            get_info=ldap3.NONE,
        )
        connection = ldap3.Connection(
            server,
            user=dn or None,
            password=password or None,
            authentication=ldap3.SIMPLE if dn else ldap3.ANONYMOUS,
            receive_timeout=self._settings.timeout_seconds,
            auto_referrals=False,
            check_names=False,
            read_only=True,
            return_empty_attributes=False,
            raise_exceptions=True,
        )
        _read_plainly(connection.strategy)
        try:
            connection.open()
            if parts.scheme == "ldap" and self._settings.start_tls:
                connection.start_tls(read_server_info=False)
            connection.bind(read_server_info=False)
        except BaseException:
            with suppress(Exception):
                connection.socket.close()
            raise
        return Session(connection, url)

    def _tls(self) -> Any:
        import ldap3  # noqa: PLC0415  # see the module's docstring

        ca_file = self._settings.ca_file
        return ldap3.Tls(
            validate=ssl.CERT_REQUIRED,
            version=ssl.PROTOCOL_TLS_CLIENT,
            ca_certs_file=str(ca_file) if ca_file.name else None,
        )


class Session:
    """A connection as somebody who may read; `url` says to whom."""

    def __init__(self, connection: Any, url: str) -> None:
        self._connection = connection
        self.url = url

    def search(self, question: Question) -> Iterator[RawEntry]:
        """Yield entries, page by page (RFC 2696); raises LdapUnavailable."""
        import ldap3.core.exceptions as failures  # noqa: PLC0415  # see the module's docstring

        cookie: Any = None
        found = 0
        while True:
            try:
                self._connection.search(
                    question.base,
                    question.filter,
                    attributes=list(question.attributes),
                    paged_size=question.page,
                    paged_cookie=cookie,
                )
            except failures.LDAPException as error:
                raise LdapUnavailable(f"the directory refused the search: {_reason(error)}") from error
            for one in self._connection.response or ():
                if one["type"] == "searchResEntry":
                    yield _entry(one)
            found += question.page
            cookie = _cookie(self._connection.result)
            if not cookie or found >= question.most:
                return

    def root(self, attributes: Sequence[str]) -> RawEntry:
        """Return attributes of the server itself (RFC 4512 §5.1)."""
        self._connection.search("", "(objectClass=*)", search_scope="BASE", attributes=list(attributes))
        return _entry(self._connection.response[0])

    def close(self) -> None:
        """Say goodbye; a server that is gone already does not matter."""
        with suppress(Exception):
            self._connection.unbind()


def escaped(text: str) -> str:
    """Return text as a value in a filter (RFC 4515 §3)."""
    return "".join(f"\\{ord(sign):02x}" if sign in "*()\\\0" else sign for sign in text)


def _read_plainly(strategy: Any) -> None:
    """Have entries decoded once, as bytes; the library would decode each value twice more, half the cost of a reading."""
    usual = strategy.decode_response_fast

    def decode(message: Any) -> Any:
        if message["protocolOp"] != _ENTRY:
            return usual(message)
        (_, _, _, dn), (_, _, _, attributes) = message["payload"]
        values = {pair[0][3].decode(): [one[3] for one in pair[1][3]] for _, _, _, pair in attributes}
        return {"type": "searchResEntry", "dn": dn.decode(), "raw_attributes": values}

    strategy.decode_response_fast = decode


def _cookie(result: Any) -> Any:
    control = (result.get("controls") or {}).get("1.2.840.113556.1.4.319")
    return control["value"]["cookie"] if control else None


def _entry(found: Any) -> RawEntry:
    attributes = {name.partition(";")[0].lower(): values for name, values in found["raw_attributes"].items()}
    return RawEntry(found["dn"], attributes)


def _reason(error: Exception) -> str:
    """Return what a library's error says, on one line and bounded."""
    return " ".join(str(error).split())[:200] or type(error).__name__
