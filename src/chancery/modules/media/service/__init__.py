# SPDX-License-Identifier: EUPL-1.2
"""What the repository does: `upload`, `serve`, `thumbnail`, and shut what is condemned (`quarantine`)."""
