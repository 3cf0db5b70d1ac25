# SPDX-License-Identifier: EUPL-1.2
"""The storage port (`port`), its SQLite and PostgreSQL adapters, and the migration runner."""
