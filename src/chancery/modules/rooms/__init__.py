# SPDX-License-Identifier: EUPL-1.2
"""Matrix rooms: events, state, membership, timeline, receipts, typing."""
