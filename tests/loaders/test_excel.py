from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime

import openpyxl  # type: ignore[import-untyped]
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment  # type: ignore[import-untyped]

from loaders.archive import LIMITS
from loaders.grid import Cell, Workbook, shown_text
from loaders.guarded import read_workbook_here
from loaders.shown import show_number
from ontology.findings import Where
from ontology.uploads import Refused
from tests.loaders.packages import (
    MAIN,
    archive,
    relationships,
    text,
    with_part,
    workbook,
    workbook_parts,
    worksheet,
)


def read(data: bytes, file: str = "plan.xlsx") -> Workbook:
    return read_workbook_here(file, data)


def cells(data: bytes) -> dict[str, Cell]:
    return {cell.name: cell for cell in read(data).grids[0].cells}


def texts(data: bytes) -> dict[str, str]:
    return {name: cell.text for name, cell in cells(data).items()}


def told(book: Workbook) -> list[tuple[str, str | None, str]]:
    found = []
    for finding in book.findings:
        assert isinstance(finding.where, Where)
        found.append((finding.rule, finding.where.cell, finding.message))
    return found


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_what_a_spreadsheet_program_writes_is_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Year 8"
    sheet["A1"] = " Autumn\xa01 "
    sheet.merge_cells("A1:B1")
    sheet["A2"] = "Ratio & proportion\nFDP"
    sheet["B2"] = "linked"
    sheet["B2"].hyperlink = "https://example.org/unit?a=1&b=2"
    sheet["C2"] = "noted"
    sheet["C2"].comment = Comment("First this\nthen that", "A. Teacher")
    sheet["A3"] = True
    sheet["B3"] = 7
    hidden = book.create_sheet("Old")
    hidden.sheet_state = "hidden"
    hidden["B2"] = "gone"
    read_back = read(saved(book))
    assert [(grid.sheet, grid.hidden) for grid in read_back.grids] == [
        ("Year 8", False),
        ("Old", True),
    ]
    assert read_back.grids[0].cells == (
        Cell(1, 1, "Autumn 1", columns=2),
        Cell(2, 1, "Ratio & proportion\nFDP"),
        Cell(2, 2, "linked", link="https://example.org/unit?a=1&b=2"),
        Cell(2, 3, "noted", note="First this\nthen that"),
        Cell(3, 1, "TRUE"),
        Cell(3, 2, "7"),
    )
    assert read_back.grids[1].cells == (Cell(2, 2, "gone", hidden=True),)
    assert told(read_back) == [
        ("READ002", None, "the sheet is hidden; its one cell is read all the same.")
    ]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (7.0, "General", "7"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567890123, "General", "1234567890123"),
        (0.5, "0%", "50%"),
        (2.5, "0", "3"),
        (-3, "0;(0)", "(3)"),
        (3, '"Week "0', "Week 3"),
        (3, '0" weeks"', "3 weeks"),
        (8, '"Year "General', "Year 8"),
        (5, "00", "05"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1.5, "# ?/?", "1 1/2"),
        (3, "[Red]0", "3"),
        (3, "[>2]0;0.0", "3"),
        (3, ";;;", "3"),
        (12, '_-* #,##0_-;-* #,##0_-;_-* "-"_-', "12"),
        (date(2026, 9, 7), "dd/mm/yyyy", "07/09/2026"),
        (date(2026, 9, 7), "ddd d mmm", "Mon 7 Sep"),
        (date(2026, 9, 7), "[$-809]d mmmm yyyy;@", "7 September 2026"),
        (datetime(2026, 9, 7, 14, 5), "d/m/yy h:mm AM/PM", "7/9/26 2:05 PM"),
        (datetime(2026, 9, 7, 14, 5, 9), "hh:mm:ss", "14:05:09"),
        (-1, "dd/mm/yyyy", "-1"),
    ],
)
def test_a_number_is_read_as_it_is_shown(value: float | date, form: str, shown: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = value
    sheet["A1"].number_format = form
    assert texts(saved(book)) == {"A1": shown}


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(alphabet='0#?.,%/;@"[]\\_*$-ymdhsAMP+Ee GnralR', max_size=40),
)
@settings(max_examples=300, deadline=None)
def test_any_number_is_shown_in_any_format(value: float, form: str) -> None:
    assert isinstance(show_number(value, form), str)


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"date_1904": True})
    book.add_worksheet().write_datetime(
        "A1", datetime(2026, 9, 7), book.add_format({"num_format": "dd/mm/yyyy"})
    )
    book.close()
    assert texts(buffer.getvalue()) == {"A1": "07/09/2026"}


