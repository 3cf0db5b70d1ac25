# SPDX-License-Identifier: EUPL-1.2
"""Scanning: the shared scan and its verdicts (`scan`), and the engines (`yara`, `clamd`)."""
