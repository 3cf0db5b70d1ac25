# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong with a run."""

from chancery.kit.errors import BadRequest, Conflict, Forbidden, NotFound


class RunNotFound(NotFound):
    """There is no such run, or the caller may not see it."""

    code = "import_not_found"


class RunRefused(Conflict):
    """The input has errors, and nobody chose to apply the lines without."""

    code = "import_has_errors"


class LeavingRefused(Conflict):
    """So many people would leave that somebody has to say so."""

    code = "import_leaving"


class RunOver(Conflict):
    """The run was applied or cancelled already."""

    code = "import_over"


class PlanChanged(Conflict):
    """What is stored has changed since the preview: look at the new one."""

    code = "import_plan_changed"


class ImportRefused(Forbidden):
    """The caller does not administer what the import would change."""

    code = "not_administrator"


class FileRefused(BadRequest):
    """The file cannot be read as a table; details say why."""

    code = "import_file_refused"
