"""Notes on cells: which cells have one, what it says, which sheets are left alone."""

from __future__ import annotations

import re

import pytest

from loaders.annotated import annotate
from ontology.findings import Where
from tests.loaders import workbooks as make
from tests.loaders.annotations import (
    FILE,
    annotated,
    assert_only_added,
    finding,
    load,
)


def test_a_cell_has_one_note_with_all_its_findings() -> None:
    twice = [finding("Year 7", "C7"), finding("Year 7", "C7", rule="GAP001")]
    more = [finding("Year 7", "D9", rule=f"R{n}", provisional=True) for n in range(11)]
    data = annotate(make.zipped(make.plain()), FILE, twice + more)
    sheet = load(data)["Year 7"]
    notes = {cell.coordinate: cell.comment for row in sheet for cell in row if cell.comment}
    assert set(notes) == {"C7", "D9"}
    assert notes["C7"].author == "Curriculum Coherence"
    assert re.findall("error (\\w+)", notes["C7"].text) == ["PRE001", "GAP001"]
    assert "Mend: teach “Ratio” first." in notes["C7"].text
    assert "hangs on a match to confirm" in notes["D9"].text
    assert notes["D9"].text.endswith("and 3 more: see the sheet Check")
    boxes = make.unzipped(data)["xl/drawings/vmlDrawing1.vml"]
    assert re.findall(rb"<x:Row>(\d+)</x:Row><x:Column>(\d+)", boxes) == [
        (b"6", b"2"),
        (b"8", b"3"),
    ]


def test_a_merged_region_has_its_note_on_the_top_left_cell() -> None:
    merged = make.sheet('<mergeCells count="1"><mergeCell ref="B4:D6"/></mergeCells>')
    found = [finding("Year 7", "C5"), finding("Year 7", "D6"), finding("Year 7", "E6:F7")]
    parts = annotated(make.plain(merged), *found)
    assert re.findall(rb'<comment ref="(\w+)"', parts["xl/comments1.xml"]) == [b"B4", b"E6"]


def test_the_cell_here_has_the_note_when_the_finding_is_in_another_file() -> None:
    there = Where(file="science.xlsx", sheet="Year 9", cell="D5")
    here = Where(file=FILE, sheet="Year 7", cell="C7")
    data = annotate(make.zipped(make.plain()), FILE, [finding(None, None, where=there, other=here)])
    assert "See science.xlsx 'Year 9'!D5" in load(data)["Year 7"]["C7"].comment.text


def test_boxes_have_a_size_whatever_the_columns() -> None:
    wide = make.sheet(before='<cols><col min="1" max="9" width="90" customWidth="1"/></cols>')
    hidden = make.sheet(before='<cols><col min="1" max="9" width="9" hidden="1"/></cols>')
    odd = make.sheet(before='<cols><col min="x" width="1e999"/></cols>', cells='<row ht="NaN"/>')
    found = [finding(f"Year {year}", "C7") for year in (7, 8, 9)]
    found += [finding("Year 7", "XFD1048576"), finding("Year 7", "A1")]
    parts = annotated(make.plain(wide, hidden, odd), *found)
    for number in (1, 2, 3):
        drawn = parts[f"xl/drawings/vmlDrawing{number}.vml"].decode()
        for text in re.findall("<x:Anchor>([^<]*)", drawn):
            left, _, top, _, right, _, bottom, _ = (int(end) for end in text.split(", "))
            assert 0 <= left <= right < 16_384
            assert 0 <= top <= bottom < 1_048_576
            assert (left, top) != (right, bottom)
    assert "<x:Anchor>3, 15, 5, 10, 3, 345, " in parts["xl/drawings/vmlDrawing1.vml"].decode()


def test_drawings_have_numbers_of_their_own() -> None:
    data = [finding("Year 7", f"A{row}") for row in range(1, 1_100)]
    parts = annotated(make.plain(make.sheet(), make.sheet()), *data, finding("Year 8", "A1"))
    one, two = (parts[f"xl/drawings/vmlDrawing{n}.vml"] for n in (1, 2))
    assert b'<o:idmap v:ext="edit" data="1,2"/>' in one
    assert b'<o:idmap v:ext="edit" data="3"/>' in two
    ids = re.findall(rb'id="_x0000_s(\d+)"', one + two)
    assert len(ids) == len(set(ids)) == 1_100


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        (make.commented(), "it has comments of its own"),
        (make.commented(threaded=True), "it has comments of its own"),
        (make.plain(make.sheet('<legacyDrawing r:id="rId1"/>'), make.sheet()), "form controls"),
        (make.plain(make.sheet('<sheetProtection sheet="1"/>'), make.sheet()), "it is protected"),
        (
            make.plain(
                make.sheet(
                    '<m:AlternateContent xmlns:m="http://schemas.openxmlformats.org/'
                    'markup-compatibility/2006"/>'
                ),
                make.sheet(),
            ),
            "several versions of Excel",
        ),
    ],
)
def test_a_sheet_with_something_of_its_own_gets_no_notes(
    parts: dict[str, str | bytes], reason: str
) -> None:
    before = make.zipped(parts)
    found = [finding("Year 7", "C7"), finding("Year 7", "C8"), finding("Year 8", "C7")]
    after = annotate(before, FILE, found)
    touched = assert_only_added(before, after)
    assert "xl/worksheets/sheet1.xml" not in touched
    assert "xl/worksheets/sheet2.xml" in touched
    text = make.unzipped(after)["xl/worksheets/sheet3.xml"].decode()
    assert "No notes were put on 2 cells of 'Year 7'" in text
    assert reason in text
    assert annotate(after, FILE, found) == after


def test_a_sheet_of_another_kind_gets_no_notes() -> None:
    parts = make.plain(make.sheet(), f'<chartsheet xmlns="{make.MAIN}"/>')
    parts["xl/_rels/workbook.xml.rels"] = make.rels(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "chartsheet", "worksheets/sheet2.xml"),
        ("rId90", "styles", "styles.xml"),
    )
    after = annotated(parts, finding("Year 8", "C7"))
    assert after["xl/worksheets/sheet2.xml"] == str(parts["xl/worksheets/sheet2.xml"]).encode()
    assert b"it is not a sheet of cells" in after["xl/worksheets/sheet3.xml"]


def test_a_picture_in_the_header_does_not_forbid_notes() -> None:
    before = make.rich()
    assert b"legacyDrawingHF" in make.unzipped(before)["xl/worksheets/sheet1.xml"]
    after = make.unzipped(annotate(before, FILE, [finding("Year 7", "B2")]))
    assert re.search(rb"<legacyDrawing [^>]+><legacyDrawingHF", after["xl/worksheets/sheet1.xml"])
    used = [
        number
        for name, text in after.items()
        if name.endswith(".vml")
        for number in re.findall(rb'idmap v:ext="edit" data="(\d+)"', text)
    ]
    assert len(used) == len(set(used)) == 2
