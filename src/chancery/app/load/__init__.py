# SPDX-License-Identifier: EUPL-1.2
"""The load harness that ships with the product: simulated officials who work as an organisation does."""
