# SPDX-License-Identifier: EUPL-1.2
"""OAuth 2.0 and OpenID Connect: lets Matrix clients and internal applications in, with the person's leave."""
