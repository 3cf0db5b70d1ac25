# SPDX-License-Identifier: EUPL-1.2
"""How answers are gathered, parked and woken."""
