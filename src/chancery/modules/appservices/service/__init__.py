# SPDX-License-Identifier: EUPL-1.2
"""What the module does for application services."""
