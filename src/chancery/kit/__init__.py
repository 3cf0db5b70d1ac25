# SPDX-License-Identifier: EUPL-1.2
"""Small pure helpers without domain, settings or I/O."""
