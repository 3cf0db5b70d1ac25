# SPDX-License-Identifier: EUPL-1.2
"""What the server says about itself, and the order in which its parts start and stop."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from support.http import Answer, Client

from chancery.app.application import Application, Check
from chancery.app.server import CannotListen, kernel_of, running, serve
from chancery.kit.errors import Unauthenticated, Unavailable
from chancery.kit.ids import DeviceId, SessionId, UserId
from chancery.platform.config.settings import Server, Settings, Storage, default_settings
from chancery.platform.http.request import Caller, Request
from chancery.platform.http.routes import Route
from chancery.platform.http.server import listen
from chancery.platform.lifecycle import Job, Module


async def nobody(_request: Request) -> None:
    raise Unauthenticated("nobody is known here")


async def greet(request: Request) -> dict[str, str]:
    return {"name": request.params["name"]}


async def works() -> str:
    return "ok"


async def is_broken() -> str:
    raise Unavailable("the database at db.internal does not answer")


class Diary:
    """Writes down what is started and stopped."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def module(self, name: str, *, jobs: tuple[Job, ...] = (), fails: bool = False) -> Module:
        async def start() -> None:
            if fails:
                raise Unavailable(f"{name} does not start")
            self.lines.append(f"start {name}")

        async def stop() -> None:
            self.lines.append(f"stop {name}")

        return Module(name, start=start, stop=stop, jobs=jobs)

    async def close(self) -> None:
        self.lines.append("close")


def application(
    *modules: Module, diary: Diary | None = None, checks: Mapping[str, Check] | None = None, **server: object
) -> Application:
    settings = settings_with(**server)
    close = (diary or Diary()).close
    return Application(
        settings=settings, modules=modules, authenticate=nobody, close=close, checks=checks or {}
    )


def settings_with(**server: object) -> Settings:
    return msgspec.structs.replace(default_settings(), server=Server(**server))  # type: ignore[arg-type]  # by name


GREETER = Module(
    "greeter", routes=(Route("GET", "/api/v1/greet/{name}", greet, login=False, answer=dict[str, str]),)
)


async def test_the_server_says_that_it_lives() -> None:
    answer = await Client(kernel_of(application())).get("/health")
    assert (answer.status, answer.json) == (200, {"status": "ok"})


async def test_it_is_ready_when_every_part_is() -> None:
    client = Client(kernel_of(application(checks={"database": works, "blobs": works})))
    answer = await client.get("/ready")
    assert (answer.status, answer.json) == (
        200,
        {"status": "ready", "checks": {"database": "ok", "blobs": "ok"}},
    )


async def test_it_is_not_ready_when_a_part_is_broken_and_keeps_the_reason_for_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = Client(kernel_of(application(checks={"database": is_broken, "blobs": works})))
    answer = await client.get("/ready")
    assert (answer.status, answer.json["checks"]) == (503, {"database": "failed", "blobs": "ok"})
    assert b"db.internal" not in answer.body
    assert "db.internal" in caplog.text


async def _state(folder: Path, *, is_admin: bool) -> Answer:
    async def sign_in(request: Request) -> None:
        request.caller = Caller(
            UserId("@vera:x"), DeviceId("DEVICE"), SessionId("session"), is_admin=is_admin
        )

    built = application(checks={"database": works, "antivirus": is_broken})
    settings = msgspec.structs.replace(built.settings, storage=Storage(data=folder))
    kernel = kernel_of(replace(built, settings=settings, authenticate=sign_in))
    return await Client(kernel).get("/api/v1/admin/server")


async def test_who_runs_the_server_sees_its_state(tmp_path: Path) -> None:
    (tmp_path / "chancery.sqlite").write_bytes(b"x" * 1000)
    answer = await _state(tmp_path, is_admin=True)
    assert answer.status == 200, answer.body
    parts = [(part["name"], part["works"], part["words"]) for part in answer.json["parts"]]
    assert parts == [("database", True, "ok"), ("antivirus", False, "failed")]
    assert answer.json["disk"]["data"] == 1000
    assert 0 < answer.json["disk"]["free"] <= answer.json["disk"]["total"]
    assert answer.json["numbers"]["chancery_polls_open"] == 0
    assert b"db.internal" not in answer.body


async def test_others_do_not_see_it(tmp_path: Path) -> None:
    answer = await _state(tmp_path, is_admin=False)
    assert (answer.status, answer.json["code"]) == (403, "forbidden")


