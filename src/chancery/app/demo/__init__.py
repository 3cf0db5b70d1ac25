# SPDX-License-Identifier: EUPL-1.2
"""The demo agency: a believable ministry in English and in Russian, seeded into an empty database."""
