# SPDX-License-Identifier: EUPL-1.2
"""How many files a server process may open: every parked poll is a connection."""

import resource


def allow_open_files() -> int:
    """Raise this process's soft limit to the hard one and return it; systems start with 1,024."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard
