# SPDX-License-Identifier: EUPL-1.2
"""Pure decisions: what is believed of a description, how a file is served, which thumbnail answers a wish."""
