# SPDX-License-Identifier: EUPL-1.2
"""Provisioning from outside by SCIM 2.0 (RFC 7643, RFC 7644)."""
