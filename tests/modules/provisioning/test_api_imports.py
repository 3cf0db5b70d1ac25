# SPDX-License-Identifier: EUPL-1.2
"""Imports by HTTP: preview, problems by line, the run, and who may."""

import io
import zipfile
from urllib.parse import urlencode

import pytest
from support.addresses import on_sqlite
from support.people import V3

from .conftest import HEADINGS, IMPORTS, House

LINES = (
    "1,ivanova,Ivanova Maria,ivanova@example.org,legal,Legal Department,,Director,yes,2026-01-15,,",
    "2,petrov,Petrov Oleg,petrov@example.org,claims,Claims Division,legal,Head of division,yes,15.01.2026,,",
    "3,sidorov,Sidorov Pavel,sidorov@example.org,claims,,,Lawyer,no,,31.12.2030,",
)


async def test_people_and_units_of_a_file_are_there_afterwards(house: House) -> None:
    preview = await house.planned(*LINES)
    run = preview["run"]
    assert (run["state"], run["errors"], run["warnings"]) == ("planned", 0, 0)
    assert preview["columns"][:3] == ["person", "login", "name"]
    assert await house.card("petrov") is None, "a preview changes nothing"
    kinds = [change["kind"] for change in await house.changes(run["id"])]
    assert kinds.count("person.added") == 3
    assert sum(run["counts"].values()) == len(kinds) == run["total"]
    assert len(await house.changes(run["id"], "unit.added")) == 2
    assert (await house.apply(run["id"])).status == 200
    done = await house.done(run["id"])
    assert (done["state"], done["done"], done["failed"]) == ("done", run["total"], 0)
    card = await house.card("petrov")
    assert card["email"] == "petrov@example.org"
    assert [post["title"] for post in card["posts"]] == ["Head of division"]
    assert (await house.units())["Claims Division"] == "Legal Department"


async def test_the_same_file_again_finds_nothing_to_do(house: House) -> None:
    await house.imported(*LINES)
    again = await house.planned(*LINES)
    assert (again["run"]["total"], again["run"]["errors"]) == (0, 0)


async def test_what_changed_is_shown_field_by_field(house: House) -> None:
    await house.imported(*LINES)
    changed = LINES[2].replace("Sidorov Pavel", "Sidorov Pavel Ilyich").replace("claims", "legal")
    preview = await house.planned(*LINES[:2], changed)
    found = await house.changes(preview["run"]["id"])
    renamed = next(change for change in found if change["kind"] == "person.changed")
    assert renamed["fields"] == [{"name": "name", "before": "Sidorov Pavel", "after": "Sidorov Pavel Ilyich"}]
    assert renamed["line"] == 4
    moved = [change["kind"] for change in found if change["kind"].startswith("appointment")]
    assert moved == ["appointment.ended", "appointment.added"]
    assert (await house.apply(preview["run"]["id"])).status == 200
    await house.done(preview["run"]["id"])
    card = await house.card("sidorov")
    assert card["name"] == "Sidorov Pavel Ilyich"
    assert [post["unit_name"] for post in card["posts"]] == ["Legal Department"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1,other,Other Person,,legal,,,Clerk,,,,", "person_duplicate"),
        ("9,ivanova,Other Person,,legal,,,Clerk,,,,", "person_login_taken"),
        ("9,Öther,Other Person,,legal,,,Clerk,,,,", "person_login_bad"),
        ("9,other,,,legal,,,Clerk,,,,", "person_name_missing"),
        (",,Other Person,,legal,,,Clerk,,,,", "person_login_missing"),
        ("9,other,Other Person,no address,legal,,,Clerk,,,,", "person_email_bad"),
        ("9,other,Other Person,ivanova@example.org,legal,,,Clerk,,,,", "person_email_taken"),
        ("9,other,Other Person,,nowhere,,,Clerk,,,,", "unit_unknown"),
        ("9,other,Other Person,,loose,Loose,missing,Clerk,,,,", "unit_parent_unknown"),
        ("9,other,Other Person,,claims,Other name,,Clerk,,,,", "unit_differs"),
        ("9,other,Other Person,,legal,,,Director,yes,,,", "two_heads"),
        ("9,other,Other Person,,legal,,,Clerk,sometimes,,,", "line_post_kind"),
        ("9,other,Other Person,,legal,,,Clerk,,yesterday,,", "line_date"),
        ("9,other,Other Person,,legal,,,Clerk,,2026-05-01,2026-04-01,", "appointment_dates"),
        ("9,other,Other Person,,legal,,,,,,,", "post_title_missing"),
        ("9,other,Other Person,,legal,,,Clerk,,,,perhaps", "line_yes_no"),
        ("9,vera,Vera,,legal,,,Clerk,,,,", "person_elsewhere"),
        (",,,,legal,Legal Department,,,,,,", None),
        ("3,,,,claims,,,Lawyer,no,,31.12.2030,", "appointment_duplicate"),
    ],
)
@on_sqlite
async def test_a_bad_line_is_named_and_nothing_is_applied(house: House, line: str, code: str | None) -> None:
    preview = await house.planned(*LINES, line)
    run_id = preview["run"]["id"]
    found = await house.problems(run_id)
    if code is None:
        assert found == []
        return
    assert (5, code) in found
    assert {where for where, _ in found} == {5}
    refused = await house.apply(run_id)
    assert (refused.status, refused.json["code"]) == (409, "import_has_errors")
    assert await house.card("ivanova") is None
    assert (await house.apply(run_id, good_lines=True)).status == 200
    done = await house.done(run_id)
    assert (done["state"], done["failed"]) == ("done", 0)
    assert await house.card("ivanova") is not None
    assert await house.card("other") is None


