# SPDX-License-Identifier: EUPL-1.2
"""Protocol grammars: bytes in, values out, no I/O."""
