"""Reading .xlsx and .xlsm workbooks as cells: what is shown, and what is hidden from who looks.

Only the parts that hold cells are parsed (sheets, shared texts, number formats, comments, the
relationships between them). Charts, pictures, pivots, themes, fonts and macros are never opened,
so that a fault in one of them, of which departments' workbooks have many, refuses nobody's plan.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime
from xml.etree import ElementTree

from loaders.archive import Limits, Package
from loaders.excel_parts import (
    AGAIN,
    Parts,
    Relation,
    Shared,
    Tab,
    read_notes,
    read_shared,
    read_tabs,
)
from loaders.extent import COLUMNS, Tally
from loaders.grid import Cell, Grid, Workbook, shown_text
from loaders.shown import date_text, general, moment, show_number
from loaders.told import Seen, tell_chart, tell_macros, tell_sheet
from loaders.worksheet import RawCell, RawSheet, read_worksheet, unescape
from ontology.findings import Finding
from ontology.uploads import Refused

_HYPERLINK = re.compile(r'^\s*HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")


def read_excel(package: Package, limits: Limits) -> Workbook:
    """The workbook in a package that was looked at (`archive.open_package`, `extent.check_parts`).

    Sheets are in the order of their tabs, hidden ones too; a tab without cells (a chart) is told.
    Dates are shown as they are formatted, in England's order. A text under a merged cell is read
    and counts as hidden.

    Raises:
        Refused: a part that is needed is missing or not well formed, there is no sheet, or there
            are too many sheets or too much text.

    Cost: O(unpacked bytes of the parts that hold cells).
    """
    try:
        return _read(package, limits)
    except ElementTree.ParseError as error:
        raise Refused(package.file, f"one of its parts is not XML ({error}).", AGAIN) from error


def _read(package: Package, limits: Limits) -> Workbook:
    file = package.file
    parts = Parts(package)
    tabs = read_tabs(parts)
    if not tabs:
        raise Refused(file, "it has no sheet.", AGAIN)
    shared = read_shared(parts)
    tally = Tally(file, limits)
    findings: list[Finding] = []
    if parts.first("vbaProject", parts.related) is not None:
        findings.append(tell_macros(file))
    grids: list[Grid] = []
    for tab in tabs:
        if tab.part is None:
            findings.append(tell_chart(file, tab.name))
            continue
        grid, told = _Reader(file, tab, parts, shared).read(tab.part)
        tally.add(grid)
        grids.append(grid)
        findings += told
    return Workbook(file, tuple(grids), tuple(findings))


class _Reader:
    """Makes cells of one sheet's raw cells, and notes what has to be told of them."""

    def __init__(self, file: str, tab: Tab, parts: Parts, shared: Shared) -> None:
        self._file = file
        self._tab = tab
        self._parts = parts
        self._shared = shared
        self._seen = Seen()

    def read(self, part: str) -> tuple[Grid, list[Finding]]:
        """The sheet in this part, its cells in row-major order, and its findings."""
        raw = read_worksheet(self._parts.read(part))
        relations = self._parts.relations(part)
        notes = read_notes(self._parts, relations)
        merged = {
            (top, left): (top, left, bottom, right) for top, left, bottom, right in raw.merges
        }
        covered = _covered(raw)
        self._seen.rows = raw.hidden_rows
        self._seen.columns = {
            c for at in raw.hidden_columns for c in range(at[0], min(at[1], COLUMNS) + 1)
        }
        cells: dict[tuple[int, int], Cell] = {}
        for one in raw.cells:
            at = one.row, one.column
            text = self._text(one)
            if not text:
                continue
            top, left, bottom, right = merged.get(at, (*at, *at))
            link = _link(one, raw, relations)
            cells[at] = Cell(
                row=one.row,
                column=one.column,
                text=text,
                error=one.kind == "e",
                rows=bottom - top + 1,
                columns=right - left + 1,
                hidden=self._tab.hidden
                or one.row in self._seen.rows
                or one.column in self._seen.columns
                or at in covered,
                note=notes.get(at),
                link=None if link is None else shown_text(link) or None,
                formula=one.formula is not None,
            )
        ordered = tuple(cells[at] for at in sorted(cells))
        grid = Grid(self._file, self._tab.name, ordered, self._tab.hidden)
        self._seen.under = {at: over for at, over in covered.items() if at in cells}
        return grid, tell_sheet(grid, self._seen)

    def _text(self, cell: RawCell) -> str:
        """What the cell shows; empty for one that shows nothing."""
        value = cell.value
        if value is None or (value == "" and cell.kind in ("n", "e", "b")):
            if cell.formula is not None:
                self._seen.unvalued.append((cell.row, cell.column))
            return ""
        if cell.kind == "s":
            at = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1
            if not 0 <= at < len(self._shared.texts):
                raise Refused(
                    self._file,
                    f"the text of the cell {self._tab.name[:100]}!{cell.name} is missing.",
                    AGAIN,
                )
            return self._shared.texts[at]
        if cell.kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        if cell.kind == "n":
            return self._number(cell, value.strip())
        if cell.kind == "d":
            return _iso_date(value.strip())
        return shown_text(unescape(value))

    def _number(self, cell: RawCell, value: str) -> str:
        """A number as its format shows it; what is no number stands as it is."""
        if _NUMBER.fullmatch(value) is None or not math.isfinite(float(value)):
            return shown_text(value)
        number = float(value)
        formats = self._shared.formats
        code = formats[cell.style] if cell.style < len(formats) else ""
        text = shown_text(show_number(number, code, self._shared.from_1904)) if code else ""
        text = text or general(number)
        when = moment(number, self._shared.from_1904)
        if cell.style in self._shared.short_dates and cell.formula is None and when is not None:
            self._seen.dates[cell.row, cell.column] = (when.date(), text)
        return text


def _iso_date(value: str) -> str:
    """A date that the part holds as text (2026-09-07), as England writes it."""
    try:
        return date_text(datetime.fromisoformat(value))
    except ValueError:
        return shown_text(value)


def _covered(raw: RawSheet) -> dict[tuple[int, int], tuple[int, int]]:
    """The cells under merged cells, and which those are; `extent` bounds how many there are."""
    return {
        (row, column): (top, left)
        for top, left, bottom, right in raw.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }


def _link(cell: RawCell, raw: RawSheet, relations: Mapping[str, Relation]) -> str | None:
    """Where the cell's hyperlink leads: an address, or a place in the workbook after `#`."""
    if cell.formula is not None:
        written = _HYPERLINK.search(cell.formula)
        if written is not None:
            return written[1]
    identifier, place = raw.links.get((cell.row, cell.column), (None, None))
    relation = relations.get(identifier or "")
    address = relation.target if relation is not None and relation.external else ""
    return address + (f"#{place}" if place else "") or None
