# SPDX-License-Identifier: EUPL-1.2
"""Use cases of presence."""
