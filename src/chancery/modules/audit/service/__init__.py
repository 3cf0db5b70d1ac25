# SPDX-License-Identifier: EUPL-1.2
"""The log's use cases: append, seal, verify, read."""
