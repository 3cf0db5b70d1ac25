# SPDX-License-Identifier: EUPL-1.2
"""Endpoints of presence."""
