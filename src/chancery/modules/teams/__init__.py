# SPDX-License-Identifier: EUPL-1.2
"""Rooms of teams and posts, whose members are computed from the organisation."""
