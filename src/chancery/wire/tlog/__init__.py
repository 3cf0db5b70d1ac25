# SPDX-License-Identifier: EUPL-1.2
"""Transparency-log grammar: the RFC 6962 Merkle tree, C2SP signed notes and checkpoints."""