@on_sqlite
async def test_a_ring_of_units_is_named_with_its_path(house: House) -> None:
    ring = (
        ",,,,a,Unit A,b,,,,,",
        ",,,,b,Unit B,c,,,,,",
        ",,,,c,Unit C,a,,,,,",
        ",,,,d,Unit D,c,,,,,",
        "1,ivanova,Ivanova Maria,,d,,,Clerk,,,,",
        "2,petrov,Petrov Oleg,,,,,Adviser,,,,",
    )
    preview = await house.planned(*ring)
    run_id = preview["run"]["id"]
    assert await house.problems(run_id) == [
        (2, "unit_cycle"),
        (3, "unit_cycle"),
        (4, "unit_cycle"),
        (5, "unit_above_refused"),
        (6, "unit_refused"),
    ]
    answer = await house["vera"].client.get(f"{IMPORTS}/{run_id}/problems?limit=1")
    assert "a → b → c → a" in answer.json["items"][0]["message"]
    assert answer.json["next_after"] == 1
    await house.apply(run_id, good_lines=True)
    await house.done(run_id)
    assert await house.card("petrov") is not None


@on_sqlite
async def test_a_unit_without_a_head_is_a_warning(house: House) -> None:
    preview = await house.planned("1,ivanova,Ivanova Maria,,legal,Legal Department,,Clerk,,,,")
    assert await house.problems(preview["run"]["id"]) == [(2, "unit_without_head")]
    assert (preview["run"]["errors"], preview["run"]["warnings"]) == (0, 1)
    assert (await house.apply(preview["run"]["id"])).status == 200


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@on_sqlite
async def test_russian_files_are_read_in_every_usual_form(
    house: House, encoding: str, separator: str
) -> None:
    lines = (
        "Табельный номер,Логин,ФИО,Код подразделения,Название подразделения,Должность,Руководитель",
        '7,orlova,"Орлова Вера Ильинична",ю,Юридический отдел,Начальник отдела,да',
    )
    answer = await house.upload("\r\n".join(lines).replace(",", separator).encode(encoding))
    assert answer.status == 200, answer.body
    run = answer.json["run"]
    assert (run["errors"], run["warnings"], run["counts"].get("person.added")) == (0, 0, 1)
    await house.apply(run["id"])
    await house.done(run["id"])
    assert (await house.card("orlova"))["name"] == "Орлова Вера Ильинична"


@on_sqlite
async def test_lines_in_another_encoding_are_named(house: House) -> None:
    head = "id,login,name,unit,unit name,post,head\n"
    good = ["1,one,Первый Иван,a,Отдел А,Начальник,да\n", "2,two,Второй Пётр,a,,Юрист,\n"]
    content = (head + "".join(good)).encode() + "3,three,Третий Олег,a,,Юрист,\n".encode("cp1251")
    content += "4,four,Четвёртый Ян,a,,Юрист,\n".encode().decode("cp1251", errors="ignore").encode()
    answer = await house.upload(content)
    run = answer.json["run"]
    assert await house.problems(run["id"]) == [(4, "line_encoding"), (5, "line_garbled")]
    assert run["counts"]["person.added"] == 2


