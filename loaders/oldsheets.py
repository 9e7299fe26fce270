"""Reading .xls workbooks (Excel 97–2003) as cells, as far as the library (calamine) tells them.

It tells sheets, whether they are hidden, values and merged regions. It does not tell hidden rows
and columns, comments, hyperlinks, number formats (a percentage is read as a fraction of 1), which
values come from formulas, nor error values, which it leaves empty. A finding says so in every
workbook of this format.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from loaders.archive import Kind, Limits
from loaders.extent import Tally
from loaders.grid import Cell, Grid, Workbook, shown_text
from loaders.shown import date_text, general
from loaders.told import tell_blind, tell_chart, tell_hidden_sheet
from ontology.findings import Finding
from ontology.uploads import Refused

_AGAIN = "open it in a spreadsheet program and save it as an Excel workbook (.xlsx)."
_UNSEEN = "hidden rows and columns, comments, hyperlinks, error values and percentages"
_Value = int | float | str | bool | time | date | datetime | timedelta
_PANIC = "PanicException"


def read_old_sheets(file: str, data: bytes, limits: Limits) -> Workbook:
    """The workbook in an .xls file.

    The library allocates a whole sheet at once, of a size that the file claims and nobody can
    measure beforehand: a file that is not trusted belongs into the child process of
    `loaders.guarded`.

    Raises:
        Refused: not readable, no sheet, or too many sheets, cells or characters.

    Cost: O(rows × columns) of the sheets.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return _read(file, book, limits)
    except CalamineError as error:
        raise Refused(file, f"it cannot be read as {Kind.XLS} ({error}).", _AGAIN) from error
    except BaseException as error:
        # A failed assertion in the library arrives as an exception that is no Exception.
        if type(error).__name__ == _PANIC:
            raise Refused(file, f"it is damaged: it is not {Kind.XLS}.", _AGAIN) from error
        raise


def _read(file: str, book: CalamineWorkbook, limits: Limits) -> Workbook:
    findings: list[Finding] = [tell_blind(file, _UNSEEN)]
    grids: list[Grid] = []
    tally = Tally(file, limits)
    for number, sheet in enumerate(book.sheets_metadata):
        if sheet.typ is not SheetTypeEnum.WorkSheet:
            findings.append(tell_chart(file, sheet.name))
            continue
        hidden = sheet.visible is not SheetVisibleEnum.Visible
        cells = _cells(file, book.get_sheet_by_index(number), hidden, limits)
        grid = Grid(file, sheet.name, cells, hidden)
        tally.add(grid)
        grids.append(grid)
        if hidden:
            findings += tell_hidden_sheet(file, sheet.name, cells)
    if not grids:
        raise Refused(file, "it has no sheet with cells.", _AGAIN)
    return Workbook(file, tuple(grids), tuple(findings))


def _cells(file: str, sheet: CalamineSheet, hidden: bool, limits: Limits) -> tuple[Cell, ...]:
    """The cells of a sheet that show something, in row-major order."""
    start = sheet.start
    if start is None:
        return ()
    if sheet.height * sheet.width > limits.area:
        raise Refused(
            file,
            f"the cells of the sheet '{sheet.name[:100]}' are spread over {sheet.height:,} rows "
            f"and {sheet.width:,} columns.",
            "look with Ctrl+End for a cell far from the others and delete its row or column.",
        )
    merged = {
        (top, left): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    }
    found: list[Cell] = []
    for row, values in enumerate(sheet.to_python(), start=start[0]):
        for column, value in enumerate(values, start=start[1]):
            text = "" if value == "" else _text(value)
            if text:
                rows, columns = merged.get((row, column), (1, 1))
                found.append(
                    Cell(row + 1, column + 1, text, rows=rows, columns=columns, hidden=hidden)
                )
    return tuple(found)


def _text(value: _Value) -> str:
    """A value as a spreadsheet in England shows it where its format is not known."""
    if isinstance(value, str):
        return shown_text(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return general(value)
    if isinstance(value, datetime):
        return date_text(value)
    if isinstance(value, date):
        return date_text(datetime(value.year, value.month, value.day))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    hours, seconds = divmod(int(value.total_seconds()), 3600)
    return f"{hours}:{seconds // 60:02}"
