# SPDX-License-Identifier: EUPL-1.2
"""Who is there: what people say of themselves and what their clients show, told to those who share a room."""