def test_formulas_are_read_by_their_value_and_errors_are_told() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1&amp;""</f><v>2</v></c>'
        '<c r="C1" t="e"><f>NA()</f><v>#N/A</v></c><c r="D1" t="e"><v>#REF!</v></c>'
        '<c r="E1"><f>1+1</f></c><c r="F1" t="str"><f>""</f><v></v></c>'
        '<c r="G1" t="str"><f>HYPERLINK("https://example.org","unit")</f><v>unit</v></c></row>'
    )
    book = read(workbook(rows))
    assert book.grids[0].cells == (
        Cell(1, 1, "2", formula=True),
        Cell(1, 2, "2", formula=True),
        Cell(1, 3, "#N/A", error=True, formula=True),
        Cell(1, 4, "#REF!", error=True),
        Cell(1, 7, "unit", formula=True, link="https://example.org"),
    )
    assert told(book) == [
        ("READ001", "C1", "C1 holds the error value #N/A."),
        ("READ001", "D1", "D1 holds the error value #REF!."),
        ("READ004", "E1", "E1 holds a formula without a value, and is read as empty."),
    ]


def test_very_many_errors_are_told_one_by_one_and_then_together() -> None:
    row = '<row><c t="e"><v>#N/A</v></c></row>'
    found = told(read(workbook(row * 60)))
    assert len(found) == 51
    assert found[-1] == ("READ001", "A51", "so it is with 10 more cells, A51 to A60.")


def test_hidden_rows_and_columns_are_read_and_told_once() -> None:
    rows = (
        f'<row r="1" hidden="1">{text("A1", "a")}</row><row r="2" ht="0">{text("A2", "b")}</row>'
        f'<row r="3">{text("A3", "c")}{text("D3", "d")}{text("F3", "f")}</row>'
        f'<row r="4" hidden="1"/><row r="9" hidden="true">{text("B9", "i")}</row>'
    )
    columns = '<cols><col min="4" max="4" hidden="1"/><col min="6" max="16384" width="0"/></cols>'
    book = read(workbook(rows, before=columns))
    assert {cell.name: cell.hidden for cell in book.grids[0].cells} == {
        "A1": True, "A2": True, "A3": False, "D3": True, "F3": True, "B9": True
    }  # fmt: skip
    assert told(book) == [
        ("READ002", "A1", "rows 1 to 2 and 9 are hidden, and read all the same."),
        ("READ002", "D3", "columns D and F are hidden, and read all the same."),
    ]


def test_a_text_under_a_merged_cell_is_read_as_hidden_and_told() -> None:
    rows = f"<row>{text('A1', 'Autumn')}{text('B1', 'lost')}</row><row>{text('A2', 'a')}</row>"
    after = '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="here"/></mergeCells>'
    book = read(workbook(rows, after=after))
    assert book.grids[0].cells == (
        Cell(1, 1, "Autumn", columns=3),
        Cell(1, 2, "lost", hidden=True),
        Cell(2, 1, "a"),
    )
    assert told(book) == [
        ("READ002", "B1", "B1 lies under the merged cell A1 and cannot be seen; it is read.")
    ]


def dated(*days: tuple[str, date], form: str = "d-mmm") -> list[tuple[str, str | None, str]]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for name, day in days:
        sheet[name] = day
        sheet[name].number_format = form
    return told(read(saved(book)))


def test_a_date_that_excel_made_of_a_text_is_told() -> None:
    message = "C7 holds the date 01/02/2026, shown as 01-Feb: Excel makes dates of entries such as"
    assert dated(("C7", date(2026, 2, 1))) == [("READ004", "C7", f"{message} 1/2 or 3-4.")]
    pairs = (("C1", date(2026, 2, 1)), ("C2", date(2026, 4, 3)), ("C3", date(2026, 6, 5)))
    assert [cell for _, cell, _ in dated(*pairs)] == ["C1", "C2", "C3"]


