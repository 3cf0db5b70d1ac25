# SPDX-License-Identifier: EUPL-1.2
"""People and groups of an LDAP directory or of Active Directory."""
