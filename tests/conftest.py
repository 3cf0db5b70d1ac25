# SPDX-License-Identifier: EUPL-1.2
"""Registers the suite's shared fixtures."""

import pytest

pytest_plugins = [
    "support.databases",
    "support.mailbox",
    "support.hosts",
    "support.nats",
    "support.office",
    "support.post",
    "support.council",
    "support.ministry",
    "support.bridge",
    "support.slapd",
    "support.specification",
    "support.judging",
]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Keep raw bytes out of test names: reports are no place for test viruses, and archives carry the time."""
    return argname if isinstance(val, bytes) else None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make crash` ask for more rounds than the suite takes time for."""
    parser.addoption("--kill-rounds", type=int, default=50, help="rounds of kill -9 under send load")
    parser.addoption(
        "--cut-seconds", type=float, default=4.0, help="how long PostgreSQL is away in fault tests"
    )
