# SPDX-License-Identifier: EUPL-1.2
"""Scanning of everything that enters: engines behind one port, one verdict store by content hash."""
