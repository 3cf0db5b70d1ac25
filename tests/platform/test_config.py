# SPDX-License-Identifier: EUPL-1.2
"""Settings from a file and the environment; mistakes are explained; the reference is current."""

import json
import tomllib
from pathlib import Path

import pytest

from chancery.platform.config.errors import ConfigError
from chancery.platform.config.load import load
from chancery.platform.config.reference import effective_json, effective_toml, reference
from chancery.platform.config.settings import default_settings

REFERENCE = Path(__file__).parents[2] / "docs/operations/configuration.md"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "chancery.toml"


def test_nothing_set_means_the_defaults(file: Path) -> None:
    loaded = load(environment={})
    assert loaded.settings == default_settings()
    assert loaded.origins == {}


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(file: Path) -> None:
    file.write_text('[server]\nport = 1\nname = "a.example"\ntrusted_proxies = ["10.0.0.1"]\n')
    loaded = load(
        environment={"CHANCERY_SERVER__PORT": "2", "CHANCERY_STORAGE__DATA": "/srv/x", "HOME": "/root"}
    )
    assert loaded.settings.server.port == 2
    assert loaded.settings.server.name == "a.example"
    assert loaded.settings.server.trusted_proxies == ("10.0.0.1",)
    assert loaded.settings.storage.data == Path("/srv/x")
    assert loaded.origins["server.port"] == "CHANCERY_SERVER__PORT"
    assert loaded.origins["server.name"] == "chancery.toml"


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("CHANCERY_ANTIVIRUS__BLOCK_MACROS", "false", "block_macros = false"),
        ("CHANCERY_SERVER__TRUSTED_PROXIES", "10.0.0.1, ::1", 'trusted_proxies = ["10.0.0.1","::1"]'),
        ("CHANCERY_DATABASE__URL", "", 'url = ""'),
        ("CHANCERY_LOG__FORMAT", "json", 'format = "json"'),
    ],
)
def test_a_variable_takes_the_type_of_its_setting(file: Path, name: str, text: str, shown: str) -> None:
    assert f"{shown}  # {name}" in effective_toml(load(environment={name: text})).splitlines()


def test_the_file_is_found_by_option_then_variable_then_folder(file: Path, tmp_path: Path) -> None:
    named, other = tmp_path / "named.toml", tmp_path / "other.toml"
    for port, path in enumerate((named, other, file), start=1):
        path.write_text(f"[server]\nport = {port}\n")
    variable = {"CHANCERY_CONFIG": str(other)}
    assert load(named, variable).settings.server.port == 1
    assert load(environment=variable).settings.server.port == 2
    assert load(environment={}).settings.server.port == 3


@pytest.mark.parametrize(
    ("text", "key", "reason", "fix"),
    [
        ("[server]\nprot = 1", "server.prot", "no such key", "did you mean server.port?"),
        ("[sever]\nport = 1", "sever", "no such section", "did you mean server?"),
        ("[server]\nzzzzzz = 1", "server.zzzzzz", "no such key", "use one of: bind, grace_seconds"),
        (
            "[server]\nport = 70000",
            "server.port",
            "it is 70000",
            "a whole number from 0 to 65535; default: 8008",
        ),
        ('[server]\nport = "80"', "server.port", "Expected `int`, got `str`", "a whole number"),
        ("[server]\nname = 5", "server.name", "Expected `str`", "a text"),
        ("[storage]\ndata = 5", "storage.data", "Expected `str`", "a path"),
        ('[log]\nlevel = "loud"', "log.level", "loud", 'one of "debug", "error", "info", "warning"'),
        ("server = 1", "server", "a section, not a value", "[server]"),
        ("[server", "(the file)", "not TOML", "correct that line"),
    ],
)
def test_a_mistake_in_the_file_names_key_reason_and_fix(
    file: Path, text: str, key: str, reason: str, fix: str
) -> None:
    file.write_text(text)
    with pytest.raises(ConfigError) as mistake:
        load(environment={})
    assert (mistake.value.origin, mistake.value.key) == ("chancery.toml", key)
    assert reason in mistake.value.reason
    assert fix in mistake.value.fix
    explained = mistake.value.explain()
    assert all(part in explained for part in ("chancery.toml", key, mistake.value.reason, mistake.value.fix))


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("CHANCERY_SERVER__PROT", "server.port"),
        ("CHANCERY_SERVER_PORT", "CHANCERY_SERVER__PORT"),
        ("CHANCERY_SEVER__PORT", "server"),
    ],
)
def test_a_mistake_in_a_variable_s_name_is_not_ignored(file: Path, name: str, fix: str) -> None:
    with pytest.raises(ConfigError) as mistake:
        load(environment={name: "1"})
    assert mistake.value.key == name
    assert fix in mistake.value.fix


def test_a_file_that_was_named_must_be_there(file: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "absent.toml", {})


