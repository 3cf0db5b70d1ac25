# SPDX-License-Identifier: EUPL-1.2
"""The HTTP layer: requests, answers, routes, the trie router, the ASGI kernel and its limits."""
