# SPDX-License-Identifier: EUPL-1.2
"""Who may write to whom: communication policies of agencies, asked before people meet in a room."""
