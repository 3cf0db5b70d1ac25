# SPDX-License-Identifier: EUPL-1.2
"""All SQL over `push_*`."""
