# SPDX-License-Identifier: EUPL-1.2
"""Which scopes can be given."""

import pytest

from chancery.modules.oauth.rules import scopes


@pytest.mark.parametrize("device", ["", "two words", "ÄÖ", "a/b", "x" * 256])
def test_device_ids_that_are_refused(device: str) -> None:
    with pytest.raises(scopes.ScopeInvalid):
        scopes.parse(f"urn:matrix:client:api:* urn:matrix:client:device:{device}")


def test_one_device_under_both_names_is_one() -> None:
    unstable = "urn:matrix:org.matrix.msc2967.client"
    text = f"urn:matrix:client:api:* urn:matrix:client:device:ABC {unstable}:api:* {unstable}:device:ABC"
    assert scopes.parse(text).device_id == "ABC"
    with pytest.raises(scopes.ScopeInvalid):
        scopes.parse(text.replace(f"{unstable}:device:ABC", f"{unstable}:device:DEF"))
