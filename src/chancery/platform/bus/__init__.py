# SPDX-License-Identifier: EUPL-1.2
"""The bus port (`port`) and its in-process and NATS adapters: facts told after commit."""
