# SPDX-License-Identifier: EUPL-1.2
"""The routes by which administrators look at the directory and try its mapping."""