@on_sqlite
async def test_a_workbook_is_read_and_bombs_are_not(house: House) -> None:
    rows = [
        ["Employee ID", "Login", "Name", "Unit", "Unit name", "Job title", "Head", "Since"],
        [17.0, "orlova", "Orlova Vera", "legal", "Legal Department", "Director", True, "2026-02-01"],
    ]
    answer = await house.upload(workbook(rows))
    assert answer.status == 200, answer.body
    assert (answer.json["encoding"], answer.json["run"]["errors"]) == ("xlsx", 0)
    added = await house.changes(answer.json["run"]["id"], "person.added")
    assert [(one["external_id"], one["line"]) for one in added] == [("17", 2)]
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    refused = await house.upload(bomb.getvalue())
    assert (refused.status, refused.json["code"]) == (400, "import_file_refused")


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02\xff\xfe" * 50, b"PK\x03\x04nonsense", b"just a sentence"]
)
@on_sqlite
async def test_what_is_no_table_is_refused(house: House, content: bytes) -> None:
    refused = await house.upload(content)
    assert (refused.status, refused.json["code"]) == (400, "import_file_refused")
    assert (await house["vera"].client.get(IMPORTS)).json["items"] == []


@on_sqlite
async def test_columns_may_be_named_by_hand(house: House) -> None:
    lines = ("A,B,C,D,E", "1,ivanova,Ivanova Maria,Legal,Director")
    refused = await house.upload("\n".join(lines))
    assert refused.json["reason"] == "headings"
    preview = await house.planned(*lines[1:], headings="id,login,x,y,z")
    old = preview["run"]["id"]
    answer = await house["vera"].client.post(
        f"{IMPORTS}/{old}/columns", {"columns": ["person", "login", "name", "unit", "post"]}
    )
    assert answer.status == 200, answer.body
    assert answer.json["run"]["counts"]["person.added"] == 1
    assert (await house["vera"].client.get(f"{IMPORTS}/{old}")).json["state"] == "cancelled"
    twice = await house["vera"].client.post(
        f"{IMPORTS}/{answer.json['run']['id']}/columns", {"columns": ["person", "person"]}
    )
    assert twice.json["reason"] == "columns"


async def test_who_is_missing_from_a_whole_list_leaves(house: House) -> None:
    await house.imported(*LINES)
    preview = await house.planned(*LINES[:2], complete="true")
    run = preview["run"]
    assert (run["leaving"], run["linked"], run["guarded"]) == (1, 3, False)
    await house.apply(run["id"])
    done = await house.done(run["id"])
    assert (done["state"], done["failed"]) == ("done", 0)
    assert not await house.ministry.modules.accounts.accounts.exists((await house.card("sidorov"))["user_id"])
    again = await house.planned(*LINES)
    assert await house.problems(again["run"]["id"]) == [(4, "person_gone")]


@on_sqlite
async def test_many_leavers_stop_the_run_until_the_number_is_repeated(house: House) -> None:
    crowd = [f"c{number},crowd{number},Crowd {number},,,,,Clerk,,,," for number in range(12)]
    await house.imported(*LINES, *crowd)
    run = (await house.planned(*LINES, complete="true"))["run"]
    assert (run["leaving"], run["guarded"], run["state"]) == (12, True, "refused")
    for body in ({}, {"leaving": 11}):
        held = await house.apply(run["id"], **body)
        assert (held.status, held.json["code"], held.json["leaving"]) == (409, "import_leaving", 12)
    assert (await house.apply(run["id"], leaving=12)).status == 200
    assert (await house.done(run["id"]))["failed"] == 0


@on_sqlite
async def test_a_preview_that_is_out_of_date_is_not_applied(house: House) -> None:
    preview = await house.planned(*LINES)
    await house.imported(*LINES)
    answer = await house.apply(preview["run"]["id"])
    assert (answer.status, answer.json["code"]) == (409, "import_plan_changed")
    new = await house["vera"].client.get(f"{IMPORTS}/{answer.json['import_id']}")
    assert new.json["total"] == 0


