# SPDX-License-Identifier: EUPL-1.2
"""Runs one server as several processes: starts them, starts dead ones again, and stops them together.

The supervisor takes no requests and holds no connections; it forks, waits and counts. Every worker has a listening
socket of its own on the same port (SO_REUSEPORT): measured with four workers and bursts of connections, the kernel
spreads them evenly (113 to 139 of 500), while one inherited socket gives most to whoever wakes first (31 to 317).
"""

import contextlib
import logging
import os
import selectors
import shutil
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import msgspec

from chancery.app.worker import Worker

logger = logging.getLogger("chancery.supervisor")

_BACK_OFF_SECONDS = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
_STEADY_SECONDS = 60.0
"""A worker that lived this long starts at the beginning of the back-off when it dies."""
_KILL_SECONDS = 10.0
"""How long after its grace a worker that does not end is killed."""


@dataclass(slots=True)
class _Place:
    """One worker's place in the group, taken by one process after another."""

    number: int
    pid: int = 0
    lifeline: int = -1
    report: int = -1
    began: float = 0.0
    due: float | None = None
    failures: int = 0
    is_ready: bool = False
    said: bytearray = field(default_factory=bytearray)


class Supervisor:
    """`work` is run in each forked process; `announce` gets the first worker's notes when all answer."""

    def __init__(
        self,
        count: int,
        *,
        grace_seconds: float,
        work: Callable[[Worker], None],
        announce: Callable[[Sequence[str]], None],
    ) -> None:
        self._places = [_Place(number) for number in range(1, count + 1)]
        self._patience = grace_seconds + _KILL_SECONDS
        self._work = work
        self._announce = announce
        self._selector = selectors.DefaultSelector()
        self._folder = Path()
        self._notes: list[str] = []
        self._announced = False
        self._failed = False
        self._kill_at: float | None = None

    def run(self) -> int:
        """Supervise until a signal; returns the exit status, which is not 0 when the workers could not start."""
        self._folder = Path(tempfile.mkdtemp(prefix="chancery-workers-"))
        # The first worker alone brings the schema up to date and makes the keys.
        self._places[0].due = monotonic()
        try:
            with self._hearing_signals():
                while not self._is_over():
                    self._start_due()
                    self._listen()
                    self._end_late()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)
        return 1 if self._failed else 0

    @contextlib.contextmanager
    def _hearing_signals(self) -> Iterator[None]:
        """Turn SIGTERM and SIGINT into bytes on a socket, so that none comes between a look and a wait."""
        ours, theirs = socket.socketpair()
        theirs.setblocking(False)
        self._selector.register(ours, selectors.EVENT_READ, None)
        former = {number: signal.signal(number, _ignore) for number in (signal.SIGTERM, signal.SIGINT)}
        wakeup = signal.set_wakeup_fd(theirs.fileno())
        try:
            yield
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in former.items():
                signal.signal(number, handler)
            self._selector.close()
            ours.close()
            theirs.close()

    def _is_over(self) -> bool:
        return self._kill_at is not None and not any(place.pid for place in self._places)

    def _listen(self) -> None:
        for key, _ in self._selector.select(self._seconds_until_next()):
            if key.data is None:
                key.fileobj.recv(64)  # type: ignore[union-attr]  # the socket of `_hearing_signals`
                self._stop()
            else:
                self._hear(key.data)

    def _seconds_until_next(self) -> float | None:
        moments = [place.due for place in self._places if place.due is not None]
        if self._kill_at is not None:
            moments.append(self._kill_at)
        return max(0.0, min(moments) - monotonic()) if moments else None

    def _start_due(self) -> None:
        now = monotonic()
        for place in self._places:
            if place.due is not None and place.due <= now and self._kill_at is None:
                place.due = None
                self._start(place)

    def _start(self, place: _Place) -> None:
        lifeline, place.lifeline = os.pipe()
        place.report, report = os.pipe()
        place.began, place.is_ready = monotonic(), False
        place.said.clear()
        sys.stdout.flush()
        sys.stderr.flush()
        place.pid = os.fork()
        if place.pid == 0:
            worker = Worker(place.number, len(self._places), lifeline, report, self._folder)
            self._become(worker)
        os.close(lifeline)
        os.close(report)
        self._selector.register(place.report, selectors.EVENT_READ, place)

    def _become(self, worker: Worker) -> None:
        """Live the life of a worker in the forked process; does not return."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        for place in self._places:
            # A copy of another worker's lifeline would keep that one alive after the supervisor's end.
            for end in (place.lifeline, place.report):
                if end >= 0:
                    os.close(end)
        self._selector.close()
        status = 1
        try:
            self._work(worker)
            status = 0
        except SystemExit as end:
            status = _status_of(end)
        except BaseException:  # noqa: BLE001  # the process ends here; nobody above may run the supervisor's code
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _hear(self, place: _Place) -> None:
        said = os.read(place.report, 65_536)
        if not said:
            self._bury(place)
            return
        place.said += said
        if not place.said.endswith(b"\n") or place.is_ready:
            return
        place.is_ready = True
        self._notes += msgspec.json.decode(bytes(place.said), type=list[str])
        logger.info("a worker answers", extra={"number": place.number, "pid": place.pid})
        self._go_on()

    def _go_on(self) -> None:
        """After the first worker start the others; announce the group when all of them answer."""
        now = monotonic()
        for place in self._places:
            if not place.pid and place.due is None:
                place.due = now
        if not self._announced and all(place.is_ready for place in self._places):
            self._announced = True
            self._announce(self._notes)

    def _bury(self, place: _Place) -> None:
        """Take leave of a process that ended, and plan its successor."""
        self._selector.unregister(place.report)
        os.close(place.report)
        _cut(place)
        _, wait_status = os.waitpid(place.pid, 0)
        status = os.waitstatus_to_exitcode(wait_status)
        place.pid, place.report = 0, -1
        if self._kill_at is not None:
            self._failed = self._failed or status != 0
            return
        if not self._announced and not place.is_ready:
            logger.error("a worker could not start", extra={"number": place.number, "status": status})
            self._failed = True
            self._stop()
            return
        place.failures = 0 if monotonic() - place.began > _STEADY_SECONDS else place.failures + 1
        pause = _BACK_OFF_SECONDS[min(max(place.failures - 1, 0), len(_BACK_OFF_SECONDS) - 1)]
        place.due, place.is_ready = monotonic() + pause, False
        logger.error(
            "a worker ended and is started again",
            extra={"number": place.number, "status": status, "pause": pause},
        )

    def _stop(self) -> None:
        """Let every worker drain: the end of its lifeline says so, once, whatever signals it gets beside."""
        if self._kill_at is not None:
            return
        self._kill_at = monotonic() + self._patience
        for place in self._places:
            place.due = None
            if place.pid:
                _cut(place)

    def _end_late(self) -> None:
        if self._kill_at is None or monotonic() < self._kill_at:
            return
        for place in self._places:
            if place.pid:
                logger.error("a worker did not end and is killed", extra={"number": place.number})
                os.kill(place.pid, signal.SIGKILL)
        self._kill_at = monotonic() + _KILL_SECONDS


def _cut(place: _Place) -> None:
    """End the worker's lifeline."""
    if place.lifeline >= 0:
        os.close(place.lifeline)
        place.lifeline = -1


def _ignore(_number: int, _frame: object) -> None:
    """A handler must exist for the wakeup socket to be written."""


def _status_of(end: SystemExit) -> int:
    if isinstance(end.code, str):
        sys.stderr.write(f"{end.code}\n")
        return 1
    return end.code or 0
