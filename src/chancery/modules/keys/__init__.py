# SPDX-License-Identifier: EUPL-1.2
"""Device keys, one-time keys, cross-signing, key backup and to-device messages."""
