# SPDX-License-Identifier: EUPL-1.2
"""The accessibility checker axe-core, run inside a page past its content security policy."""

from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"

# Only what a person would meet as a barrier; the advice that remains is for the eye of a reviewer.
FINDINGS = """
async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .flatMap(({ id, nodes }) => nodes.map(({ target, any, all }) =>
    `${id}: ${target.join(' ')} ${[...any, ...all].map(({ message }) => message).join('; ')}`))
"""


def findings(page: Page) -> list[str]:
    """Return serious and critical findings; the debugger's door keeps the page's own policy strict."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SOURCE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(FINDINGS)
    return found
