# SPDX-License-Identifier: EUPL-1.2
"""What policies are told of people and circumstances fits the schema that they are checked against."""

from cedarpy import PolicySet, Schema, is_authorized
from hypothesis import given
from hypothesis import strategies as st

from chancery.kit.ids import AgencyId, UnitId, UserId
from chancery.modules.org.contract import Standing
from chancery.modules.policies.model import Question
from chancery.modules.policies.rules.vocabulary import SCHEMA, context_of, entities_of, request_of

ALLOW_ALL = PolicySet.from_str("permit (principal, action, resource);")
READ_SCHEMA = Schema.from_str(SCHEMA)
names = st.text(max_size=12)


@st.composite
def people(draw: st.DrawFn) -> Standing:
    is_external = draw(st.booleans())
    return Standing(
        user_id=UserId(draw(names)),
        agencies=draw(st.frozensets(names.map(AgencyId), max_size=2)),
        units=draw(st.frozensets(names.map(UnitId), max_size=2)),
        places=draw(st.frozensets(names.map("unit:{}".format), max_size=3)),
        host_unit_id=UnitId(draw(names)) if is_external else None,
        sponsor_id=UserId(draw(names)) if is_external else None,
        on_red_list=draw(st.booleans()),
    )


@given(
    one=people(),
    other=people(),
    now=st.integers(0, 32_503_680_000_000),
    deed=st.sampled_from(["start_direct_chat", "invite", "join", "call", "mention"]),
)
def test_every_question_fits_the_schema(one: Standing, other: Standing, now: int, deed: str) -> None:
    question = Question(principal=one, resource=other, deed=deed, now=now)
    people = entities_of(question) if one.user_id != other.user_id else entities_of(question)[:1]
    result = is_authorized(request_of(question), ALLOW_ALL, people, schema=READ_SCHEMA)
    assert (result.allowed, result.diagnostics.errors) == (True, [])


def test_the_week_begins_on_monday() -> None:
    nobody = Standing(user_id=UserId("@a:x"))
    question = Question(principal=nobody, resource=nobody, deed="invite", now=1_764_590_400_000)
    context = context_of(question)
    assert context["weekday"] == 1
    assert context["now"]["__extn"]["arg"] == "2025-12-01T12:00:00Z"
