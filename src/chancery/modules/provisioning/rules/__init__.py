# SPDX-License-Identifier: EUPL-1.2
"""What a difference is, and what may be wrong with an input; no I/O."""
