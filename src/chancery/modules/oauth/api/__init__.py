# SPDX-License-Identifier: EUPL-1.2
"""Routes of oauth: the protocol's own, and those of our pages."""
