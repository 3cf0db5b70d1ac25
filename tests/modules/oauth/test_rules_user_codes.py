# SPDX-License-Identifier: EUPL-1.2
"""Codes that people type."""

from chancery.modules.oauth.rules import user_codes


def test_user_codes_are_read_however_they_are_typed() -> None:
    code = user_codes.new_user_code()
    folded = user_codes.fold_user_code(code)
    assert folded == code.replace("-", "")
    assert user_codes.fold_user_code(f" {code.lower().replace('-', ' - ')}") == folded
    assert user_codes.fold_user_code("AEIO-AEIO") is None
    assert user_codes.fold_user_code(code[:-1]) is None
