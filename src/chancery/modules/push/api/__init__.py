# SPDX-License-Identifier: EUPL-1.2
"""Endpoints of push rules in the Matrix client-server API."""
