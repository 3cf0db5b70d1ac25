# SPDX-License-Identifier: EUPL-1.2
"""The server's own certificate, for those who have no reverse proxy before it."""

import ssl


class CertificateUnusable(Exception):
    """The certificate or its key cannot be read, or they do not belong together."""


def server_context(certificate: str, key: str) -> ssl.SSLContext:
    """Return the context of a server with this PEM chain and key; raises CertificateUnusable."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:  # ssl.SSLError is one, too
        raise CertificateUnusable(f"{certificate} with {key}: {error.strerror or error}") from error
    return context
