# SPDX-License-Identifier: EUPL-1.2
"""The blob port (`port`) and its local-folder adapter; every blob is sealed under a key of its own."""
