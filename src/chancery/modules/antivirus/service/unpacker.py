# SPDX-License-Identifier: EUPL-1.2
"""Judges contents in a sandbox: unpacks hostile archives and scans large contents where that holds up nobody."""

import sys

import msgspec

from chancery.modules.antivirus.model import Policy
from chancery.modules.antivirus.service.archives import Bounds
from chancery.modules.antivirus.service.judge import Judge
from chancery.platform.sandbox import child


class Task(msgspec.Struct, frozen=True):
    """What the sandbox judges by; its only argument, as JSON."""

    policy: Policy
    bounds: Bounds
    seconds: float


def main() -> None:
    """Answer each content with its finding, as JSON."""
    task = msgspec.json.decode(sys.argv[1], type=Task)
    judge = Judge(task.policy, seconds=task.seconds, bounds=task.bounds)
    child.run(lambda content: msgspec.json.encode(judge.judge(content)))


if __name__ == "__main__":
    main()
