# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a file or a request for it."""

from chancery.kit.errors import BadRequest, ChanceryError, Conflict, Forbidden


class MediaInfected(Forbidden):
    """The scanner found something; `details["signature"]` names it."""

    code = "media_infected"
    errcode = "M_CHANCERY_INFECTED"


class MediaUnscanned(Forbidden):
    """The scanner could not judge the file, so it stays shut; `details["reason"]` says why."""

    code = "media_unscanned"
    errcode = "M_CHANCERY_UNSCANNED"


class NotYetUploaded(ChanceryError):
    """The id was announced, but its content has not come."""

    status = 504
    code = "not_yet_uploaded"
    errcode = "M_NOT_YET_UPLOADED"


class AlreadyUploaded(Conflict):
    """The id has content; content never changes."""

    code = "already_uploaded"
    errcode = "M_CANNOT_OVERWRITE_MEDIA"


class CannotThumbnail(BadRequest):
    """The content is no picture that thumbnails are made of."""

    code = "cannot_thumbnail"
    errcode = "M_UNKNOWN"


class BeyondEnd(BadRequest):
    """The requested range starts behind the end of the file."""

    status = 416
    code = "range_not_satisfiable"
    errcode = "M_INVALID_PARAM"


class NoPreview(ChanceryError):
    """The linked page could not be fetched, or says nothing of itself."""

    status = 502
    code = "no_preview"
    errcode = "M_UNKNOWN"
