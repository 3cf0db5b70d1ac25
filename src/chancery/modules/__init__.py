# SPDX-License-Identifier: EUPL-1.2
"""The product, one package per capability, entered by contract and events only."""
