# SPDX-License-Identifier: EUPL-1.2
"""The one guarded way out: what it promises (`port`), whom it may call (`allowed`), and how it calls (`client`)."""
