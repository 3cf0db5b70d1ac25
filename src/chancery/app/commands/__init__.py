# SPDX-License-Identifier: EUPL-1.2
"""The commands of `chancery`, one module each with `configure(parser)` and `run(arguments)`; imported when used."""

COMMANDS = {
    "serve": "run the server",
    "init": "create an empty agency with its first administrator",
    "demo": "restore the demo agency",
    "audit": "verify the audit log",
    "config": "show the effective configuration, or write the reference",
    "people": "list, show or add people",
    "units": "list, add or move units",
    "import": "import people and units from a CSV or XLSX file",
    "seed": "fill the organisation with made-up people, for measuring",
    "scim": "let programs provision people by SCIM, or end that",
    "offboard": "let a person go: everything that was theirs ends or is handed over",
    "applications": "list, add and remove internal applications that sign people in here",
    "load": "simulate officials at work and report how the server did",
    "openapi": "print the OpenAPI document of our own API",
}

MODULES = {"import": "import_file"}
"""The modules of those commands whose names no module may have."""
