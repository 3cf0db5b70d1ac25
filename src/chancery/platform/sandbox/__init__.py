# SPDX-License-Identifier: EUPL-1.2
"""Processes apart for hostile input (archives, pictures): the server's side (`process`) and theirs (`child`)."""
