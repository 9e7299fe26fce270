"""The sheet Check: what it says, where its links lead, that no text is taken for a formula."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from loaders.annotated import annotate
from ontology.findings import Place, Where
from ontology.vocabulary import Severity
from tests.loaders import workbooks as make
from tests.loaders.annotations import (
    EDGE,
    FILE,
    ON_FIRST,
    RICH,
    SPACE,
    annotated,
    assert_only_added,
    finding,
    links_of,
    load,
    rows_of,
    shown,
)


def test_the_sheet_lists_what_a_finding_says() -> None:
    full = finding(
        "Year 7",
        "C7",
        other=Where(file="science.xlsx", sheet="Year 9", cell="D5"),
        pathway="higher",
        edge=EDGE,
        blocks=12,
        provisional=True,
        severity=Severity.WARNING,
    )
    data = annotate(make.zipped(make.plain()), FILE, [full], [("Units", "150"), ("Tier", "higher")])
    (row,) = rows_of(data)
    assert row == {
        "Severity": "warning",
        "Rule": "PRE001",
        "Cell": "'Year 7'!C7",
        "What is wrong": "“Scale” rests on “Ratio”, which comes later.",
        "How to mend it": "Teach “Ratio” first.",
        "Other cell": "science.xlsx 'Year 9'!D5",
        "Pathway": "higher",
        "Why": "A scale is a ratio of lengths.",
        "Basis": "published, a-book, chapter 3",
        "Topics that rest on it": 12,
        "Match to confirm": "yes",
    }
    top = [row[0] for row in shown(data)[:3]]
    counts = "1 finding: 0 errors, 1 warning, 0 for information"
    assert top == ["Check of maths.xlsx", counts, "Units: 150 · Tier: higher"]


def test_the_sheet_is_set_up_to_be_read_and_printed() -> None:
    check = load(annotate(make.zipped(make.plain()), FILE, [*ON_FIRST] * 3))["Check"]
    assert (check.freeze_panes, check.auto_filter.ref) == ("A5", "A4:K7")
    assert check.print_title_rows == "$4:$4"
    assert check.page_setup.orientation == "landscape"
    assert check.sheet_properties.pageSetUpPr.fitToPage
    assert (check.page_setup.fitToHeight, check.page_setup.paperSize) == (0, 9)
    assert check["D5"].alignment.wrap_text
    assert check["A5"].fill.fgColor.rgb != check["B5"].fill.fgColor.rgb
    assert check["A4"].font.b
    assert check.row_dimensions[5].height > 15


def test_nothing_found_is_said() -> None:
    data = annotate(make.zipped(make.plain()), FILE, ())
    assert "Nothing was found." in [row[0] for row in shown(data)]
    assert load(data)["Check"].auto_filter.ref == "A4:K5"
    assert set(assert_only_added(make.zipped(make.plain()), data)) == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
    }


def test_links_lead_to_the_cells() -> None:
    after = annotate(make.rich(), FILE, RICH)
    check = load(after)["Check"]
    links = links_of(after)
    rows = {cell.value: cell.coordinate for cell in check["C"] if cell.coordinate in links}
    assert links[rows["'Year 7'!B2"]] == "'Year 7'!B2"
    assert links[rows["'Year 8''s'!B2"]] == "'Year 8''s'!B2"
    assert links[rows["'R&D <Ma>'!B2 (hidden sheet)"]] == "'R&D <Ma>'!B2"
    assert links[rows["'Jahr \"9\" – été'!B2"]] == "'Jahr \"9\" – été'!B2"
    other = next(cell.coordinate for cell in check["F"] if cell.value == "'Year 7'!B2")
    assert links[other] == "'Year 7'!B2"


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (Where(file="science.xlsx", sheet="Year 7", cell="C7"), "science.xlsx 'Year 7'!C7"),
        (Where(file=FILE, sheet="Year 12", cell="C7"), "'Year 12'!C7"),
        (
            Where(file=FILE, sheet="Year 7", cell="=cmd|' /c calc'!A1"),
            "'Year 7'!=cmd|' /c calc'!A1",
        ),
        (Where(file=FILE, sheet="Year 7", cell="XFE1"), "'Year 7'!XFE1"),
        (Where(file=FILE, sheet="Year 7", cell="A1048577"), "'Year 7'!A1048577"),
        (Where(file=FILE), "maths.xlsx"),
        (Place(file="topics.csv", row=3), "topics.csv:3"),
    ],
)
def test_a_place_that_is_not_in_the_workbook_has_no_link(where: Where | Place, text: str) -> None:
    after = annotate(make.zipped(make.plain()), FILE, [finding(None, None, where=where)])
    assert rows_of(after)[0]["Cell"] == text
    assert not links_of(after)
    assert "xl/comments1.xml" not in make.unzipped(after)


def test_a_finding_about_a_whole_sheet_leads_to_its_first_cell() -> None:
    after = annotate(make.zipped(make.plain()), FILE, [finding("Year 7", None)])
    assert links_of(after) == {"C5": "'Year 7'!A1"}
    assert "xl/comments1.xml" not in make.unzipped(after)


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-2", "@SUM(A1)", "\t=1", "#N/A", "{=A1}", "'x"])
def test_no_text_becomes_a_formula(text: str) -> None:
    data = annotate(
        make.zipped(make.plain()), FILE, [finding("Year 7", "C7", message=text)], [(text, text)]
    )
    check = load(data)["Check"]
    assert all(cell.data_type != "f" for row in check.iter_rows() for cell in row)
    xml = make.unzipped(data)["xl/worksheets/sheet2.xml"]
    assert b"<f" not in xml
    assert b"sharedStrings" not in make.unzipped(data)["[Content_Types].xml"]
    assert {cell.get("t") for cell in ET.fromstring(xml).iter(f"{SPACE}c")} == {"inlineStr", None}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\0b\x0bc", "a\ufffdb\ufffdc"),
        ("a\ud800b\uffff", "a\ufffdb\ufffd"),
        ("a < b & c > \"d\" 'e' ]]>", "a < b & c > \"d\" 'e' ]]>"),
        ("line\r\nline\rline", "line\nline\nline"),
        (" two  spaces ", " two  spaces "),
        ("x" * 40_000, "x" * 31_999 + "…"),
    ],
)
def test_text_is_shown_as_it_is_or_visibly_not(text: str, seen: str) -> None:
    bad = finding("Year 7", "C7")
    bad = bad.model_copy(update={"message": text})
    data = annotate(make.zipped(make.plain()), FILE, [bad])
    assert rows_of(data)[0]["What is wrong"] == seen
    note = load(data)["Year 7"]["C7"].comment.text
    assert seen[:300].strip() in note


def test_text_that_looks_like_an_escape_is_read_as_it_is() -> None:
    xml = annotated(make.plain(), finding("Year 7", "C7", message="_x0041_"))
    assert b">_x005F_x0041_<" in xml["xl/worksheets/sheet2.xml"]
