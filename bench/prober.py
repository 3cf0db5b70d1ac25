# SPDX-License-Identifier: EUPL-1.2
"""A client beside the others, which asks for next to nothing again and again: how long it waits at most."""

import http.client
import threading
import time
from types import TracebackType
from typing import Self

STEP_SECONDS = 0.005


class Prober:
    """Asks in a thread while the block runs; `longest` is the time of the slowest answer in seconds."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(url.removeprefix("http://"))
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.longest = 0.0

    def __enter__(self) -> Self:
        self._ask()  # the connection is made before anything is measured
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while not self._done.wait(STEP_SECONDS):
            began = time.monotonic()
            self._ask()
            self.longest = max(self.longest, time.monotonic() - began)

    def _ask(self) -> None:
        self._connection.request("GET", "/_matrix/client/versions")
        self._connection.getresponse().read()
