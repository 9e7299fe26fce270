"""A workbook that was checked before: the sheet and the notes are replaced, theirs stay."""

from __future__ import annotations

import io

import pytest

from loaders.annotated import annotate
from tests.loaders import workbooks as make
from tests.loaders.annotations import (
    FILE,
    ON_FIRST,
    RICH,
    assert_sound,
    finding,
    load,
    rewritten,
    rows_of,
)


def test_checking_twice_gives_the_same_bytes() -> None:
    before = make.rich()
    once = annotate(before, FILE, RICH, [("Units", "4")])
    assert annotate(before, FILE, RICH, [("Units", "4")]) == once
    assert annotate(once, FILE, RICH, [("Units", "4")]) == once


def test_checking_again_replaces_the_sheet_and_the_notes() -> None:
    before = make.zipped(make.plain(make.sheet(), make.sheet()))
    once = annotate(before, FILE, [finding("Year 7", "C7"), finding("Year 8", "B1")])
    again = [finding("Year 8", "B3", rule="GAP001"), finding("Year 8", "B4")]
    twice = annotate(once, FILE, again)
    assert_sound(twice)
    book = load(twice)
    assert book.sheetnames == ["Year 7", "Year 8", "Check"]
    assert [row["Cell"] for row in rows_of(twice)] == ["'Year 8'!B3", "'Year 8'!B4"]
    assert book["Check"].auto_filter.ref == "A4:K6"
    assert b"'Check'!$A$4:$K$6" in make.unzipped(twice)["xl/workbook.xml"]
    noted = [
        cell.coordinate
        for name in ("Year 7", "Year 8")
        for row in book[name]
        for cell in row
        if cell.comment
    ]
    assert noted == ["B3", "B4"]
    nothing = make.unzipped(annotate(twice, FILE, ()))
    for name, data in make.unzipped(before).items():
        assert "worksheets" not in name or nothing[name] == data
    assert not [
        name for name in nothing if "comments" in name or ".vml" in name or "sheet1.xml.r" in name
    ]
    assert b"comments" not in nothing["[Content_Types].xml"]


def test_a_sheet_of_theirs_called_check_stays() -> None:
    parts = make.plain()
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace("Year 7", "CHECK")
    once = annotate(make.zipped(parts), FILE, ON_FIRST)
    assert load(once).sheetnames == ["CHECK", "Check (2)"]
    assert annotate(once, FILE, ON_FIRST) == once


def test_a_sheet_check_that_somebody_has_worked_in_or_renamed_stays() -> None:
    once = annotate(make.zipped(make.plain()), FILE, ON_FIRST)
    check = "xl/worksheets/sheet2.xml"
    worked = rewritten(
        once, check, "</sheetData>", '<row r="99"><c r="A99"><f>1+1</f></c></row></sheetData>'
    )
    renamed = rewritten(once, "xl/workbook.xml", 'name="Check"', 'name="Check in May"')
    for data, names in (
        (worked, ["Year 7", "Check", "Check (2)"]),
        (renamed, ["Year 7", "Check in May", "Check"]),
    ):
        after = annotate(data, FILE, ON_FIRST)
        assert_sound(after)
        assert load(after).sheetnames == names
        assert make.unzipped(after)[check] == make.unzipped(data)[check]
        assert annotate(after, FILE, ON_FIRST) == after


OURS = "<author>Curriculum Coherence</author>"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/comments1.xml", OURS, f"{OURS}<author>A. Teacher</author>"),
        ("xl/comments1.xml", OURS, "<author>A. Teacher</author>"),
        ("xl/comments1.xml", "error PRE001", "Ask Sam"),
        ("xl/drawings/vmlDrawing1.vml", "</xml>", '<x:a ObjectType="Button"/></xml>'),
        ("xl/drawings/vmlDrawing1.vml", 'ObjectType="Note"', 'ObjectType="Drop"'),
    ],
)
def test_a_comment_of_theirs_beside_ours_makes_the_sheet_theirs(
    part: str, old: str, new: str
) -> None:
    once = annotate(make.zipped(make.plain()), FILE, ON_FIRST)
    theirs = rewritten(once, part, old, new)
    after = make.unzipped(annotate(theirs, FILE, [finding("Year 7", "A1")]))
    for name in ("xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/sheet1.xml"):
        assert after[name] == make.unzipped(theirs)[name]
    assert b"it has comments of its own" in after["xl/worksheets/sheet2.xml"]


def test_a_workbook_saved_by_another_program_in_between_is_still_known() -> None:
    once = annotate(make.zipped(make.plain()), FILE, ON_FIRST)
    book = load(once)
    buffer = io.BytesIO()
    book.save(buffer)
    again = annotate(buffer.getvalue(), FILE, [finding("Year 7", "A1")])
    assert load(again).sheetnames == ["Year 7", "Check"]
    sheet = load(again)["Year 7"]
    assert [cell.coordinate for row in sheet for cell in row if cell.comment] == ["A1"]
    nobody = rewritten(once, "xl/comments1.xml", OURS, "<author> </author>")
    assert make.unzipped(annotate(nobody, FILE, ON_FIRST)) == make.unzipped(once)