async def test_it_is_not_ready_while_it_stops() -> None:
    kernel = kernel_of(application(checks={"database": works}))
    kernel.drain()
    assert (await Client(kernel).get("/ready")).status == 503


async def test_metrics_name_routes_never_paths() -> None:
    client = Client(kernel_of(application(GREETER)))
    await client.get("/api/v1/greet/Marie?token=hunter2")
    await client.get("/api/v1/unknown/Marie")
    shown = (await client.get("/metrics")).body.decode()
    assert 'route="/api/v1/greet/{name}",status="200"} 1.0' in shown
    assert "chancery_polls_open 0.0" in shown
    assert "Marie" not in shown
    assert "hunter2" not in shown


@pytest.mark.parametrize(
    ("access", "address", "headers", "status"),
    [
        ("loopback", "127.0.0.1", {}, 200),
        ("loopback", "::1", {}, 200),
        ("loopback", "10.0.0.7", {}, 404),
        ("loopback", "127.0.0.1", {"x-forwarded-for": "10.0.0.7"}, 404),
        ("everyone", "10.0.0.7", {}, 200),
        ("off", "127.0.0.1", {}, 404),
    ],
)
async def test_metrics_are_for_those_whom_the_settings_name(
    access: str, address: str, headers: dict[str, str], status: int
) -> None:
    kernel = kernel_of(application(metrics=access))
    assert (await Client(kernel, client=address).get("/metrics", headers=headers)).status == status


async def test_the_openapi_document_is_served() -> None:
    answer = await Client(kernel_of(application(GREETER))).get("/api/v1/openapi.json")
    assert {"/api/v1/greet/{name}", "/api/v1/openapi.json"} <= set(answer.json["paths"])


async def test_modules_start_bottom_up_and_stop_top_down() -> None:
    diary = Diary()
    async with running(application(diary.module("audit"), diary.module("rooms"), diary=diary)):
        assert diary.lines == ["start audit", "start rooms"]
    assert diary.lines[2:] == ["stop rooms", "stop audit", "close"]


async def test_when_a_module_does_not_start_the_started_ones_are_stopped() -> None:
    diary = Diary()
    broken = application(diary.module("audit"), diary.module("rooms", fails=True), diary=diary)
    with pytest.raises(Unavailable):
        async with running(broken):
            pass
    assert diary.lines == ["start audit", "stop audit", "close"]


async def test_a_job_goes_on_after_an_error_and_ends_with_the_server(
    caplog: pytest.LogCaptureFixture,
) -> None:
    runs: asyncio.Queue[int] = asyncio.Queue()
    numbers = iter(range(1000))

    async def run() -> None:
        number = next(numbers)
        runs.put_nowait(number)
        if number == 0:
            raise RuntimeError("first time")

    diary = Diary()
    async with running(application(diary.module("x", jobs=(Job("sweep", run, 0.001),)), diary=diary)):
        async with asyncio.timeout(5):
            assert [await runs.get(), await runs.get()] == [0, 1]
    count = next(numbers)
    await asyncio.sleep(0.02)
    assert next(numbers) == count + 1
    assert "job failed" in caplog.text


async def test_a_taken_port_is_named() -> None:
    taken = listen("127.0.0.1", 0)
    taken.listen()
    port = taken.getsockname()[1]

    async def build(_settings: Settings) -> Application:
        raise AssertionError("nothing is built before the port is ours")

    with pytest.raises(CannotListen, match=f"127.0.0.1, port {port}: Address already in use"):
        await serve(settings_with(port=port), build, lambda _url: None)
    taken.close()


async def test_a_free_port_is_taken_and_told_to_the_modules() -> None:
    seen: list[Settings] = []
    told: list[str] = []
    diary = Diary()

    async def build(settings: Settings) -> Application:
        seen.append(settings)
        return Application(settings=settings, modules=(), authenticate=nobody, close=diary.close)

    serving = asyncio.create_task(serve(settings_with(port=0), build, told.append))
    async with asyncio.timeout(5):
        while not told:  # the callback has no event
            await asyncio.sleep(0.01)
        port = seen[0].server.port
        assert told == [f"http://127.0.0.1:{port}"]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.1 200")
        writer.close()
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    assert diary.lines == ["close"]
