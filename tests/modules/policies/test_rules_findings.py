# SPDX-License-Identifier: EUPL-1.2
"""What a simulated answer shows: the attributes that a policy speaks of, of people whom the asker administers."""

from chancery.kit.ids import UnitId, UserId
from chancery.modules.org.contract import Standing
from chancery.modules.policies.model import Question, Verdict
from chancery.modules.policies.rules.engine import policies_of
from chancery.modules.policies.rules.findings import Finding

EVE = Standing(user_id=UserId("@eve:x"), host_unit_id=UnitId("u"), sponsor_id=UserId("@boris:x"))
ANNA = Standing(user_id=UserId("@anna:x"), units=frozenset({UnitId("u")}), on_red_list=True)
[POLICY] = policies_of(
    '@id("p") forbid (principal, action, resource)'
    " when { principal.external && resource.redListed && context.weekday == 1 }"
    " unless { principal has sponsor };"
)
VERDICT = Verdict(Question(principal=EVE, resource=ANNA, deed="invite", now=1_764_590_400_000), [])


def test_a_policy_counts_what_it_speaks_of() -> None:
    finding = Finding(VERDICT, [EVE.user_id, ANNA.user_id])
    assert finding.counted(POLICY) == {
        "principal.external": True,
        "resource.redListed": True,
        "context.weekday": 1,
        "principal.sponsor": "@boris:x",
    }


def test_nothing_is_told_of_a_person_whom_the_asker_does_not_administer() -> None:
    finding = Finding(VERDICT, [EVE.user_id])
    assert set(finding.attributes()) == {"principal", "context"}
    assert set(finding.counted(POLICY)) == {"principal.external", "principal.sponsor", "context.weekday"}


def test_values_are_plain() -> None:
    shown = Finding(VERDICT, [EVE.user_id, ANNA.user_id]).attributes()
    assert shown["principal"]["hostUnit"] == "u"
    assert shown["resource"]["units"] == ["u"]
    assert shown["context"]["now"] == "2025-12-01T12:00:00Z"
