# SPDX-License-Identifier: EUPL-1.2
"""The scanning process: unpacks hostile archives and scans large contents where that holds up nobody.

Scanning holds Python's interpreter lock, and unpackers can be tricked into using memory and time without end. Here
they have bounds and can be killed. Frames on standard input and output are a length and that many bytes.
"""

import resource
import sys
from typing import BinaryIO, Final

import msgspec

from chancery.modules.antivirus.model import Policy
from chancery.modules.antivirus.service.archives import Bounds
from chancery.modules.antivirus.service.judge import Judge

LENGTH: Final = 4
_MEMORY_BYTES = 2 * 1024**3


class Task(msgspec.Struct, frozen=True):
    """What the process judges by; its only argument, as JSON."""

    policy: Policy
    bounds: Bounds
    seconds: float


def main() -> None:
    """Judge contents until the server closes the pipe."""
    _limit_resources()
    task = msgspec.json.decode(sys.argv[1], type=Task)
    serve(sys.stdin.buffer, sys.stdout.buffer, Judge(task.policy, seconds=task.seconds, bounds=task.bounds))


def serve(requests: BinaryIO, answers: BinaryIO, judge: Judge) -> None:
    """Answer each content with its finding."""
    while len(length := requests.read(LENGTH)) == LENGTH:
        finding = msgspec.json.encode(judge.judge(requests.read(int.from_bytes(length, "big"))))
        answers.write(len(finding).to_bytes(LENGTH, "big") + finding)
        answers.flush()


def _limit_resources() -> None:
    # Contents may be confidential: no file can be written, not even a core dump.
    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
