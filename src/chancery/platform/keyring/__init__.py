# SPDX-License-Identifier: EUPL-1.2
"""The keyring port (`port`) and its file-key adapter: long-term keys never leave it."""
