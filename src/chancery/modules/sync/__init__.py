# SPDX-License-Identifier: EUPL-1.2
"""Answers /sync and simplified sliding sync from the slices that lower modules offer."""
