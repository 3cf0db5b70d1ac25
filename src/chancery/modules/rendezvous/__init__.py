# SPDX-License-Identifier: EUPL-1.2
"""Meeting places for two devices of which one is not signed in yet (MSC4108)."""
