# SPDX-License-Identifier: EUPL-1.2
"""A real `chancery serve` in a process of its own, as an operator starts it, with people already on it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from chancery.app import wiring
from chancery.kit.ids import UserId
from chancery.platform.config.load import load
from support.office import PASSWORD, SERVER
from support.ports import free_port

START_SECONDS = 30.0
READY = "Chancery is ready at "


class ServerProcess:
    """One server on one data folder; started, stopped, killed and started again on the same port."""

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str = "sqlite:",
        bus_url: str = "",
        demo: bool = False,
        workers: int = 1,
        address: str = "127.0.0.1",
        namespace: str = "",
    ) -> None:
        self._inside = ["ip", "netns", "exec", namespace] if namespace else []
        self.folder = folder
        self._words = ["serve", "--demo"] if demo else ["serve"]
        self.port = free_port()
        self.url = f"http://{address}:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self.environment = {
            "CHANCERY_SERVER__NAME": SERVER,
            "CHANCERY_SERVER__BIND": address,
            "CHANCERY_SERVER__PORT": str(self.port),
            "CHANCERY_SERVER__WORKERS": str(workers),
            "CHANCERY_SERVER__PUBLIC_URL": self.url,
            "CHANCERY_STORAGE__DATA": str(folder / "data"),
            "CHANCERY_DATABASE__URL": database_url,
            "CHANCERY_BUS__URL": bus_url,
            "CHANCERY_ACCOUNTS__ARGON2_MEMORY_KIB": "8",
            "CHANCERY_ACCOUNTS__ARGON2_PASSES": "1",
            "CHANCERY_ANTIVIRUS__CLAMD": "",
        }

    async def add_people(self, *names: str) -> None:
        """Create logins with the common password; the server must not run on SQLite meanwhile."""
        settings = load(None, environment=self.environment).settings
        platform = await wiring.open_platform(settings)
        try:
            accounts = wiring.build_modules(platform).accounts.accounts
            for name in names:
                user_id = UserId(f"@{name}:{SERVER}")
                await accounts.create_person(user_id, password=PASSWORD, display_name=name.capitalize())
        finally:
            await platform.close()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [*self._inside, str(Path(sys.executable).parent / "chancery"), *self._words]
        # Compiled files may be kept, as at an operator's: a start then takes half a second instead of two.
        inherited = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        announced = self.log().count(READY)
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self.folder, env={**inherited, **self.environment}, stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_SECONDS
        while not (self._answers() and self.log().count(READY) > announced):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start:\n{self.log()[-4000:]}")
            time.sleep(0.02)

    def stop(self) -> int:
        """Stop the server as an operator does; returns its exit status."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the server without any warning."""
        self._end(signal.SIGKILL)

    def workers(self) -> list[int]:
        """Return the process ids of the workers, in the order of their start."""
        assert self._process is not None
        pid = self._process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def log(self) -> str:
        """Return what the server has written so far."""
        path = self.folder / "server.log"
        return path.read_text() if path.exists() else ""

    def _end(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        self._process.send_signal(how)
        status = self._process.wait(START_SECONDS)
        self._process = None
        return status

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False
