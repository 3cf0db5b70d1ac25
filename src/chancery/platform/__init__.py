# SPDX-License-Identifier: EUPL-1.2
"""What any product needs from the outside world, one package per outside thing."""
