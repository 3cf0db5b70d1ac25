# SPDX-License-Identifier: EUPL-1.2
"""How SCIM resources become people, posts and teams; no I/O."""
