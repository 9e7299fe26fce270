"""Schemes of work in the shapes that departments draw them, read as plans."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment  # type: ignore[import-untyped]

from loaders.grid import Cell, Grid, Workbook
from loaders.heads import look
from loaders.plan_findings import MOST
from loaders.schemes import departments_of, plan_of, read_plan
from loaders.template import write_template
from ontology.findings import Where
from ontology.plans import Plan, Settings
from ontology.uploads import Refused
from ontology.vocabulary import Department
from tests.loaders.layouts import LAYOUTS, Layout
from tests.loaders.sheets import book, grid, shorts


def read(*sheets: Grid, file: str = "plan.xlsx") -> Plan:
    return plan_of(book(*sheets, file=file))


def told(plan: Plan) -> list[str]:
    found = []
    for finding in plan.findings:
        assert isinstance(finding.where, Where)
        found.append(f"{finding.rule} {finding.where.cell}")
    return found


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_layouts(layout: Layout) -> None:
    plan = read(grid(layout.sheet, layout.drawn, layout.file), file=layout.file)
    assert tuple(shorts(plan)) == layout.units
    assert tuple(told(plan)) == layout.told


def test_ids_are_unique_and_name_the_cell() -> None:
    drawn = " | Year 7 | Year 8\nAutumn 1 | a | b\nAutumn 2 | Exams {2x1} |"
    plan = read(grid("Map", drawn))
    assert [unit.id for unit in plan.units] == [
        "Map!B2",
        "Map!C2",
        "Map!B3 (Year 7)",
        "Map!B3 (Year 8)",
    ]
    assert {unit.where.cell for unit in plan.units[2:]} == {"B3"}
    csv = read(grid(None, "Year | Unit\n7 | a", "plan.csv"), file="plan.csv")
    assert csv.units[0].id == "B2"
    assert csv.units[0].where == Where(file="plan.csv", sheet=None, cell="B2")


def test_two_subjects_by_sheet() -> None:
    half = "Autumn 1 | Autumn 2\n{} | Assessment"
    plan = read(
        grid("Year 8 Maths", half.format("Ratio")), grid("Year 8 Science", half.format("Density"))
    )
    assert shorts(plan) == [
        "Ratio 8.1 maths",
        "Assessment 8.2 maths",
        "Density 8.1 science",
        "Assessment 8.2 science",
    ]
    assert plan.department is None
    assert departments_of(plan) == set(Department)


def test_subject_of_the_file_is_the_plans_and_the_sheets_stands_above_it() -> None:
    sheets = (grid("Year 8", "Aut 1 | Aut 2\na | b"), grid("Year 8 Sci", "Aut 1 | Aut 2\nc | d"))
    plan = read(*sheets, file="maths 2025.xlsx")
    assert plan.department is Department.MATHS
    assert [unit.department for unit in plan.units] == [None, None, *[Department.SCIENCE] * 2]


def test_year_of_a_file_with_one_sheet() -> None:
    one = grid("Sheet1", "Aut 1 | Aut 2\na | b")
    assert shorts(read(one, file="Year 8 maths.xlsx")) == ["a 8.1", "b 8.2"]
    two = read(one, grid("Sheet2", "Aut 1 | Aut 2\nc | d"), file="Year 8 maths.xlsx")
    assert {unit.year for unit in two.units} == {None}


def test_courses_are_those_of_the_units() -> None:
    plan = read(grid("Year 10", "Unit | Half term | Tier\nSurds | 1 | H\nRatio | 1 | F"))
    assert plan.courses == ("foundation", "higher")


def test_codes_go_to_names_only_where_they_are_codes() -> None:
    drawn = (
        "Unit | Half term | Code\n"
        "R4a Ratio | 1 | R4, ks3-maths:R5\n"
        "Data | 2 | maths:mean-of-a-data-set\n"
        "Area | 3 | WRM block 3"
    )
    plan = read(grid("Year 8", drawn))
    assert [unit.names for unit in plan.units] == [
        ("R4", "ks3-maths:R5"),
        ("maths:mean-of-a-data-set",),
        (),
    ]
    assert plan.units[0].text == "R4a Ratio"
    assert told(plan) == ["READ005 C4"]


def test_hidden_rows_are_units_and_told_once() -> None:
    plan = read(grid("Year 8", "Aut 1 | Aut 2\na | b\nc | d\ne | f", hidden=(3, 4)))
    assert [unit.hidden for unit in plan.units] == [False, False, True, True, True, True]
    assert [finding.rule for finding in plan.findings] == ["READ002"]
    assert "3 to 4" in plan.findings[0].message


def test_a_sheet_without_a_calendar_is_named_with_its_cells() -> None:
    plan = read(
        grid("Year 8", "Aut 1 | Aut 2\na | b"), grid("Passwords", "Site | Name\nx | y\nz | w")
    )
    assert shorts(plan) == ["a 8.1", "b 8.2"]
    (finding,) = plan.findings
    assert finding.rule == "READ005"
    assert finding.where == Where(file="plan.xlsx", sheet="Passwords", cell=None)
    assert "'Passwords'" in finding.message
    assert "6 cells" in finding.message


def test_an_empty_workbook_is_an_empty_plan() -> None:
    plan = plan_of(Workbook("x.xlsx", (Grid("x.xlsx", "Sheet1", ()),), ()))
    assert (plan.units, plan.findings) == ((), ())


def test_units_without_a_year_are_told_one_by_one_up_to_a_limit() -> None:
    drawn = "Unit | Half term\n" + "\n".join(f"topic {n} | 1" for n in range(MOST + 5))
    plan = read(grid("Plan", drawn))
    assert len(plan.units) == MOST + 5
    found = [finding for finding in plan.findings if finding.rule == "READ003"]
    assert len(found) == MOST + 1
    assert found[0].message.startswith("A2, 'topic 0', has no year")
    assert found[-1].message.startswith("5 more units have no year, A52 to A56")


def test_unreadable_weeks_are_told_up_to_a_limit() -> None:
    drawn = "Unit | Half term | Weeks\n" + "\n".join(f"t{n} | 1 | lots" for n in range(MOST + 2))
    plan = read(grid("Year 8", drawn))
    found = [finding for finding in plan.findings if finding.rule == "READ004"]
    assert len(found) == MOST + 1
    assert {unit.weeks for unit in plan.units} == {None}
    assert found[-1].message == "so it is with 2 more cells, C52 to C53."


def test_the_sheet_of_an_earlier_check_is_not_read() -> None:
    check = grid("Check", "Check of plan.xlsx\nSeverity | Year | Topic\nerror | 8 | ratio")
    plan = read(grid("Year 8", "Aut 1 | Aut 2\na | b"), check)
    assert shorts(plan) == ["a 8.1", "b 8.2"]
    assert plan.findings == ()
    theirs = read(grid("Check", "Year | Topic\n8 | ratio"))
    assert shorts(theirs) == ["ratio 8.- #1"]


SETTINGS = """
Setting | Value | What it says | | Rule | About | Reason
gap | 4 | half-terms | | gap002 | Plan!D7 | a project, met all year
lag | 1 | | | PRE001 | | 
revisit | 0 | | | PRE999 | | because
weeks | 6.5 | | | | x | because
speed | 3 | | | |
"""


def test_settings_are_read_and_wrong_ones_told_by_cell() -> None:
    plan = read(grid("Settings", SETTINGS), grid("Year 8", "Aut 1 | Aut 2\na | b"))
    assert (plan.settings.gap, plan.settings.lag, plan.settings.weeks) == (4, 1, 6.5)
    assert plan.settings.revisit == Settings().revisit
    (suppression,) = plan.settings.suppressions
    assert (suppression.rule, suppression.about) == ("GAP002", "Plan!D7")
    assert sorted(told(plan)) == [
        "READ004 A6",
        "READ004 B4",
        "READ004 E3",
        "READ004 E4",
        "READ004 F5",
    ]
    assert shorts(plan) == ["a 8.1", "b 8.2"]


def test_a_sheet_called_settings_without_its_columns_is_a_sheet_like_others() -> None:
    plan = read(grid("Settings", "Aut 1 | Aut 2\na | b"), file="Year 8.xlsx")
    assert shorts(plan) == ["a 8.1", "b 8.2"]


# Real files


def saved(book_: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book_.save(buffer)
    return buffer.getvalue()


def test_a_real_workbook_with_merges_hidden_rows_notes_and_errors() -> None:
    book_ = openpyxl.Workbook()
    sheet: Any = book_.active
    sheet.title = "Year 8"
    sheet.append(["Mathematics", None, None, None])
    sheet.append([None, "Autumn 1", "Autumn 2", "Spring 1"])
    sheet.append(["Week 1", "Ratio", None, "Data"])
    sheet.append(["Week 2", "#REF!", "Angles", "Area"])
    sheet.merge_cells("B3:C3")
    sheet.row_dimensions[4].hidden = True
    sheet["D3"].comment = Comment("only set 1", "JSM")
    sheet["D4"].hyperlink = "https://example.org/area"
    other: Any = book_.create_sheet("Links")
    other.append(["Site", "Who"])
    plan = read_plan("plan.xlsx", saved(book_))
    assert shorts(plan) == [
        "Ratio 8.1 +2 #1 maths",
        "Data 8.3 #1 maths",
        "Angles 8.2 #2 maths",
        "Area 8.3 #2 maths",
    ]
    assert [unit.hidden for unit in plan.units] == [False, False, True, True]
    assert {finding.rule for finding in plan.findings} == {"READ001", "READ002", "READ005"}
    assert read_plan("plan.xlsx", saved(book_), guarded=False) == plan


def test_the_template_reads_back() -> None:
    topics = [("maths:ratio-notation", "Ratio notation"), ("maths:surds", "Surds")]
    book_ = openpyxl.load_workbook(io.BytesIO(write_template(topics, Department.MATHS)))
    sheet: Any = book_["Plan"]
    rows = [
        (8, "Autumn 1", 1, "Ratio", "Ratio notation", None, None, None, 2, "Yes", "a"),
        (10, "Spring 2", 3, "Surds", None, "Higher", None, "10X1", 1.5, None, None),
    ]
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    plan = read_plan("plan.xlsx", saved(book_), guarded=False)
    assert shorts(plan) == [
        "Ratio / Ratio notation 8.1 #1 ~2",
        "Surds 10.4 #3 ~1.5 higher 10X1",
    ]
    assert (plan.units[0].pinned, plan.units[0].together) == (True, "a")
    assert plan.settings == Settings()
    assert [
        finding.where.sheet for finding in plan.findings if isinstance(finding.where, Where)
    ] == [
        "Topics",
        "How to",
    ]


def test_a_real_csv() -> None:
    data = "Year;Half-term;Unit;Weeks\r\n8;Autumn 1;Ratio;1,5\r\n8;Autumn 2;Surds;2\r\n".encode(
        "cp1252"
    )
    plan = read_plan("maths.csv", data, guarded=False)
    assert [unit.text for unit in plan.units] == ["Ratio", "Surds"]
    assert [unit.half_term for unit in plan.units] == [1, 2]
    assert plan.department is Department.MATHS


def test_endings_that_nobody_knows_are_refused() -> None:
    with pytest.raises(Refused):
        read_plan("plan.docx", b"PK", guarded=False)


# Nothing is lost


WORDS = st.sampled_from(
    [
        "Year", "Term", "Half term", "Week", "Weeks", "Topic", "Unit", "Notes", "Tier", "Class",
        "Code", "Subject", "Autumn 1", "Autumn 2", "Spring", "Term 1", "Term 4", "T1", "T2", "T3",
        "Year 7", "Year 8", "Year 12", "7", "8", "1", "2", "Week 1", "Week 2", "Higher", "F",
        "Maths", "Science", "8X1", "Assessment", "Total", "2 weeks", "Sept", "Key vocabulary",
    ]
)  # fmt: skip


@st.composite
def sheets(draw: st.DrawFn) -> Grid:
    """A sheet of words of headings and of texts that occur once, with merged cells."""
    cells = []
    for row in range(1, draw(st.integers(1, 7)) + 1):
        for column in range(1, draw(st.integers(1, 6)) + 1):
            kind = draw(st.sampled_from(["word", "text", "text", "empty"]))
            if kind == "empty":
                continue
            text = draw(WORDS) if kind == "word" else f"xyz{row}q{column}"
            columns, rows = draw(st.sampled_from([(1, 1)] * 6 + [(2, 1), (1, 2), (3, 2)]))
            cells.append(Cell(row, column, text, False, rows, columns))
    name = draw(st.sampled_from(["Year 8", "Sheet1", "Maths", "Y10 Higher", "Term 2"]))
    return Grid("plan.xlsx", name, tuple(cells))


@settings(max_examples=400, deadline=None)
@given(sheets())
def test_every_text_is_a_unit_or_is_named(sheet: Grid) -> None:
    plan = plan_of(Workbook("plan.xlsx", (sheet,), ()))
    ids = [unit.id for unit in plan.units]
    assert len(ids) == len(set(ids))
    words = {word for unit in plan.units for word in unit.text.split("\n")}
    words |= {name for unit in plan.units for name in (*unit.classes, unit.together) if name}
    named = " ".join(finding.message for finding in plan.findings)
    whole = any(f.rule == "READ005" and "names no years" in f.message for f in plan.findings)
    for cell in sheet.cells:
        seen = look(cell)
        if seen.free and not whole and cell.text not in words:
            assert re.search(rf"\b{cell.name}\b", named), (cell, named)


def test_a_year_that_is_undecided_is_not_the_year_above() -> None:
    drawn = "Year | Topic\n8 | Ratio\n- | Area\nTBC | Density\n? | Speed"
    plan = read(grid("Plan", drawn))
    assert [(unit.text, unit.year) for unit in plan.units] == [
        ("Ratio", 8),
        ("Area", 8),
        ("Density", None),
        ("Speed", None),
    ]
    assert {"READ004 A4", "READ003 B4", "READ004 A5", "READ003 B5"} <= set(told(plan))
