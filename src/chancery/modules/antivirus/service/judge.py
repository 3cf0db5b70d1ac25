# SPDX-License-Identifier: EUPL-1.2
"""Judges one content by YARA rules: the bytes themselves and every member of archives in them. Synchronous."""

import hashlib
import time
from importlib.resources import files
from typing import Final

import yara_x

from chancery.modules.antivirus.contract import Finding, Reason, VerdictState
from chancery.modules.antivirus.model import Policy
from chancery.modules.antivirus.rules import program_suffix
from chancery.modules.antivirus.service.archives import Bounds, Part, Unopened, parts

UNSCANNABLE: Final = "unscannable"
"""The tag of rules that find what nobody can look into; the web client knows it, too."""
_SIGNATURES = files("chancery.modules.antivirus") / "signatures"


def rule_source(policy: Policy) -> str:
    """Return the text of the rules that a policy switches on; server and browsers compile the same."""
    chosen = ["eicar", "encrypted"]
    if policy.block_executables:
        chosen.append("executables")
    if policy.block_macros:
        chosen.append("macros")
    return "\n".join((_SIGNATURES / f"{name}.yar").read_text(encoding="utf-8") for name in chosen)


def rule_version(source: str) -> str:
    """Return a name for a rule text that changes with it."""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


class Judge:
    """Compiled rules with a policy."""

    def __init__(self, policy: Policy, *, seconds: float, bounds: Bounds | None = None) -> None:
        self._policy = policy
        self._seconds = seconds
        self._bounds = bounds or Bounds()
        self._rules = _compile(rule_source(policy))

    def judge(self, content: bytes) -> Finding:
        """Return the finding on a content; whatever stays shut in it is not clean."""
        deadline = time.monotonic() + self._seconds
        try:
            for part in parts(content, self._bounds):
                signature = self._match(part, deadline)
                if signature is not None:
                    return Finding(VerdictState.INFECTED, signature=signature)
        except Unopened as shut:
            if shut.is_final:
                return Finding(VerdictState.UNSCANNED, reason=shut.reason)
            return Finding(VerdictState.CLEAN, unopened=shut.reason)
        except (TimeoutError, yara_x.TimeoutError):
            return Finding(VerdictState.UNSCANNED, reason=Reason.TIMEOUT)
        return Finding(VerdictState.CLEAN)

    def _match(self, part: Part, deadline: float) -> str | None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        suffix = program_suffix(part.name) if self._policy.block_executables else None
        if suffix is not None:
            return f"Executable_Name_{suffix}"
        # Made anew each time (25 µs): a scanner must die in the thread that made it, and the collector runs in any.
        scanner = yara_x.Scanner(self._rules)
        scanner.set_timeout(max(1, int(left)))
        matching = scanner.scan(part.content).matching_rules
        for rule in matching:
            if UNSCANNABLE not in rule.tags:
                return str(rule.identifier)
        if matching:
            raise Unopened(Reason.ENCRYPTED)
        return None


def _compile(source: str) -> yara_x.Rules:
    compiler = yara_x.Compiler()
    compiler.enable_includes(False)
    compiler.add_source(source)
    return compiler.build()
