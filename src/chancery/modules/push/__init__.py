# SPDX-License-Identifier: EUPL-1.2
"""Push rules and unread counts."""
