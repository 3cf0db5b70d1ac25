# SPDX-License-Identifier: EUPL-1.2
"""Routes of sync: filters, /sync, simplified sliding sync."""
