# SPDX-License-Identifier: EUPL-1.2
"""Pure decisions: the policy language, what it may speak of, and what follows."""
