# SPDX-License-Identifier: EUPL-1.2
"""The Matrix protocol's formats: canonical JSON, event ids, redaction, authorisation rules."""
