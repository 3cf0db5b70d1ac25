# SPDX-License-Identifier: EUPL-1.2
"""Search in what was written in rooms, for those who may read it."""
