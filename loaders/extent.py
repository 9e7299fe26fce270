"""How far the sheets of a workbook reach, measured in one pass over their XML, before reading.

Every XML part is passed through a streaming parser that refuses document types, and with them
entities; parts with cells are measured on the way. Memory is bounded by the longest single tag.
Cells are counted where they hold something: a sheet whose last formatted row is 1,048,576, or
whose stated dimension is larger than what it holds, is harmless and common.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from loaders.archive import Kind, Limits, Package
from loaders.grid import Grid
from ontology.uploads import Refused

_SAVE = "open it in a spreadsheet program and save it as an Excel workbook (.xlsx)."
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.IGNORECASE)
XML = (".xml", ".rels")
"""How the names of the parts end that are parsed; no other part ever is."""
DEPTH = 200
"""How deep the elements of a part may be nested; those of a worksheet are ten deep at most."""
ROWS, COLUMNS = 1_048_576, 16_384
"""The largest sheet that Excel has."""


def position(reference: str) -> tuple[int, int] | None:
    """Row and column of a cell's name, counted from 1; null for what is not one.

    >>> position("C7"), position("XFD1048576"), position("C7:D9")
    ((7, 3), (1048576, 16384), None)
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2])
    return (row, column) if row <= ROWS and column <= COLUMNS else None


def region(reference: str) -> tuple[int, int, int, int] | None:
    """First row, first column, last row and last column of `C7:D9`; null for what is not a region.

    >>> region("C7:D9"), region("B2"), region("here")
    ((7, 3, 9, 4), (2, 2, 2, 2), None)
    """
    first, _, last = reference.partition(":")
    start = position(first)
    end = position(last) if last else start
    if start is None or end is None:
        return None
    return (
        min(start[0], end[0]),
        min(start[1], end[1]),
        max(start[0], end[0]),
        max(start[1], end[1]),
    )


class _Budget:
    """What all sheets together may still hold."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.file = file
        self.limits = limits
        self.cells = 0
        self.merged = 0

    def count(self, cells: int) -> None:
        """Count cells that hold something; raises Refused over the limit."""
        self.cells += cells
        if self.cells > self.limits.cells:
            raise Refused(
                self.file,
                f"its sheets hold more than {self.limits.cells:,} cells.",
                "hand in the sheets of the plan only.",
            )

    def merge(self, part: str, reference: str, cells: int) -> None:
        """Count what a merged region covers; raises Refused over the limit."""
        self.merged += cells
        if self.merged > self.limits.cells:
            raise Refused(
                self.file,
                f"merged cells cover more than {self.limits.cells:,} cells; the last seen are "
                f"{reference[:40]} in {part[:100]}.",
                "merge only cells that belong to the plan, not whole rows or columns.",
            )


class _Spread:
    """The rows and columns between the first and the last cell of one sheet."""

    def __init__(self, budget: _Budget, sheet: str) -> None:
        self._budget = budget
        self._sheet = sheet
        self._rows: tuple[int, int] | None = None
        self._columns: tuple[int, int] | None = None

    def add(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Note cells that hold something; raises Refused where they are too far apart."""
        self._rows = _wider(self._rows, row, row + rows - 1)
        self._columns = _wider(self._columns, column, column + columns - 1)
        tall = self._rows[1] - self._rows[0] + 1
        wide = self._columns[1] - self._columns[0] + 1
        if tall * wide > self._budget.limits.area:
            raise Refused(
                self._budget.file,
                f"the cells of {self._sheet[:100]} are spread over {tall:,} rows and {wide:,} "
                "columns.",
                "look with Ctrl+End for a cell far from the others and delete its row or column.",
            )


def _wider(known: tuple[int, int] | None, first: int, last: int) -> tuple[int, int]:
    return (first, last) if known is None else (min(known[0], first), max(known[1], last))


