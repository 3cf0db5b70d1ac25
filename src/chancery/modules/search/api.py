# SPDX-License-Identifier: EUPL-1.2
"""`POST /search`."""

from collections.abc import Sequence

from chancery.modules.search.rules.request import SearchBody, parse_page_token
from chancery.modules.search.service.answers import Answers
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route


class SearchApi:
    """Search in the events of rooms; people and public rooms have endpoints of their own."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (Route("POST", "/_matrix/client/v3/search", self.search, body=SearchBody),)

    async def search(self, request: Request) -> object:
        """Answer `POST /search`; `next_batch` in the query asks for a further page."""
        body: SearchBody = request.body
        wanted = body.search_categories.room_events
        if wanted is None:
            return {"search_categories": {}}
        token = parse_page_token(request.query.get("next_batch"), wanted.order_by)
        found = await self._answers.search(request.caller, wanted, token)
        return {"search_categories": {"room_events": found}}
