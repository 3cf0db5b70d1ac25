# SPDX-License-Identifier: EUPL-1.2
"""The Matrix content repository: files come in through the scanner and go out to signed-in people."""
