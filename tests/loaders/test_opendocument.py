from __future__ import annotations

import pytest

from loaders.grid import Cell, Workbook
from loaders.guarded import read_workbook_here
from ontology.findings import Where
from ontology.uploads import Refused
from tests.loaders.packages import open_document, with_part


def read(rows: str) -> Workbook:
    return read_workbook_here("plan.ods", open_document(rows))


def cell(paragraphs: str, attributes: str = "", name: str = "table-cell") -> str:
    return f"<table:{name} {attributes}><text:p>{paragraphs}</text:p></table:{name}>"


def row(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def told(book: Workbook) -> list[tuple[str, str | None, str]]:
    found = []
    for finding in book.findings:
        assert isinstance(finding.where, Where)
        found.append((finding.rule, finding.where.cell, finding.message))
    return found


def test_what_is_shown_is_read_in_its_place() -> None:
    book = read(
        row("<table:table-cell/>", 'table:number-rows-repeated="2"')
        + row(
            '<table:table-cell table:number-columns-repeated="2"/>'
            + cell("50%", 'office:value-type="percentage" office:value="0.5"')
            + cell("Ratio</text:p><text:p>FDP")
            + cell('a<text:s text:c="2"/>b<text:tab/><text:span>c</text:span> d<text:line-break/>e')
            + '<table:table-cell office:value-type="float" office:value="7"/>'
            + '<table:table-cell office:value-type="date" office:date-value="2026-09-07"/>'
        )
    )
    assert book.grids[0].sheet == "Year 8"
    assert book.grids[0].cells == (
        Cell(3, 3, "50%"),
        Cell(3, 4, "Ratio\nFDP"),
        Cell(3, 5, "a  b c d\ne"),
        Cell(3, 6, "7"),
        Cell(3, 7, "07/09/2026"),
    )
    assert book.findings == ()


def test_repeated_rows_and_cells_are_read_each_time() -> None:
    book = read(
        row(cell("a", 'table:number-columns-repeated="2"'), 'table:number-rows-repeated="2"')
    )
    assert [c.name for c in book.grids[0].cells] == ["A1", "B1", "A2", "B2"]


def test_merged_hidden_and_erroneous_cells_notes_and_links_are_told() -> None:
    spanned = 'table:number-columns-spanned="2" table:number-rows-spanned="1"'
    note = "<office:annotation><text:p>a note</text:p></office:annotation>"
    book = read(
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="16382"/>'
        + row(cell("Autumn", spanned) + cell("lost", name="covered-table-cell") + cell("c"))
        + "<table:table-row-group>"
        + row(cell("hidden"), 'table:visibility="filter"')
        + "</table:table-row-group>"
        + row(
            f"<table:table-cell>{note}<text:p>noted</text:p></table:table-cell>"
            + cell('<text:a href="https://example.org">unit</text:a>')
        )
        + row(cell("#N/A", 'table:formula="of:=NA()"') + cell("2", 'table:formula="of:=1+1"'))
    )
    assert book.grids[0].cells == (
        Cell(1, 1, "Autumn", columns=2),
        Cell(1, 2, "lost", hidden=True),
        Cell(1, 3, "c", hidden=True),
        Cell(2, 1, "hidden", hidden=True),
        Cell(3, 1, "noted", note="a note"),
        Cell(3, 2, "unit", link="https://example.org"),
        Cell(4, 1, "#N/A", error=True, formula=True),
        Cell(4, 2, "2", formula=True),
    )
    assert told(book) == [
        ("READ002", "A2", "row 2 is hidden, and read all the same."),
        ("READ002", "C1", "column C is hidden, and read all the same."),
        ("READ002", "B1", "B1 lies under the merged cell A1 and cannot be seen; it is read."),
        ("READ001", "A4", "A4 holds the error value #N/A."),
    ]


def test_a_date_made_of_a_text_is_told() -> None:
    day = 'office:value-type="date" office:date-value="2026-02-01"'
    assert [at for _, at, _ in told(read(row(cell("01-Feb", day) + cell("01/02/26", day))))] == [
        "A1"
    ]


def test_tables_inside_cells_are_not_sheets() -> None:
    inner = f'<table:table table:name="inner">{row(cell("x"))}</table:table>'
    book = read(row(f"<table:table-cell>{inner}<text:p>outer</text:p></table:table-cell>"))
    assert [(grid.sheet, [c.text for c in grid.cells]) for grid in book.grids] == [
        ("Year 8", ["outer"])
    ]


@pytest.mark.parametrize(
    ("content", "seen"),
    [("<a/>", "it has no sheet"), ("<a>", "not XML"), ("", "not XML"), ("<a x:b='c'/>", "not XML")],
)
def test_content_that_is_not_a_spreadsheet_is_refused(content: str, seen: str) -> None:
    with pytest.raises(Refused) as caught:
        read_workbook_here("plan.ods", with_part(open_document(""), "content.xml", content))
    assert seen in caught.value.seen


def test_regions_merged_over_whole_sheets_are_refused() -> None:
    spanned = 'table:number-columns-spanned="16384" table:number-rows-spanned="1048576"'
    with pytest.raises(Refused, match="merged cells cover more than 200,000 cells"):
        read(row(cell("a", spanned)))
