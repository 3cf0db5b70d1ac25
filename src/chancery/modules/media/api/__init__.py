# SPDX-License-Identifier: EUPL-1.2
"""Routes of the content repository, one file per verb."""
