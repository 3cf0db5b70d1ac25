# SPDX-License-Identifier: EUPL-1.2
"""Pure decisions of sync: tokens, filters, list windows, required state."""
