# SPDX-License-Identifier: EUPL-1.2
"""Endpoints of encryption keys in the Matrix client-server API."""
