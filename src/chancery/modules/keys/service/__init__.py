# SPDX-License-Identifier: EUPL-1.2
"""Use cases of encryption keys, split by what a device wants to do."""
