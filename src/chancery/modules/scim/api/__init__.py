# SPDX-License-Identifier: EUPL-1.2
"""The routes of SCIM, and those by which administrators let clients in."""
