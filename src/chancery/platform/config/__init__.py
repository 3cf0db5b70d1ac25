# SPDX-License-Identifier: EUPL-1.2
"""Configuration: typed settings (`settings`) from one TOML file and environment variables (`load`)."""
