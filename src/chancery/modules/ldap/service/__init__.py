# SPDX-License-Identifier: EUPL-1.2
"""What LDAP does."""
