# SPDX-License-Identifier: EUPL-1.2
"""How the findings of several engines become one, and when a stored verdict still holds."""

from collections.abc import Sequence

from chancery.modules.antivirus.contract import Finding, Reason, VerdictState
from chancery.modules.antivirus.model import StoredVerdict

PROGRAM_SUFFIXES = frozenset({
    "apk", "application", "bat", "chm", "cmd", "com", "cpl", "dll", "exe", "gadget", "hta", "jar", "js",
    "jse", "lnk", "msc", "msi", "msp", "pif", "ps1", "psm1", "reg", "scr", "sct", "vb", "vbe", "vbs", "ws",
    "wsc", "wsf", "wsh",
})  # fmt: skip
"""Endings that make Windows, macOS or Android run a file; scripts among them have no format to know them by."""


def combine(findings: Sequence[Finding]) -> Finding:
    """Return the strictest finding: any infection, then any failure, then any container nobody could open."""
    for state in (VerdictState.INFECTED, VerdictState.UNSCANNED):
        for finding in findings:
            if finding.state is state:
                return finding
    if not findings:
        return Finding(VerdictState.UNSCANNED, reason=Reason.ENGINE_UNAVAILABLE)
    unopened = next((finding.unopened for finding in findings if finding.unopened), None)
    if unopened and not any(finding.vouches for finding in findings):
        return Finding(VerdictState.UNSCANNED, reason=unopened)
    return Finding(VerdictState.CLEAN)


def still_holds(stored: StoredVerdict, signatures: str | None) -> bool:
    """Whether a stored verdict needs no new scan.

    `signatures` None means that an engine does not answer just now: that keeps new contents out, but does not take
    away what was found clean before.
    """
    return signatures is None or stored.signatures == signatures


def is_condemned(before: StoredVerdict | None, now: Finding) -> bool:
    """Whether a content that could be fetched until now must be shut."""
    return before is not None and before.verdict.is_clean and now.state is VerdictState.INFECTED


def is_kept(finding: Finding) -> bool:
    """Whether a finding is worth storing: not when the next try may end otherwise."""
    return finding.reason is None or not finding.reason.is_passing


def program_suffix(member_name: str) -> str | None:
    """Return the ending that makes an archive's member a program, or None."""
    # Windows drops dots and spaces at the end of a name, so "a.exe. ." runs, too.
    suffix = member_name.rstrip(". ").rpartition(".")[2].lower()
    return suffix if suffix in PROGRAM_SUFFIXES else None
