# SPDX-License-Identifier: EUPL-1.2
"""The built-in engine: YARA-X with our own rules, at work on every installation without anything beside it."""

from functools import cached_property
from importlib.metadata import version
from typing import Final

import msgspec

from chancery.modules.antivirus.contract import Finding, Reason, VerdictState
from chancery.modules.antivirus.model import Policy
from chancery.modules.antivirus.service import unpacker
from chancery.modules.antivirus.service.archives import Bounds, is_container
from chancery.modules.antivirus.service.judge import Judge, rule_source, rule_version
from chancery.platform.sandbox.process import Sandbox, SandboxFailed, SandboxTimeout

METHOD: Final = 1
"""Raised when the engine judges otherwise under the same rules (more kinds of archives, other bounds)."""
SECONDS: Final = 120.0
INLINE: Final = 256 * 1024
"""Bytes up to which a content without anything to unpack is scanned at once (a quarter of a millisecond)."""
_GRACE_SECONDS = 15.0


class YaraEngine:
    """Judges by the rules that the policy switches on."""

    name = "yara"

    def __init__(self, policy: Policy, *, bounds: Bounds | None = None) -> None:
        self.source = rule_source(policy)
        self.version = rule_version(self.source)
        self._policy = policy
        self._bounds = bounds or Bounds()
        task = msgspec.json.encode(unpacker.Task(policy, self._bounds, SECONDS)).decode()
        self._sandbox = Sandbox(unpacker.__name__, task, seconds=SECONDS + _GRACE_SECONDS)

    @cached_property
    def _judge(self) -> Judge:
        return Judge(self._policy, seconds=SECONDS, bounds=self._bounds)

    def is_present(self) -> bool:
        """See `Engine.is_present`."""
        return True

    async def signatures(self) -> str:
        """See `Engine.signatures`."""
        return f"YARA-X {version('yara-x')}, rules {self.version}, method {METHOD}"

    async def scan(self, content: bytes) -> Finding:
        """See `Engine.scan`."""
        if len(content) <= INLINE and not is_container(content):
            return self._judge.judge(content)
        try:
            return msgspec.json.decode(await self._sandbox.ask(content), type=Finding)
        except SandboxTimeout:
            return Finding(VerdictState.UNSCANNED, reason=Reason.TIMEOUT)
        except (SandboxFailed, msgspec.MsgspecError):
            return Finding(VerdictState.UNSCANNED, reason=Reason.ENGINE_UNAVAILABLE)

    async def close(self) -> None:
        """End the sandbox."""
        await self._sandbox.close()
