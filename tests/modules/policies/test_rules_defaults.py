# SPDX-License-Identifier: EUPL-1.2
"""The default policies against a naive reading of them, on random pairs of people."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.kit.ids import AgencyId, UnitId, UserId
from chancery.modules.org.contract import Standing
from chancery.modules.policies.model import Question
from chancery.modules.policies.rules.defaults import DEFAULT_TEXT
from chancery.modules.policies.rules.engine import compile_set, objections_of

PARENTS = {"a1": None, "a2": "a1", "a3": "a2", "b1": None, "b2": "b1"}
"""Two small agencies: each unit and the one above it; the first letter is the agency."""
UNITS = sorted(PARENTS)
ANNA, BORIS = UserId("@anna:x"), UserId("@boris:x")
COMPILED = compile_set(DEFAULT_TEXT)
BY_CEDAR = compile_set(DEFAULT_TEXT + "// Not the default text, so that nothing is answered without Cedar.")


def above(unit: str) -> set[str]:
    """Return a unit and all above it."""
    parent = PARENTS[unit]
    return {unit} | (above(parent) if parent else set())


@st.composite
def people(draw: st.DrawFn, user_id: UserId, other: UserId) -> Standing:
    listed = draw(st.booleans())
    units = draw(st.frozensets(st.sampled_from(UNITS), max_size=2))
    if not units and draw(st.booleans()):
        host = draw(st.sampled_from(UNITS))
        return Standing(
            user_id=user_id,
            agencies=frozenset({AgencyId(host[0])}),
            host_unit_id=UnitId(host),
            host_places=frozenset(f"unit:{unit}" for unit in above(host)),
            sponsor_id=draw(st.sampled_from([other, UserId("@vera:x")])),
            on_red_list=listed,
        )
    places = {f"unit:{place}" for unit in units for place in above(unit)}
    agencies = {unit[0] for unit in units}
    return Standing(
        user_id=user_id,
        agencies=frozenset(AgencyId(agency) for agency in agencies),
        units=frozenset(UnitId(unit) for unit in units),
        places=frozenset(places | {f"agency:{agency}" for agency in agencies}),
        on_red_list=listed,
    )


def expected(question: Question) -> set[str]:
    """Return which policies forbid, as one would tell it in words."""
    one, other = question.principal, question.resource
    found = set()
    if one.agencies and other.agencies and not one.agencies & other.agencies:
        found.add("other-agency")
    hosts = {f"unit:{one.host_unit_id}"}
    if one.is_external and not (hosts & other.places) and one.sponsor_id != other.user_id:
        found.add("external-beyond-unit")
    if other.on_red_list and not _may_reach(question):
        found.add("red-list")
    return found


def _may_reach(question: Question) -> bool:
    one, other = question.principal, question.resource
    if question.is_above or question.wrote_first or one.units & other.units:
        return True
    return other.is_external and (
        other.sponsor_id == one.user_id or f"unit:{other.host_unit_id}" in one.places
    )


@settings(max_examples=400, deadline=None)
@given(one=people(ANNA, BORIS), other=people(BORIS, ANNA), is_above=st.booleans(), wrote_first=st.booleans())
def test_the_default_set_reads_as_it_is_meant(
    one: Standing, other: Standing, *, is_above: bool, wrote_first: bool
) -> None:
    question = Question(
        principal=one, resource=other, deed="invite", now=0, is_above=is_above, wrote_first=wrote_first
    )
    for compiled in (COMPILED, BY_CEDAR):
        assert {policy.id for policy in objections_of(compiled, question)} == expected(question)