def test_dates_that_somebody_meant_are_not_told() -> None:
    mondays = (("B1", date(2026, 9, 7)), ("C1", date(2026, 9, 14)), ("D1", date(2026, 9, 21)))
    assert dated(*mondays) == []
    assert dated(("C7", date(2026, 2, 1)), form="dd/mm/yyyy") == []


def test_shared_texts_runs_and_escapes_are_put_together() -> None:
    parts = workbook_parts(
        {"A": worksheet('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>')}
    )
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{MAIN}"><si><r><t>Ra</t></r><r><rPr><b/></rPr><t>tio </t>'
        "</r><rPh><t>no</t></rPh></si><si><t>a_x000D_\nb_x005F_x\u200b</t></si></sst>"
    )
    assert texts(archive(parts)) == {"A1": "Ratio", "B1": "a\nb_x"}


def test_a_shared_text_that_is_missing_is_told_with_its_cell() -> None:
    for value in ("5", "-1", "x", ""):
        with pytest.raises(Refused, match="the text of the cell Year 8!B2 is missing"):
            read(workbook(f'<row r="2"><c r="B2" t="s"><v>{value}</v></c></row>'))


def test_comments_links_and_threads() -> None:
    thread = (
        "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment."
        "\n\nComment:\n    Move this?\nReply:\n    Yes"
    )
    after = (
        '<hyperlinks><hyperlink ref="A1:B1" r:id="rId1"/><hyperlink ref="A2" location="Old!A1"/>'
        '<hyperlink ref="B2" r:id="rId9"/><hyperlink ref="A3:A1048576" r:id="rId1"/></hyperlinks>'
    )
    rows = "".join(f"<row>{text(f'A{n}', 'a')}{text(f'B{n}', 'b')}</row>" for n in range(1, 5))
    parts = workbook_parts({"A": worksheet(rows, after=after)})
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(
        ("rId1", "hyperlink", "https://example.org/a"), ("rId2", "comments", "../comments1.xml")
    )
    parts["xl/comments1.xml"] = (
        f'<comments xmlns="{MAIN}"><commentList><comment ref="A1"><text><r><t>{thread}</t></r>'
        '</text></comment><comment ref="nowhere"><text><t>x</t></text></comment>'
        "</commentList></comments>"
    )
    found = cells(archive(parts))
    assert found["A1"].note == "Move this?\nReply:\nYes"
    assert {name: cell.link for name, cell in found.items()} == {
        "A1": "https://example.org/a", "B1": "https://example.org/a", "A2": "#Old!A1", "B2": None,
        "A3": "https://example.org/a", "B3": None, "A4": None, "B4": None,
    }  # fmt: skip


def test_faults_outside_the_cells_refuse_nothing() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Ratio"
    data = saved(book)
    for part, old, new in (
        ("xl/styles.xml", b'<family val="2"', b'<family val="15"'),
        ("xl/styles.xml", b"<fill>", b"<fill/><fill>"),
        ("docProps/core.xml", b"<dcterms:created", b"<dcterms:broken"),
        ("xl/worksheets/sheet1.xml", b'left="0.75"', b'left="wide"'),
    ):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            content = file.read(part)
        assert old in content
        assert texts(with_part(data, part, content.replace(old, new))) == {"A1": "Ratio"}


def test_macros_and_charts_are_told() -> None:
    parts = workbook_parts({"A": worksheet(""), "B": worksheet("")})
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        ("rId1", "worksheet", "/xl/worksheets/sheet1.xml"),
        ("rId2", "chartsheet", "chartsheets/sheet1.xml"),
        ("rId3", "vbaProject", "vbaProject.bin"),
    )
    parts["xl/vbaProject.bin"] = b"\0"
    book = read(archive(parts), "plan.xlsm")
    assert [grid.sheet for grid in book.grids] == ["A"]
    assert told(book) == [
        ("READ005", None, "the workbook holds macros, which are neither run nor read."),
        ("READ005", None, "the sheet is a chart or a dialogue without cells, and is not read."),
    ]


