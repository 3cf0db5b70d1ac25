# SPDX-License-Identifier: EUPL-1.2
"""How batches travel between processes: one msgpack message, each fact named by its class."""

import logging
from collections.abc import Iterator, Sequence

import msgspec

from chancery.platform.bus.port import Batch, Fact

log = logging.getLogger(__name__)

_NamedFact = tuple[str, msgspec.Raw]


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    """A batch as it is read: its facts are decoded only once their classes are known."""

    base: int
    end: int
    facts: list[_NamedFact]


class Message(msgspec.Struct, frozen=True, array_like=True):
    """What one process sends at a time; `sequence` counts its messages, so that a lost one is noticed."""

    writer: str
    sequence: int
    entries: list[_Entry]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Message)
_kinds: dict[str, msgspec.msgpack.Decoder[Fact]] = {}


def encode(writer: str, sequence: int, batches: Sequence[Batch]) -> bytes:
    """Return the message for some batches."""
    entries = [[b.base, b.end, [(_name(type(fact)), fact) for fact in b.facts]] for b in batches]
    return _encoder.encode([writer, sequence, entries])


def decode(data: bytes) -> Message:
    """Return the message; raises msgspec.MsgspecError when it is none."""
    return _decoder.decode(data)


def batches_of(message: Message) -> list[Batch]:
    """Return the message's batches; a fact whose class this version does not know is logged and left out."""
    return [Batch(entry.base, entry.end, list(_facts_of(entry))) for entry in message.entries]


def _facts_of(entry: _Entry) -> Iterator[Fact]:
    for name, raw in entry.facts:
        decoder = _kinds.get(name) or _learn(name)
        if decoder is None:
            log.warning("another process told a fact that is unknown here: %s", name)
            continue
        yield decoder.decode(raw)


def _learn(name: str) -> msgspec.msgpack.Decoder[Fact] | None:
    for kind in _descendants(Fact):
        _kinds.setdefault(_name(kind), msgspec.msgpack.Decoder(kind))
    return _kinds.get(name)


def _descendants(kind: type[Fact]) -> Iterator[type[Fact]]:
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)


def _name(kind: type[Fact]) -> str:
    # A tag alone would not do: two modules may use the same class name.
    return f"{kind.__module__}.{kind.__qualname__}"
