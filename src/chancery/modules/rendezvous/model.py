# SPDX-License-Identifier: EUPL-1.2
"""A rendezvous session."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Session:
    """What lies at the meeting place; times in milliseconds since the epoch, `version` rises with each change."""

    id: str
    version: int
    content_type: str
    payload: bytes
    modified_ts: int
    expires_ts: int

    @property
    def etag(self) -> str:
        """The tag of this version."""
        return f'"{self.version}"'