@on_sqlite
async def test_an_administrator_of_a_part_reaches_that_part_alone(house: House) -> None:
    elsewhere = await house.upload(HEADINGS, by="olga")
    assert (elsewhere.status, elsewhere.json["code"]) == (403, "not_administrator")
    lines = (
        "1,dora,Dora D.,,,,,Clerk,,,,",
        "2,anna,Anna,evil@example.org,,,,Clerk,,,,",
        "3,vera,Vera,evil2@example.org,,,,Clerk,,,,",
        "4,fresh,Fresh,,,,,Clerk,,,,",
    )
    preview = await house.planned(*lines, by="olga", root=house.transport.id)
    run_id = preview["run"]["id"]
    assert await house.problems(run_id, "olga") == [(3, "person_elsewhere"), (4, "person_elsewhere")]
    assert (await house.apply(run_id, "olga", good_lines=True)).status == 200
    await house.done(run_id, "olga")
    assert (await house.card("dora"))["name"] == "Dora D."
    assert (await house.card("anna"))["email"] is None
    assert [post["unit_name"] for post in (await house.card("fresh"))["posts"]] == ["Transport Department"]


@on_sqlite
async def test_foreigners_see_and_do_nothing(house: House) -> None:
    run_id = (await house.planned(*LINES))["run"]["id"]
    client = house["olga"].client
    for path in ("", "/changes", "/problems"):
        assert (await client.get(f"{IMPORTS}/{run_id}{path}")).status == 404
    for path, body in (("apply", {}), ("cancel", {}), ("columns", {"columns": []})):
        assert (await client.post(f"{IMPORTS}/{run_id}/{path}", body)).status == 404
    assert (await client.get(IMPORTS)).json["items"] == []
    assert [run["id"] for run in (await house["vera"].client.get(IMPORTS)).json["items"]] == [run_id]
    assert (await house.ministry.anonymous.get(IMPORTS)).status == 401


@on_sqlite
async def test_a_preview_that_was_given_up_is_over(house: House) -> None:
    run_id = (await house.planned(*LINES))["run"]["id"]
    assert (await house["vera"].client.post(f"{IMPORTS}/{run_id}/cancel")).json["state"] == "cancelled"
    for path in ("apply", "cancel"):
        again = await house["vera"].client.post(f"{IMPORTS}/{run_id}/{path}", {})
        assert (again.status, again.json["code"]) == (409, "import_over")


async def test_whoever_was_added_signs_in_by_a_printed_code_once(house: House) -> None:
    run = await house.imported(*LINES)
    path = f"{IMPORTS}/{run['id']}/invitations"
    assert (await house["olga"].client.post(path)).status == 404
    first = (await house["vera"].client.post(f"{path}?limit=2")).json
    assert (len(first["items"]), first["next_after"]) == (2, 2)
    sheet = {one["user_id"]: one["code"] for one in first["items"]}
    user = next(iter(sheet))
    client = house.ministry.anonymous
    for code, password, again, status in (
        ("wrong", "a-long-new-password", "a-long-new-password", 403),
        (sheet[user], "a-long-new-password", "another-password", 400),
        (sheet[user], "a-long-new-password", "a-long-new-password", 200),
        (sheet[user], "a-later-password-1", "a-later-password-1", 403),
    ):
        form = urlencode({"user": user, "code": code, "password": password, "again": again})
        answer = await client.post("/api/v1/invitation", content=form.encode())
        assert answer.status == status, answer.body
    login = {"identifier": {"type": "m.id.user", "user": user}, "type": "m.login.password"}
    assert (await client.post(f"{V3}/login", {**login, "password": "a-long-new-password"})).status == 200
    again = (await house["vera"].client.post(path)).json
    assert user not in {one["user_id"] for one in again["items"]}
    other = next(one for one in again["items"] if one["user_id"] in sheet)
    assert other["code"] != sheet[other["user_id"]]


def workbook(rows: list[list[object]]) -> bytes:
    """Return a minimal workbook (ECMA-376) with one sheet of inline texts, numbers and booleans."""
    cells = "".join(
        f'<row r="{line}">{"".join(_cell(value) for value in row)}</row>'
        for line, row in enumerate(rows, start=1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{types}"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="People" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/worksheet"'
            ' Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
