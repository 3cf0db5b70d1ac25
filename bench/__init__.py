# SPDX-License-Identifier: EUPL-1.2
"""Measures Chancery beside Synapse: the same scenarios, interleaved, CPU of the server's process tree."""
