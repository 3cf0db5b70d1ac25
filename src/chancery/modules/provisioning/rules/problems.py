# SPDX-License-Identifier: EUPL-1.2
"""What may be wrong with a line, and how to mend it, in words."""

from chancery.modules.provisioning.contract import Problem, Severity

_TEXTS: dict[str, str] = {
    "unit_duplicate": "unit {unit} is on line {other} already; give it another code or remove one of the lines",
    "unit_differs": "unit {unit} has another {field} on line {other}; make the lines agree",
    "unit_name_bad": "unit {unit} needs a name of up to 200 characters",
    "unit_parent_unknown": "the unit above {unit} is {parent}, which is nowhere in the source; correct the code or add the unit",
    "unit_cycle": "unit {unit} would stand below itself ({path}); correct one of the units above",
    "unit_above_refused": "unit {unit} stands below {parent}, which has an error of its own",
    "unit_outside": "unit {unit} was moved out of the part that this source looks after; move it back by hand first",
    "unit_without_head": "unit {unit} has people, but nobody heads it; say who is its head",
    "unit_missing": "unit {unit} is not in the source any more; it stays here until somebody removes it",
    "unit_unknown": "unit {unit} is nowhere in the source; correct the code or add the unit",
    "unit_refused": "unit {unit} has an error of its own",
    "post_duplicate": "post {post} is on line {other} already; give it another code",
    "post_title_missing": "the post has no title; fill it in",
    "post_kind_fixed": "post {post} is here for another purpose ({kind}); a post does not change its kind",
    "post_moved": "post {post} belongs to another unit here; give the post of the other unit a code of its own",
    "post_unknown": "post {post} is nowhere in the source",
    "person_duplicate": "{person} is on line {other} already, with another {field}; make the lines agree or remove one",
    "person_name_missing": "the person has no name; fill it in",
    "person_login_missing": "the person has no login name and no e-mail address to take it from; fill one in",
    "person_login_bad": "{login} cannot be a login name: use a-z 0-9 . _ = - / +",
    "person_login_taken": "the login name {login} is on line {other} already; give another one",
    "person_login_linked": "the login {login} belongs to another person of this source; give another one",
    "person_login_closed": "the login {login} belonged to somebody who left and is not given again; give another one",
    "person_login_fixed": "the person is {login} here; a login name does not change",
    "person_elsewhere": "{login} has a place outside the part that this source looks after, or runs the server",
    "person_gone": "{login} left and cannot come back under the same login; give a new one",
    "person_email_bad": "{email} is no e-mail address; correct it",
    "person_email_taken": "the e-mail address {email} is on line {other} already; give another one",
    "person_email_used": "the e-mail address {email} belongs to {owner} here; give another one",
    "person_refused": "{person} has an error of their own",
    "person_unknown": "person {person} is nowhere in the source",
    "appointment_duplicate": "{person} holds this post by line {other} already; remove one of the lines",
    "appointment_dates": "the appointment ends before it begins; correct the dates",
    "appointment_duty": "a turn of duty has an end; fill it in",
    "two_heads": "unit {unit} has two heads at a time, here and on line {other}; let one of them act or correct the dates",
    "head_elsewhere": "{person} heads unit {unit} here and is not ended by this source; end that by hand first",
    "line_encoding": "the line is in another encoding than the rest of the file; save the whole file as UTF-8",
    "line_garbled": "the letters of this line were damaged by a wrong encoding before; export it again as UTF-8",
    "line_cell": "a cell of this line has more than {most} characters; shorten it",
    "line_code_long": "a code of this line has more than {most} characters; shorten it",
    "line_empty": "the line names neither a person nor a unit; fill it in or remove it",
    "line_yes_no": "{value} is neither yes nor no; write yes or no",
    "line_post_kind": "{value} is no kind of post; write head, deputy, specialist or duty",
    "line_date": "{value} is no date; write 2026-11-23 or 23.11.2026",
    "apply_failed": "this could not be applied: {reason}",
}


def problem(
    code: str,
    line: int | None = None,
    column: str | None = None,
    *,
    severity: Severity = "error",
    **params: object,
) -> Problem:
    """Return a problem with its text."""
    shown = {name: str(value) for name, value in params.items()}
    return Problem(code, severity, _TEXTS[code].format(**shown), line, column, shown)


def warning(code: str, line: int | None = None, column: str | None = None, **params: object) -> Problem:
    """Return a problem that does not keep its line from being applied."""
    return problem(code, line, column, severity="warning", **params)
