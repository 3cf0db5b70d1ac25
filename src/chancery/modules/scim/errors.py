# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong with SCIM clients and what they ask."""

from collections.abc import Mapping
from typing import ClassVar

from chancery.kit.errors import BadRequest, Conflict, Forbidden, NotFound, Unauthenticated


class ScimClientNotFound(NotFound):
    """There is no such client that the caller administers."""

    code = "scim_client_not_found"


class ScimClientRefused(Forbidden):
    """The caller does not administer the unit that the client would provision."""

    code = "not_administrator"


class ScimUnauthenticated(Unauthenticated):
    """The token is missing, unknown, over or revoked."""

    code = "scim_unauthenticated"
    # RFC 6750 §3: a 401 names the scheme.
    usual_headers: ClassVar[Mapping[str, str]] = {"WWW-Authenticate": 'Bearer realm="SCIM"'}


class ResourceTaken(Conflict):
    """What must be unique belongs to somebody else, or belonged to somebody who left."""

    code = "scim_uniqueness"


class ResourceRefused(BadRequest):
    """What the client states cannot be made so."""

    code = "scim_invalid"


class ResourceElsewhere(Forbidden):
    """The person has a place outside of what the client provisions, or runs the server."""

    code = "scim_elsewhere"


class VersionDiffers(Conflict):
    """The resource changed meanwhile."""

    code = "scim_version"
