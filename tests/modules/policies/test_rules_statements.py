# SPDX-License-Identifier: EUPL-1.2
"""Policy texts taken apart: statements, their lines, and where a complaint belongs."""

from chancery.modules.policies.rules.statements import statements_of

TEXT = """\
// a; comment

@id("one")
forbid (principal, action, resource)
when { principal.external };   // behind

  @reason("semi; \\"colon\\" // no comment")
forbid (principal, action, resource);
"""


def test_each_statement_begins_in_its_line() -> None:
    found = statements_of(TEXT)
    assert [statement.line for statement in found] == [3, 7]
    assert found[0].text.startswith("@id")
    assert found[1].text.endswith("resource);")


def test_a_semicolon_in_a_string_or_a_comment_ends_nothing() -> None:
    assert len(statements_of('@reason("a;b") // c;d\nforbid (principal, action, resource);')) == 1


def test_what_is_not_ended_is_a_statement_too() -> None:
    [statement] = statements_of("\n\nforbid (principal")
    assert (statement.line, statement.text) == (3, "forbid (principal")


def test_nothing_is_no_statement() -> None:
    assert statements_of("") == []
    assert statements_of("// only a comment\n\n") == []


def test_a_complaint_belongs_to_the_line_of_what_it_names() -> None:
    [first, _] = statements_of(TEXT)
    assert first.line_of("attribute `external` is not there") == 5
    assert first.line_of("something else") == 3