def test_a_strict_workbook_is_read() -> None:
    parts = {
        name: content.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, content in workbook_parts(
            {"A": worksheet('<row><c t="d"><v>2026-09-07</v></c></row>')}
        ).items()
        if isinstance(content, str)
    }
    assert texts(archive(parts)) == {"A1": "07/09/2026"}


def test_an_empty_workbook_is_read_as_empty() -> None:
    book = read(saved(openpyxl.Workbook()))
    assert [grid.cells for grid in book.grids] == [()]
    assert book.findings == ()


@pytest.mark.parametrize(
    ("part", "content", "seen"),
    [
        ("xl/workbook.xml", f'<workbook xmlns="{MAIN}"><sheets/></workbook>', "it has no sheet"),
        ("xl/workbook.xml", "<workbook", "not XML"),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>", "not XML"),
        ("xl/worksheets/sheet1.xml", b"", "not XML"),
        ("xl/worksheets/sheet1.xml", b"\xff\xfe\x00\xd8", "not XML"),
        ("xl/_rels/workbook.xml.rels", relationships(), "its sheet 'Year 8' is missing"),
        (
            "xl/_rels/workbook.xml.rels",
            relationships(("rId1", "worksheet", "worksheets/other.xml")),
            "its part xl/worksheets/other.xml is missing",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relationships(("rId1", "worksheet", "../../../../etc/passwd")),
            "its part etc/passwd has an unusual name",
        ),
        ("_rels/.rels", relationships(), "it holds no workbook"),
        ("_rels/.rels", relationships(("rId1", "officeDocument", "xl/none.xml")), "no workbook"),
    ],
)
def test_a_workbook_whose_parts_do_not_hang_together_is_refused(
    part: str, content: str | bytes, seen: str
) -> None:
    with pytest.raises(Refused) as caught:
        read(with_part(workbook(""), part, content))
    assert seen in caught.value.seen


def test_too_many_sheets_are_refused() -> None:
    sheets = {f"Sheet {n}": worksheet("") for n in range(LIMITS.sheets + 1)}
    with pytest.raises(Refused, match="it holds more than 100 sheets"):
        read(archive(workbook_parts(sheets)))


def test_one_long_text_in_many_cells_is_refused() -> None:
    parts = workbook_parts({"A": worksheet('<row><c t="s"><v>0</v></c></row>' * 200)})
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}"><si><t>{"long " * 6000}</t></si></sst>'
    with pytest.raises(Refused, match="it holds more than 5,000,000 characters"):
        read(archive(parts))


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)


@given(st.dictionaries(st.tuples(st.integers(1, 40), st.integers(1, 30)), NAMES, max_size=20))
@settings(max_examples=60, deadline=None)
def test_texts_are_read_as_another_library_reads_them(wanted: dict[tuple[int, int], str]) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    for (row, column), value in wanted.items():
        sheet.write_string(row - 1, column - 1, value)
    book.close()
    other = openpyxl.load_workbook(io.BytesIO(buffer.getvalue())).active
    assert other is not None
    theirs = {at: shown_text(str(other.cell(*at).value or "")) for at in wanted}
    ours = {(cell.row, cell.column): cell.text for cell in read(buffer.getvalue()).grids[0].cells}
    assert ours == {at: said for at, said in theirs.items() if said}


@pytest.mark.parametrize("put", ["<", "&#0;", '"', "99999999", "", "_xD800_", "/>", "<v>-1</v>"])
def test_a_sheet_changed_anywhere_is_read_or_refused(put: str) -> None:
    rows = (
        f'<row r="1" hidden="1" ht="9"><c r="A1" s="1" t="s"><v>0</v></c>{text("B1", "b")}</row>'
        '<row><c t="e"><f>NA()</f><v>#N/A</v></c><c><v>1.5</v></c></row>'
    )
    before = '<cols><col min="4" max="4" width="0"/></cols>'
    whole = worksheet(rows, before, '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')
    for at in range(whole.index("<cols>"), len(whole)):
        changed = whole[:at] + put + whole[at + 1 :]
        with suppress(Refused):
            read(archive(workbook_parts({"A": changed})))
