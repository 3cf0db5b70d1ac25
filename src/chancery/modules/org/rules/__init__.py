# SPDX-License-Identifier: EUPL-1.2
"""Pure decisions: who may what."""
