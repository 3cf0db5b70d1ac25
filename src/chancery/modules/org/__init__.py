# SPDX-License-Identifier: EUPL-1.2
"""Agencies, units, posts, people, teams, and the only permission engine."""
