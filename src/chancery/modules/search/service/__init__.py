# SPDX-License-Identifier: EUPL-1.2
"""Filling the index and answering searches."""
