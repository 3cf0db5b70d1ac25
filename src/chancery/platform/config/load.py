# SPDX-License-Identifier: EUPL-1.2
"""Reads the settings: defaults, then one TOML file, then environment variables; says exactly what is wrong."""

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import FieldInfo, fields

from chancery.platform.config.errors import ConfigError
from chancery.platform.config.settings import Settings
from chancery.platform.config.together import check

DEFAULT_FILE: Final = Path("chancery.toml")
_PREFIX: Final = "CHANCERY_"
_FILE_VARIABLE: Final = "CHANCERY_CONFIG"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The effective settings, and for each `section.key` that is not at its default where it came from."""

    settings: Settings
    origins: Mapping[str, str]


def sections() -> dict[str, type[msgspec.Struct]]:
    """Return the sections and their types, in the order of the reference."""
    return {field.name: field.type for field in fields(Settings)}


def load(file: Path | None = None, environment: Mapping[str, str] | None = None) -> Loaded:
    """Return the settings; raises ConfigError at the first wrong key or value."""
    variables = os.environ if environment is None else environment
    values: dict[str, dict[str, Any]] = {name: {} for name in sections()}
    origins: dict[str, str] = {}
    path = _file(file, variables)
    if path is not None:
        for section, key, value in _from_file(path):
            values[section][key] = value
            origins[f"{section}.{key}"] = str(path)
    for name, section, key, text in _from_environment(variables):
        values[section][key] = _from_text(section, key, text, name)
        origins[f"{section}.{key}"] = name
    settings = _build(values)
    check(settings)
    return Loaded(settings, origins)


def _file(named: Path | None, variables: Mapping[str, str]) -> Path | None:
    if named is not None:
        return named
    if variables.get(_FILE_VARIABLE):
        return Path(variables[_FILE_VARIABLE])
    return DEFAULT_FILE if DEFAULT_FILE.is_file() else None


def _from_file(path: Path) -> Iterator[tuple[str, str, Any]]:
    for section, table in _parse(path).items():
        _check_known(section, sections(), origin=str(path), prefix="")
        if not isinstance(table, dict):
            raise ConfigError(
                origin=str(path),
                key=section,
                reason="this is a section, not a value",
                fix=f"write [{section}] on a line of its own and the keys below it",
            )
        for key, value in table.items():
            _check_known(key, _fields(section), origin=str(path), prefix=f"{section}.")
            yield section, key, _convert(section, key, value, origin=str(path), strict=True)


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            origin=str(path), key="(the file)", reason=f"this is not TOML: {error}", fix="correct that line"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            origin=str(path),
            key="(the file)",
            reason=f"the file cannot be read: {getattr(error, 'strerror', None) or error}",
            fix="check the path and its permissions, and save the file as UTF-8",
        ) from error


def _from_environment(variables: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    for name in sorted(variables):
        if not name.startswith(_PREFIX) or name == _FILE_VARIABLE:
            continue
        section, separator, key = name.removeprefix(_PREFIX).lower().partition("__")
        if not separator:
            _check_underscores(name, section)
            continue
        _check_known(section, sections(), origin="environment", prefix="", shown=name)
        _check_known(key, _fields(section), origin="environment", prefix=f"{section}.", shown=name)
        yield name, section, key, variables[name]


def _check_underscores(name: str, rest: str) -> None:
    """Refuse CHANCERY_SERVER_PORT: a setting that is silently ignored is worse than none."""
    section, _, key = rest.partition("_")
    if section in sections() and key in _fields(section):
        raise ConfigError(
            origin="environment",
            key=name,
            reason="section and key are joined by two underscores",
            fix=f"name it {_PREFIX}{section.upper()}__{key.upper()}",
        )


def _check_known(
    name: str, known: Mapping[str, object], *, origin: str, prefix: str, shown: str = ""
) -> None:
    if name in known:
        return
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        fix = f"did you mean {prefix}{close[0]}?"
    else:
        fix = f"remove it, or use one of: {', '.join(sorted(known))}"
    kind = "key" if prefix else "section"
    raise ConfigError(
        origin=origin, key=shown or f"{prefix}{name}", reason=f"there is no such {kind}", fix=fix
    )


def _fields(section: str) -> dict[str, FieldInfo]:
    return {field.name: field for field in fields(sections()[section])}


def _from_text(section: str, key: str, text: str, name: str) -> Any:
    value: Any = text
    if _is_list(_fields(section)[key]):
        value = [part.strip() for part in text.split(",") if part.strip()]
    return _convert(section, key, value, origin=name, strict=False)


def _is_list(field: FieldInfo) -> bool:
    return isinstance(field.default, tuple)


def _convert(section: str, key: str, value: Any, *, origin: str, strict: bool) -> Any:
    field = _fields(section)[key]
    try:
        return msgspec.convert(value, field.type, strict=strict, dec_hook=_path)
    except msgspec.ValidationError as error:
        reason = str(error).partition(" - at `")[0]
        raise ConfigError(
            origin=origin,
            key=f"{section}.{key}",
            reason=f"{reason} (it is {value!r})" if isinstance(value, (bool, int, float)) else reason,
            fix=f"{describe_type(field)}; default: {show(field.default)}",
        ) from error


def _path(kind: type, value: Any) -> Any:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise msgspec.ValidationError(f"Expected `str`, got `{type(value).__name__}`")


def _build(values: Mapping[str, Mapping[str, Any]]) -> Settings:
    built: dict[str, Any] = {name: kind(**values[name]) for name, kind in sections().items()}
    return Settings(**built)


def describe_type(field: FieldInfo) -> str:
    """Return what a value may be, in words: `a whole number from 0 to 65535`."""
    kind = msgspec.inspect.type_info(field.type)
    if isinstance(kind, msgspec.inspect.Metadata):
        kind = kind.type
    if isinstance(kind, msgspec.inspect.BoolType):
        return "true or false"
    if isinstance(kind, msgspec.inspect.LiteralType):
        return "one of " + ", ".join(f'"{value}"' for value in kind.values)
    if isinstance(kind, msgspec.inspect.IntType):
        least = "" if kind.ge is None else f" from {kind.ge}"
        most = "" if kind.le is None else f" to {kind.le}"
        return f"a whole number{least}{most}"
    if isinstance(kind, msgspec.inspect.VarTupleType):
        return "a list of texts"
    return "a path" if isinstance(kind, msgspec.inspect.CustomType) else "a text"


def describe(field: FieldInfo) -> str:
    """Return the description that stands beside the setting's type."""
    kind = msgspec.inspect.type_info(field.type)
    extra = kind.extra_json_schema if isinstance(kind, msgspec.inspect.Metadata) else None
    return str((extra or {}).get("description", ""))


def show(value: Any) -> str:
    """Return a value as TOML."""
    return msgspec.json.encode(value, enc_hook=str).decode()