class _Sheet:
    """Handlers for a part of an .xlsx file; other parts than sheets have no `c` and no `row`."""

    def __init__(self, part: str, budget: _Budget) -> None:
        self._part = part
        self._budget = budget
        self._spread = _Spread(budget, part)
        self._row = 0
        self._column = 0
        self._empty = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens: note where the cell is, and once more where it holds something."""
        if tag == "row":
            stated = attributes.get("r", "")
            self._row = int(stated) if _is_row(stated) else self._row + 1
            self._column = 0
        elif tag == "c":
            found = position(attributes.get("r", ""))
            self._row, self._column = found or (self._row, self._column + 1)
            self._empty = True
        elif tag in ("v", "is", "f") and self._empty:
            self._empty = False
            self._spread.add(self._row, self._column)
            self._budget.count(1)
        elif tag == "mergeCell":
            covered = region(attributes.get("ref", ""))
            if covered is not None:
                cells = (covered[2] - covered[0] + 1) * (covered[3] - covered[1] + 1)
                self._budget.merge(self._part, attributes["ref"], cells)

    def end(self, tag: str) -> None:
        """A tag closes: after its end a cell can hold nothing more."""
        if tag == "c":
            self._empty = False

    def text(self, text: str) -> None:
        """Text; nothing to note."""


def _is_row(stated: str) -> bool:
    return stated.isascii() and stated.isdigit() and len(stated) < 8


class _Tables:
    """Handlers for the content of an .ods file, whose rows and cells are repeated by a number."""

    def __init__(self, budget: _Budget) -> None:
        self._budget = budget
        self._spread = _Spread(budget, "a sheet")
        self._sheets = 0
        self._row = 1
        self._rows = 0
        self._column = 1
        self._columns = 0
        self._held: list[tuple[int, int]] = []
        self._holds = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens: a table, a row, a cell, or what a cell holds."""
        if tag == "table":
            self._sheets += 1
            self._row = 1
            label = attributes.get("name", f"number {self._sheets}")
            self._spread = _Spread(self._budget, f"the sheet '{label}'")
        elif tag == "table-row":
            self._rows = times(attributes.get("number-rows-repeated"))
            self._column, self._held = 1, []
        elif tag in ("table-cell", "covered-table-cell"):
            self._columns = times(attributes.get("number-columns-repeated"))
            self._holds = "value-type" in attributes or "formula" in attributes
            spans = (attributes.get(f"number-{what}-spanned") for what in ("rows", "columns"))
            rows, columns = map(times, spans)
            if rows * columns > 1:
                self._budget.merge("the content", f"{rows} × {columns}", rows * columns)

    def text(self, text: str) -> None:
        """Text inside a cell makes it hold something."""
        self._holds = self._holds or (self._columns > 0 and not text.isspace())

    def end(self, tag: str) -> None:
        """A tag closes: a cell is noted with its row, a row by how often it is repeated."""
        if tag in ("table-cell", "covered-table-cell"):
            if self._holds:
                self._held.append((self._column, self._columns))
            self._column += self._columns
            self._columns, self._holds = 0, False
        elif tag == "table-row":
            for column, columns in self._held:
                self._spread.add(self._row, column, self._rows, columns)
                self._budget.count(self._rows * columns)
            self._row += self._rows


def times(stated: str | None) -> int:
    """A number of repetitions in an .ods file; what is not one counts as more than any sheet has.

    >>> times(None), times("3"), times("-1")
    (1, 3, 2097152)
    """
    if stated is None:
        return 1
    return int(stated) if _is_row(stated) else ROWS * 2


def _local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


class Tally:
    """What has been read of a file, sheet by sheet, held against the limits.

    Few bytes can stand for very much: one shared text in very many cells, one row repeated.
    """

    def __init__(self, file: str, limits: Limits) -> None:
        """Begin with nothing."""
        self._file = file
        self._limits = limits
        self._sheets = 0
        self._cells = 0
        self._characters = 0

    def add(self, grid: Grid) -> None:
        """Count a sheet. Raises Refused over the limit of sheets, cells or characters. O(cells)."""
        limits = self._limits
        self._sheets += 1
        self._cells += len(grid.cells)
        self._characters += sum(
            len(cell.text) + len(cell.note or "") + len(cell.link or "") for cell in grid.cells
        )
        for count, limit, what in (
            (self._sheets, limits.sheets, "sheets"),
            (self._cells, limits.cells, "cells"),
            (self._characters, limits.characters, "characters"),
        ):
            if count > limit:
                raise Refused(
                    self._file,
                    f"it holds more than {limit:,} {what}.",
                    "hand in the sheets of the plan only.",
                )


def check_parts(package: Package, kind: Kind, limits: Limits) -> None:
    """Pass every XML part through a parser that refuses document types, and measure the sheets.

    A part that is not well formed is measured as far as it goes: whoever reads it will refuse it.
    Cost: O(unpacked bytes), at most `limits.expanded`.

    Raises:
        Refused: a document type, too many cells, cells too far apart, elements nested too deeply,
            or a part that is damaged.
    """
    budget = _Budget(package.file, limits)
    for part in package.names():
        if part.lower().endswith(XML):
            sheet = _Tables(budget) if kind is Kind.ODS else _Sheet(part, budget)
            _check_part(package, part, sheet)


def _check_part(package: Package, part: str, sheet: _Sheet | _Tables) -> None:
    def doctype(*_: object) -> None:
        raise Refused(
            package.file,
            f"its part {part[:100]} declares a document type, which no spreadsheet program writes.",
            _SAVE,
        )

    depth = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise Refused(package.file, f"its part {part[:100]} is nested too deeply.", _SAVE)
        sheet.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        sheet.end(_local(name))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = sheet.text
    data = package.read(part)
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        return
    except (LookupError, ValueError) as error:
        raise Refused(
            package.file, f"its part {part[:100]} is in an unknown encoding ({error}).", _SAVE
        ) from error
