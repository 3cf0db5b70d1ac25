# SPDX-License-Identifier: EUPL-1.2
"""Application services: bridges and bots that own parts of the namespace and are sent what happens there."""
