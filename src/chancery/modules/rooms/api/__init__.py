# SPDX-License-Identifier: EUPL-1.2
"""The Matrix client-server endpoints of rooms, one file per verb."""
