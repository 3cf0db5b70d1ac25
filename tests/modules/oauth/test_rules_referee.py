# SPDX-License-Identifier: EUPL-1.2
"""What Authlib would stumble over is refused all the same."""

import pytest
from support.oauth import REGISTRATION

from chancery.modules.oauth.errors import OAuthError
from chancery.modules.oauth.model import Client
from chancery.modules.oauth.rules import clients, referee


def test_credentials_that_are_not_readable_are_nobodys() -> None:
    client = Client("id", clients.read_metadata(REGISTRATION), b"hash", True, False, 0, 0)
    for header in ("Basic //8=", "Basic %%%", "Basic", "Bearer x"):
        with pytest.raises(OAuthError):
            referee.authenticate({}, {"authorization": header}, client)
        assert referee.client_id_of({}, {"authorization": header}) is None
