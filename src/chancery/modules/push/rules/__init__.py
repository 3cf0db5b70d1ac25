# SPDX-License-Identifier: EUPL-1.2
"""Pure push-rule logic: the predefined rules, changes to them, and evaluation."""
