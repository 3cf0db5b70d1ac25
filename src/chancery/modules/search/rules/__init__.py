# SPDX-License-Identifier: EUPL-1.2
"""Words, stems, requests and tokens; no I/O."""
