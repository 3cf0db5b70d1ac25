# SPDX-License-Identifier: EUPL-1.2
"""Web Push: message encryption (RFC 8291) and the server's identification to push services (RFC 8292)."""
