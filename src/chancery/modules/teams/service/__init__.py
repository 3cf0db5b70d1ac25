# SPDX-License-Identifier: EUPL-1.2
"""What keeps the rooms of teams and posts."""
