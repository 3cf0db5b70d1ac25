# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a request of, or to, an application service."""

from chancery.kit.errors import BadRequest, ChanceryError, Forbidden, NotFound


class NotTheService(Forbidden):
    """Only the application service itself may ask this."""

    code = "not_the_application_service"


class NotItsUser(Forbidden):
    """The service may not act as this person, or has not registered the name yet."""

    code = "not_its_user"


class UnknownDevice(BadRequest):
    """The person has no such device."""

    code = "unknown_device"
    errcode = "M_UNKNOWN_DEVICE"


class UrlNotSet(BadRequest):
    """The service has no URL to be called at."""

    code = "url_not_set"
    errcode = "M_URL_NOT_SET"


class ServiceFailed(ChanceryError):
    """The service was called and did not answer as it should."""

    status = 502
    code = "application_service_failed"
    errcode = "M_BAD_STATUS"


class ThirdPartyNotFound(NotFound):
    """No application service knows the protocol, the place or the person."""

    code = "third_party_not_found"
