# SPDX-License-Identifier: EUPL-1.2
"""People and the tree from elsewhere: one core for every source."""
