# SPDX-License-Identifier: EUPL-1.2
"""How entries of a directory become people, units and teams; no I/O."""
