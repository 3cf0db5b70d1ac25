# SPDX-License-Identifier: EUPL-1.2
"""SQL of the tables `oauth_*`."""
