# SPDX-License-Identifier: EUPL-1.2
"""Use cases of push rules: reading and changing them, and counting unread events."""
