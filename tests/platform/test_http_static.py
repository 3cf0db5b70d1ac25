# SPDX-License-Identifier: EUPL-1.2
"""The web client's files: pages, caching, precompressed variants, the content security policy."""

import gzip
import shutil
from pathlib import Path

import pytest
from support.http import Client

from chancery.platform.http.kernel import Kernel
from chancery.platform.http.request import Request
from chancery.platform.http.static import WebClient

PAGE = {"accept": "text/html,application/xhtml+xml"}
SCRIPT = b"console.log(1);" * 100
LARGE = bytes(range(256)) * 4096


async def nobody(_request: Request) -> None:
    return None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    dist = tmp_path / "web_dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><p>hello")
    (dist / "sw.js").write_text("// worker")
    (dist / "csp.json").write_text("""{"style_src": ["'sha256-abc='"]}""")
    (dist / "assets/app-1a2b.js").write_bytes(SCRIPT)
    (dist / "assets/app-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT))
    (dist / "assets/app-1a2b.js.br").write_bytes(b"brotli bytes")
    (dist / "assets/engine.wasm").write_bytes(LARGE)
    (tmp_path / "secret.txt").write_text("secret")
    return dist


@pytest.fixture
def client(folder: Path) -> Client:
    return client_of(folder)


def client_of(folder: Path) -> Client:
    return Client(
        Kernel([], authenticate=nobody, fallback=WebClient(folder, connect=("https://chat.example",)))
    )


@pytest.mark.parametrize("path", ["/", "/chats/!room%3Ax", "/files/a/b?sel=1", "/index.html"])
async def test_every_page_is_the_index(client: Client, path: str) -> None:
    answer = await client.get(path, headers=PAGE)
    assert answer.status == 200
    assert answer.body.endswith(b"hello")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


async def test_the_policy_is_strict_and_knows_the_build_s_styles(client: Client) -> None:
    policy = (await client.get("/", headers=PAGE)).headers["content-security-policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "style-src 'self' 'sha256-abc='" in policy
    assert "connect-src 'self' https://chat.example" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert not [part for part in policy if "unsafe-inline" in part or "'unsafe-eval'" in part]


@pytest.mark.parametrize(
    "path", ["/api/v1/x", "/_matrix/x", "/.well-known/x", "/assets/absent.js", "/health", "/metrics"]
)
async def test_an_unknown_api_or_asset_is_no_page(client: Client, path: str) -> None:
    assert (await client.get(path, headers=PAGE)).status == 404


async def test_what_does_not_ask_for_a_page_gets_none(client: Client) -> None:
    assert (await client.get("/chats", headers={"accept": "application/json"})).status == 404
    assert (await client.post("/chats", headers=PAGE)).status == 404


async def test_hashed_assets_are_kept_for_ever_and_the_worker_is_asked_for_again(client: Client) -> None:
    asset = await client.get("/assets/app-1a2b.js")
    assert asset.body == SCRIPT
    assert asset.headers["content-type"] == "text/javascript; charset=utf-8"
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (await client.get("/sw.js")).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", None), ("", None)],
)
async def test_the_best_accepted_encoding_is_sent(
    client: Client, accepted: str, encoding: str | None
) -> None:
    answer = await client.get("/assets/app-1a2b.js", headers={"accept-encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "accept-encoding"
    if encoding == "gzip":
        assert gzip.decompress(answer.body) == SCRIPT


async def test_an_unchanged_file_is_not_sent_again(client: Client) -> None:
    first = await client.get("/", headers=PAGE)
    again = await client.get("/", headers=PAGE | {"if-none-match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


async def test_a_large_file_arrives_whole_and_head_tells_its_length(client: Client) -> None:
    answer = await client.get("/assets/engine.wasm")
    assert answer.body == LARGE
    head = await client.request("HEAD", "/assets/engine.wasm")
    assert (head.body, head.headers["content-length"]) == (b"", str(len(LARGE)))
    assert head.headers["content-type"] == "application/wasm"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "//etc/passwd",
    ],
)
async def test_no_path_leaves_the_folder(client: Client, path: str) -> None:
    for headers in ({}, PAGE):
        assert b"secret" not in (await client.get(path, headers=headers)).body.replace(b"secret.txt", b"")


async def test_a_missing_build_is_said_plainly(tmp_path: Path, folder: Path) -> None:
    empty = tmp_path / "empty"
    client = client_of(empty)
    answer = await client.get("/", headers=PAGE)
    assert answer.status == 503
    assert b"not built" in answer.body
    shutil.move(folder, empty)
    assert (await client.get("/", headers=PAGE)).status == 200
