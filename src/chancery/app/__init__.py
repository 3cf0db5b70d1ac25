# SPDX-License-Identifier: EUPL-1.2
"""Composes the parts; the only place that knows every module."""
