# SPDX-License-Identifier: EUPL-1.2
"""The append-only, tamper-evident audit log."""
