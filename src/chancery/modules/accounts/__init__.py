# SPDX-License-Identifier: EUPL-1.2
"""People's logins: passwords, devices, sessions, profiles and account data."""
