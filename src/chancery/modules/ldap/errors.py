# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong with the directory."""

from chancery.kit.errors import Conflict, Forbidden, NotFound, Unavailable


class LdapOff(NotFound):
    """No directory is configured."""

    code = "ldap_off"


class LdapRefused(Forbidden):
    """The caller does not administer the part that the directory provisions."""

    code = "not_administrator"


class LdapUnavailable(Unavailable):
    """No server of the directory answered as it should; the message says what was wrong."""

    code = "ldap_unavailable"


class LdapEntryNotFound(NotFound):
    """The directory has no such person that the filter admits."""

    code = "ldap_entry_not_found"


class LdapBusy(Conflict):
    """The directory is being read already."""

    code = "ldap_busy"
