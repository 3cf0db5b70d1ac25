# SPDX-License-Identifier: EUPL-1.2
"""People who leave: everything that was theirs ends or is handed over by one deed."""
