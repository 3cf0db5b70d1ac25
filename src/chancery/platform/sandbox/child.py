# SPDX-License-Identifier: EUPL-1.2
"""The inside of a sandbox: gives up what it does not need, then answers requests until the pipe is closed.

Frames on standard input and output are a four-byte length and that many bytes. Imports nothing of the server.
"""

import ctypes
import resource
import sys
from collections.abc import Callable
from typing import Final

LENGTH: Final = 4
MEMORY_BYTES: Final = 2 * 1024**3
_OPEN_FILES = 64
_PR_SET_NO_NEW_PRIVS = 38


def run(answer: Callable[[bytes], bytes]) -> None:
    """Serve `answer` over standard input and output."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    _give_up_rights()
    while len(length := requests.read(LENGTH)) == LENGTH:
        content = answer(requests.read(int.from_bytes(length, "big")))
        answers.write(len(content).to_bytes(LENGTH, "big") + content)
        answers.flush()


def _give_up_rights() -> None:
    # Contents may be confidential: no file can be written, not even a core dump.
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        resource.setrlimit(kind, (most, most))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
