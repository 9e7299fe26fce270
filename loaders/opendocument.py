"""Reading .ods spreadsheets as cells: the format keeps what each cell shows beside its value.

Merged regions, hidden rows, columns and sheets, comments, hyperlinks and error values are told as
for .xlsx. The content is read once, row by row; what has been read is let go.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from loaders.archive import Limits, Package
from loaders.extent import COLUMNS, Tally, times
from loaders.grid import Cell, Grid, Workbook, shown_text
from loaders.shown import date_text
from loaders.told import Seen, tell_sheet
from loaders.worksheet import local
from ontology.findings import Finding
from ontology.uploads import Refused

_AGAIN = "open it in the program that made it, save it again, and hand in that file."
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|Err:\d{3}")
_SHORT_DATE = re.compile(r"\d{1,2}[-/ ][A-Za-z]{3}|[A-Za-z]{3}[-/ ]\d{2}")
_MOST_SPACES = 100
_HIDDEN = ("collapse", "filter")


def read_open_document(package: Package, limits: Limits) -> Workbook:
    """The spreadsheet in a package that was looked at (`open_package`, `check_parts`).

    Raises:
        Refused: the content is missing or not well formed, there is no sheet, or there are too
            many sheets or too much text.

    Cost: O(bytes of the content + cells, repeated ones each time).
    """
    try:
        return _read(package, limits)
    except ElementTree.ParseError as error:
        raise Refused(package.file, f"its content is not XML ({error}).", _AGAIN) from error


def _read(package: Package, limits: Limits) -> Workbook:
    grids: list[Grid] = []
    findings: list[Finding] = []
    tally = Tally(package.file, limits)
    for grid, seen in _sheets(package):
        tally.add(grid)
        grids.append(grid)
        findings += tell_sheet(grid, seen)
    if not grids:
        raise Refused(package.file, "it has no sheet.", _AGAIN)
    return Workbook(package.file, tuple(grids), tuple(findings))


def _sheets(package: Package) -> Iterator[tuple[Grid, Seen]]:
    """The tables of the spreadsheet itself, in order; not those inside cells, drawings, changes."""
    path: list[str] = []
    hidden_styles: set[str] = set()
    table: _Table | None = None
    content = io.BytesIO(package.read("content.xml"))
    for event, element in ElementTree.iterparse(content, ("start", "end")):
        name = local(element.tag)
        if event == "start":
            if name == "table" and path[-1:] == ["spreadsheet"]:
                hidden = _get(element, "style-name") in hidden_styles
                table = _Table(package.file, _get(element, "name") or "", hidden)
            path.append(name)
            continue
        path.pop()
        if name == "style":
            if any(_get(each, "display") == "false" for each in element):
                hidden_styles.add(_get(element, "name") or "")
        elif table is None or path.count("table") != 1:
            if table is not None and name == "table" and path[-1:] == ["spreadsheet"]:
                yield table.finish()
                table = None
        elif name == "table-column":
            table.add_columns(element)
        elif name == "table-row":
            table.add_row(element)
            element.clear()


def _get(element: Element, name: str) -> str | None:
    """An attribute by its name without namespace."""
    return next((value for key, value in element.items() if local(key) == name), None)


class _Table:
    """One sheet while it is read."""

    def __init__(self, file: str, name: str, hidden: bool) -> None:
        self._file = file
        self._name = name
        self._hidden = hidden
        self._row = 1
        self._column = 1
        self._cells: list[Cell] = []
        self._seen = Seen()
        self._covered: list[tuple[int, int]] = []

    def add_columns(self, element: Element) -> None:
        """A description of columns."""
        count = times(_get(element, "number-columns-repeated"))
        if _get(element, "visibility") in _HIDDEN:
            last = min(self._column + count, COLUMNS + 1)
            self._seen.columns.update(range(self._column, last))
        self._column += count

    def add_row(self, element: Element) -> None:
        """A row, as often as it is repeated; `extent` has bounded what repeated rows hold."""
        count = times(_get(element, "number-rows-repeated"))
        cells, covered = self._read_row(element)
        if cells:
            rows = range(self._row, self._row + count)
            self._cells += [replace(cell, row=row) for row in rows for cell in cells]
            self._covered += [(row, column) for row in rows for column in covered]
            if _get(element, "visibility") in _HIDDEN:
                self._seen.rows.update(rows)
        self._row += count

    def _read_row(self, element: Element) -> tuple[list[Cell], list[int]]:
        """The cells of a row, and the columns of those that lie under merged cells."""
        cells: list[Cell] = []
        covered: list[int] = []
        column = 1
        for child in element:
            name = local(child.tag)
            if name not in ("table-cell", "covered-table-cell"):
                continue
            count = times(_get(child, "number-columns-repeated"))
            cell = self._read_cell(child, column)
            if cell is not None:
                cells += [replace(cell, column=at) for at in range(column, column + count)]
                if name == "covered-table-cell":
                    covered += range(column, column + count)
            column += count
        return cells, covered

    def _read_cell(self, element: Element, column: int) -> Cell | None:
        """A cell, or null for one that shows nothing."""
        formula = _get(element, "formula")
        text = shown_text(_shown(element))
        if not text:
            return None
        kinds = [value for key, value in element.items() if local(key) == "value-type"]
        is_error = "error" in kinds or (formula is not None and _ERROR.fullmatch(text) is not None)
        day = _get(element, "date-value")
        if day is not None and formula is None and _SHORT_DATE.fullmatch(text) is not None:
            self._note_date(column, day, text)
        link = next((_get(e, "href") for e in element.iter() if local(e.tag) == "a"), None)
        notes = [_paragraphs(child) for child in element if local(child.tag) == "annotation"]
        return Cell(
            row=self._row,
            column=column,
            text=text,
            error=is_error,
            rows=times(_get(element, "number-rows-spanned")),
            columns=times(_get(element, "number-columns-spanned")),
            note=shown_text("\n".join(notes)) or None,
            link=shown_text(link or "") or None,
            formula=formula is not None,
        )

    def _note_date(self, column: int, day: str, text: str) -> None:
        try:
            self._seen.dates[self._row, column] = (date.fromisoformat(day[:10]), text)
        except ValueError:
            return

    def finish(self) -> tuple[Grid, Seen]:
        """The sheet, and what has to be told of it."""
        regions = {
            (row, column): (cell.row, cell.column)
            for cell in self._cells
            if cell.rows > 1 or cell.columns > 1
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }
        self._seen.under = {at: regions.get(at, at) for at in self._covered}
        cells = tuple(
            replace(
                cell,
                hidden=self._hidden
                or cell.row in self._seen.rows
                or cell.column in self._seen.columns
                or (cell.row, cell.column) in self._seen.under,
            )
            for cell in self._cells
        )
        return Grid(self._file, self._name, cells, self._hidden), self._seen


def _shown(cell: Element) -> str:
    """What a cell shows: its paragraphs; where it has none, its value."""
    text = _paragraphs(cell)
    if text:
        return text
    day = _get(cell, "date-value")
    if day is not None:
        try:
            return date_text(datetime.fromisoformat(day))
        except ValueError:
            return day
    for name in ("string-value", "value", "boolean-value", "time-value"):
        value = _get(cell, name)
        if value:
            return value
    return ""


def _paragraphs(element: Element) -> str:
    """The paragraphs directly inside an element, one a line."""
    return "\n".join("".join(_pieces(child)) for child in element if local(child.tag) == "p")


def _pieces(element: Element) -> Iterator[str]:
    """The text of an element in order; spaces and breaks are elements of their own."""
    yield element.text or ""
    for child in element:
        name = local(child.tag)
        if name == "s":
            yield " " * min(times(_get(child, "c")), _MOST_SPACES)
        elif name in ("tab", "line-break"):
            yield " " if name == "tab" else "\n"
        elif name not in ("annotation", "note", "ruby-text"):
            yield from _pieces(child)
        yield child.tail or ""