def test_what_is_shown_can_be_read_back_and_masks_passwords(file: Path) -> None:
    loaded = load(
        environment={"CHANCERY_DATABASE__URL": "postgresql://me:p@ss/w@db/x", "CHANCERY_SERVER__PORT": "5"}
    )
    shown = effective_toml(loaded)
    assert tomllib.loads(shown)["database"]["url"] == "postgresql://me:***@db/x"
    assert tomllib.loads(shown)["server"]["port"] == 5
    assert "port = 5  # CHANCERY_SERVER__PORT" in shown
    as_json = json.loads(effective_json(loaded))
    assert as_json["server"]["port"] == {"value": 5, "origin": "CHANCERY_SERVER__PORT"}
    assert as_json["log"]["level"] == {"value": "info", "origin": "default"}
    assert "ss/w" not in shown + json.dumps(as_json)


def test_the_reference_in_the_documentation_is_current() -> None:
    assert REFERENCE.read_text("utf-8") == reference(), (
        "run: chancery config reference > docs/operations/configuration.md"
    )


TESTING = {"CHANCERY_TESTING__OPEN_REGISTRATION": "true"}


@pytest.mark.parametrize(
    "server",
    [
        {},
        {"CHANCERY_SERVER__BIND": "::1"},
        {"CHANCERY_SERVER__PUBLIC_URL": "https://localhost:8448", "CHANCERY_SERVER__NAME": "localhost:8448"},
    ],
)
def test_test_settings_are_for_this_machine(file: Path, server: dict[str, str]) -> None:
    assert load(environment=TESTING | server).settings.testing.open_registration


@pytest.mark.parametrize(
    ("server", "key"),
    [
        ({"CHANCERY_SERVER__BIND": "0.0.0.0"}, "server.bind"),
        ({"CHANCERY_SERVER__BIND": "::"}, "server.bind"),
        ({"CHANCERY_SERVER__PUBLIC_URL": "https://chancery.example"}, "server.public_url"),
        ({"CHANCERY_SERVER__PUBLIC_URL": "https://localhost.example"}, "server.public_url"),
        ({"CHANCERY_SERVER__PUBLIC_URL": "localhost"}, "server.public_url"),
    ],
)
@pytest.mark.parametrize(
    "testing",
    [
        TESTING,
        {"CHANCERY_TESTING__NO_LIMITS": "true"},
        {"CHANCERY_TESTING__REGISTRATION_SECRET": "x"},
    ],
)
def test_test_settings_on_a_public_address_stop_the_start(
    file: Path, server: dict[str, str], key: str, testing: dict[str, str]
) -> None:
    with pytest.raises(ConfigError, match="for this machine alone") as caught:
        load(environment=testing | server)
    assert caught.value.key == key


@pytest.mark.parametrize("text", [None, "", "password\n", f"{'B' * 40}:2\n{'A' * 40}:7\n"])
def test_a_list_of_breached_passwords_is_one_of_sorted_hashes(file: Path, text: str | None) -> None:
    own = file.with_name("breached.txt")
    if text is not None:
        own.write_text(text)
    with pytest.raises(ConfigError, match="breached_list"):
        load(environment={"CHANCERY_ACCOUNTS__BREACHED_LIST": str(own)})
    own.write_text(f"{'A' * 40}:7\r\n{'B' * 40}:2\r\n")
    loaded = load(environment={"CHANCERY_ACCOUNTS__BREACHED_LIST": str(own)})
    assert loaded.settings.accounts.breached_list == own


def test_a_certificate_needs_its_key(file: Path) -> None:
    with pytest.raises(ConfigError, match="of use together only") as caught:
        load(environment={"CHANCERY_SERVER__TLS_CERTIFICATE": "cert.pem"})
    assert caught.value.key == "server.tls_key"


@pytest.mark.parametrize(
    ("variables", "key"),
    [
        ({"URLS": "https://dc1.example"}, "ldap.urls"),
        ({"URLS": "ldaps://"}, "ldap.urls"),
        ({"URLS": "ldap://dc1.example", "START_TLS": "false"}, "ldap.start_tls"),
        ({"URLS": "ldaps://dc1.example", "PEOPLE_BASE": ""}, "ldap.people_base"),
    ],
)
def test_a_directory_is_asked_encrypted_and_where_people_are(
    file: Path, variables: dict[str, str], key: str
) -> None:
    base = {"CHANCERY_LDAP__PEOPLE_BASE": "ou=people,dc=example"}
    with pytest.raises(ConfigError) as caught:
        load(environment=base | {f"CHANCERY_LDAP__{name}": text for name, text in variables.items()})
    assert caught.value.key == key


def test_a_directory_on_this_machine_needs_no_tls(file: Path) -> None:
    names = {
        "URLS": "ldap://127.0.0.1",
        "START_TLS": "false",
        "PEOPLE_BASE": "dc=example",
        "PASSWORD": "hidden word",
    }
    loaded = load(environment={f"CHANCERY_LDAP__{name}": text for name, text in names.items()})
    assert loaded.settings.ldap.urls == ("ldap://127.0.0.1",)


def test_passwords_and_secrets_are_masked(file: Path) -> None:
    environment = {"CHANCERY_EMAIL__PASSWORD": "hunter2", "CHANCERY_TESTING__REGISTRATION_SECRET": "hunter2"}
    assert "hunter2" not in effective_toml(load(environment=environment))
