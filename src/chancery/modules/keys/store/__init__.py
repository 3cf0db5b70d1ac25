# SPDX-License-Identifier: EUPL-1.2
"""All SQL over `keys_*`, split by what is stored."""
