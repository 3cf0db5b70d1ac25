# SPDX-License-Identifier: EUPL-1.2
"""Units: what is wrong with the desired tree, and how it differs from the stored one."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chancery.kit.text import fold
from chancery.modules.provisioning.contract import Change, DesiredUnit, FieldChange, Problem
from chancery.modules.provisioning.model import MAX_NAME, NewId, Stored
from chancery.modules.provisioning.rules.problems import problem


@dataclass(slots=True)
class Units:
    """What became of the desired units: `ids` are ours of those that may be used, parents before children."""

    ids: dict[str, str]
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)


def diff_units(stored: Stored, desired: Sequence[DesiredUnit], new_id: NewId) -> Units:
    """Return what to do to the tree."""
    known = {external: ours for external, ours in stored.unit_links.items() if ours in stored.units}
    units = Units(dict(known))
    wanted = _once(desired, units)
    ordered = _ordered(wanted, known, units)
    _place(stored, ordered, units, new_id)
    return units


def _once(desired: Iterable[DesiredUnit], units: Units) -> dict[str, DesiredUnit]:
    wanted: dict[str, DesiredUnit] = {}
    for unit in desired:
        if not 0 < len(unit.name.strip()) <= MAX_NAME:
            units.refused.add(unit.external_id)
            units.problems.append(problem("unit_name_bad", unit.line, "unit_name", unit=unit.external_id))
            continue
        first = wanted.setdefault(unit.external_id, unit)
        if first is not unit:
            units.problems.append(
                problem("unit_duplicate", unit.line, "unit", unit=unit.external_id, other=first.line or "?")
            )
    return wanted


def _ordered(wanted: Mapping[str, DesiredUnit], known: Container[str], units: Units) -> list[DesiredUnit]:
    """Return the usable units, parents first; the others are refused, each with what is wrong."""
    good: dict[str, DesiredUnit] = {}
    for unit in wanted.values():
        if unit.external_id in good or unit.external_id in units.refused:
            continue
        chain = _chain(unit, wanted, good.keys() | units.refused)
        fault = _fault(chain, wanted, known, units)
        if fault is None:
            good |= {one.external_id: one for one in reversed(chain)}
            continue
        units.problems += fault
        units.refused |= {one.external_id for one in chain}
    return list(good.values())


def _chain(
    unit: DesiredUnit, wanted: Mapping[str, DesiredUnit], settled: Container[str]
) -> list[DesiredUnit]:
    """Return a unit and those above it up to what is settled, unknown, or in the chain already."""
    chain = {unit.external_id: unit}
    while unit.parent is not None and unit.parent in wanted:
        if unit.parent in settled or unit.parent in chain:
            break
        unit = wanted[unit.parent]
        chain[unit.external_id] = unit
    return list(chain.values())


def _fault(
    chain: Sequence[DesiredUnit], wanted: Mapping[str, DesiredUnit], known: Container[str], units: Units
) -> list[Problem] | None:
    """Return what is wrong with a chain, None when it may be used."""
    top = chain[-1]
    names = [one.external_id for one in chain]
    if top.parent is None or (top.parent not in wanted and top.parent in known):
        return None
    if top.parent in units.refused:
        return [_above(one) for one in chain]
    if top.parent in names:
        start = names.index(top.parent)
        path = " → ".join([*names[start:], top.parent])
        ring = [
            problem("unit_cycle", one.line, "parent", unit=one.external_id, path=path)
            for one in chain[start:]
        ]
        return [*(_above(one) for one in chain[:start]), *ring]
    if top.parent in wanted:
        return None
    unknown = problem("unit_parent_unknown", top.line, "parent", unit=top.external_id, parent=top.parent)
    return [*(_above(one) for one in chain[:-1]), unknown]


def _above(unit: DesiredUnit) -> Problem:
    return problem(
        "unit_above_refused", unit.line, "parent", unit=unit.external_id, parent=unit.parent or "?"
    )


@dataclass(slots=True)
class _Placing:
    """The tree as it will be: our parents of our units, and which of ours the source has taken."""

    parents: dict[str, str | None]
    labels: dict[str, str]
    taken: set[str]
    new_id: NewId
    children: dict[tuple[str | None, str], list[str]] = field(default_factory=dict)
    moves: list[Change] = field(default_factory=list)


def _place(stored: Stored, ordered: Sequence[DesiredUnit], units: Units, new_id: NewId) -> None:
    placing = _Placing(
        {unit.id: unit.parent_id for unit in stored.units.values()},
        {unit.id: unit.name for unit in stored.units.values()},
        set(units.ids.values()),
        new_id,
    )
    for present in stored.units.values():
        placing.children.setdefault((present.parent_id, fold(present.name)), []).append(present.id)
    for place, unit in enumerate(ordered, start=1):
        _place_one(stored, unit, units, placing, place)
    kept = _without_rings(stored, units, placing)
    # What a unit is moved below stands in its last place before, so that no step makes a ring.
    units.changes += sorted(kept, key=lambda move: _depth(move.id, placing.parents))


def _without_rings(stored: Stored, units: Units, placing: _Placing) -> list[Change]:
    """Refuse the moves by which a unit would stand below itself, by units that the source does not speak of."""
    kept = list(placing.moves)
    while ring := next((move for move in kept if _is_ring(move.id, placing.parents)), None):
        kept.remove(ring)
        placing.parents[ring.id] = stored.units[ring.id].parent_id
        path = f"{ring.external_id} → {ring.after('parent')} → {ring.external_id}"
        units.problems.append(problem("unit_cycle", ring.line, "parent", unit=ring.external_id, path=path))
    return kept


def _place_one(stored: Stored, unit: DesiredUnit, units: Units, placing: _Placing, place: int) -> None:
    if unit.parent in units.refused:
        units.refused.add(unit.external_id)
        units.problems.append(_above(unit))
        return
    parent = units.ids[unit.parent] if unit.parent is not None else stored.root
    ours = units.ids.get(unit.external_id) or _adopted(stored, unit, units, placing, parent)
    if ours is None:
        _add(unit, units, placing, parent, place)
        return
    if not stored.is_inside(ours):
        units.refused.add(unit.external_id)
        units.problems.append(problem("unit_outside", unit.line, "unit", unit=unit.external_id))
        return
    _rename(stored, unit, ours, units)
    if ours != stored.root and stored.units[ours].parent_id != parent:
        _move(unit, ours, parent, placing)


def _adopted(stored: Stored, unit: DesiredUnit, units: Units, placing: _Placing, parent: str) -> str | None:
    """Return a unit of ours of the same name in the same place; the root stands for a top unit of its name."""
    same = fold(unit.name)
    found = [one for one in placing.children.get((parent, same), []) if one not in placing.taken]
    root = stored.units.get(stored.root)
    if unit.parent is None and root is not None and fold(root.name) == same and root.id not in placing.taken:
        found = [root.id]
    if len(found) != 1:
        return None
    units.ids[unit.external_id] = found[0]
    placing.taken.add(found[0])
    units.changes.append(Change("unit.linked", unit.external_id, found[0], unit.name, [], unit.line))
    return found[0]


def _add(unit: DesiredUnit, units: Units, placing: _Placing, parent: str, place: int) -> None:
    ours = placing.new_id("unit")
    units.ids[unit.external_id] = ours
    placing.parents[ours] = parent
    placing.labels[ours] = unit.name
    fields = [
        FieldChange("name", after=unit.name),
        FieldChange("kind", after=unit.kind or "unit"),
        FieldChange("parent", after=placing.labels.get(parent, parent), ref=parent),
        FieldChange("place", after=place),
    ]
    units.changes.append(Change("unit.added", unit.external_id, ours, unit.name, fields, unit.line))


def _rename(stored: Stored, unit: DesiredUnit, ours: str, units: Units) -> None:
    before = stored.units[ours].name
    if before != unit.name:
        fields = [FieldChange("name", before, unit.name)]
        units.changes.append(Change("unit.renamed", unit.external_id, ours, unit.name, fields, unit.line))


def _move(unit: DesiredUnit, ours: str, parent: str, placing: _Placing) -> None:
    before = placing.parents[ours]
    placing.parents[ours] = parent
    labels = placing.labels
    place = FieldChange("parent", labels.get(before or "", before), labels.get(parent, parent), parent)
    placing.moves.append(Change("unit.moved", unit.external_id, ours, unit.name, [place], unit.line))


def _is_ring(unit_id: str, parents: Mapping[str, str | None]) -> bool:
    current = parents.get(unit_id)
    seen: set[str] = set()
    while current is not None and current not in seen:
        if current == unit_id:
            return True
        seen.add(current)
        current = parents.get(current)
    return False


def _depth(unit_id: str, parents: Mapping[str, str | None]) -> int:
    depth, current = 0, parents.get(unit_id)
    while current is not None:
        depth, current = depth + 1, parents.get(current)
    return depth
