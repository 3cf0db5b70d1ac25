# SPDX-License-Identifier: EUPL-1.2
"""Registers the suite's shared fixtures."""

pytest_plugins = ["support.databases", "support.nats", "support.office", "support.ministry"]
