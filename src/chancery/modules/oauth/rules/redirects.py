# SPDX-License-Identifier: EUPL-1.2
"""Where a browser may be sent with an answer (client-server API, "Redirect URI validation"; RFC 8252; RFC 9700, 2.1)."""

from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_MAX = 2048


class AddressInvalid(ValueError):
    """An address that this client may not name."""


def split_address(text: str) -> SplitResult:
    """Return the parts of an absolute address; raises AddressInvalid."""
    if not text or len(text) > _MAX or not text.isascii() or not text.isprintable() or " " in text:
        raise AddressInvalid("is not an address")
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise AddressInvalid("is not an address") from error
    if not parts.scheme or parts.username is not None or parts.password is not None:
        raise AddressInvalid("must be absolute and hold no user name")
    return parts


def check_client_uri(text: str) -> str:
    """Return the host of a client's page; raises AddressInvalid."""
    parts = split_address(text)
    if parts.scheme != "https" or not parts.hostname or parts.fragment:
        raise AddressInvalid("must be an https address without a fragment")
    return parts.hostname


def check_below(text: str, host: str) -> None:
    """Check an address that must belong to the client's page; raises AddressInvalid."""
    if not _is_below(check_client_uri(text), host):
        raise AddressInvalid("must be on the host of client_uri or below it")


def check_redirect(text: str, *, host: str, is_native: bool) -> None:
    """Check a redirect URI that a client registers itself with; raises AddressInvalid."""
    parts = split_address(text)
    if "#" in text:
        raise AddressInvalid("must have no fragment")
    if parts.scheme == "https":
        check_below(text, host)
    elif not is_native:
        raise AddressInvalid("must be https for an application of the web")
    elif parts.scheme == "http":
        _check_loopback(parts)
    else:
        _check_private_use(text, parts, host)


def check_managed_redirect(text: str) -> None:
    """Check a redirect URI that an administrator names; raises AddressInvalid."""
    parts = split_address(text)
    if "#" in text or not parts.hostname:
        raise AddressInvalid("must have a host and no fragment")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise AddressInvalid("must be https, or http on this machine")


def is_registered(text: str, registered: tuple[str, ...]) -> bool:
    """Tell whether a redirect URI is one of a client's, letter by letter; on loopback any port will do."""
    return text in registered or any(_same_but_port(text, known) for known in registered)


def answer_address(redirect_uri: str, params: dict[str, str], *, mode: str) -> str:
    """Return where the browser goes with an answer."""
    parts = urlsplit(redirect_uri)
    encoded = urlencode(params)
    if mode == "fragment":
        return f"{redirect_uri}#{encoded}"
    if parts.query:
        encoded = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *params.items()])
        return f"{redirect_uri.partition('?')[0]}?{encoded}"
    return f"{redirect_uri.rstrip('?')}?{encoded}"


def _is_below(host: str, base: str) -> bool:
    return host == base or host.endswith(f".{base}")


def _check_loopback(parts: SplitResult) -> None:
    if parts.hostname not in _LOOPBACK:
        raise AddressInvalid("must be https, or http on loopback")
    if parts.port is not None:
        raise AddressInvalid("must name no port: any will do when it is used")


def _check_private_use(text: str, parts: SplitResult, host: str) -> None:
    # RFC 8252, 7.1: the scheme is a name in reverse order, and no authority follows it.
    reversed_host = ".".join(reversed(host.split(".")))
    if parts.scheme != reversed_host and not parts.scheme.startswith(f"{reversed_host}."):
        raise AddressInvalid("must have a scheme that is the host of client_uri in reverse order")
    rest = text[len(parts.scheme) + 1 :]
    if not rest.startswith("/") or rest.startswith("//"):
        raise AddressInvalid("must have one slash after its scheme")


def _same_but_port(text: str, known: str) -> bool:
    try:
        asked, registered = split_address(text), split_address(known)
    except AddressInvalid:
        return False
    if registered.scheme != "http" or registered.hostname not in _LOOPBACK or "#" in text:
        return False
    return _portless(asked) == _portless(registered)


def _portless(parts: SplitResult) -> str:
    return urlunsplit(parts._replace(netloc=parts.hostname or ""))
