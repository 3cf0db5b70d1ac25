# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with the configuration, for the person who starts the server."""


class ConfigError(Exception):
    """A wrong key or value: where it stands, why it is wrong, and what to do."""

    def __init__(self, *, origin: str, key: str, reason: str, fix: str) -> None:
        super().__init__(f"{origin}: {key}: {reason}")
        self.origin = origin
        self.key = key
        self.reason = reason
        self.fix = fix

    def explain(self) -> str:
        """Return the message for the person who starts the server."""
        lines = (f"The configuration is wrong ({self.origin}).", f"  key:    {self.key}")
        return "\n".join((*lines, f"  reason: {self.reason}", f"  fix:    {self.fix}"))
