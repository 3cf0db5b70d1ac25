# SPDX-License-Identifier: EUPL-1.2
"""Developer programs; never shipped."""
