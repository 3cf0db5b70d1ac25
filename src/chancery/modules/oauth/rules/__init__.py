# SPDX-License-Identifier: EUPL-1.2
"""What OAuth and Matrix allow, decided without any I/O."""
