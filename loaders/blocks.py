"""A sheet cut into blocks: what stands below one header, under the headings above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from loaders.columns import Kind
from loaders.grid import Cell, Grid
from loaders.headers import read_name
from loaders.heads import (
    Head,
    Seen,
    is_below_header,
    make_head,
    read_header,
    read_loose_header,
    settled,
)
from loaders.labels import NOTHING, Label, Terms, follow, join

_HEADING = 80
"""Characters beyond which a text above a header is no heading that could name a year."""

_MOST_HEADS = 6
"""Rows of a header; with more, another header begins."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row below a header: its cells, and what is said by cells merged from above, by column."""

    number: int
    cells: tuple[Seen, ...]
    above: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Rows below one header; `context` is what the headings above them say."""

    head: Head
    context: Label
    rows: tuple[Row, ...]


@dataclass(slots=True)
class Cut:
    """A sheet as blocks, the cells that were taken for headings, and those with error values."""

    blocks: list[Block] = field(default_factory=list)
    headings: list[Cell] = field(default_factory=list)
    errors: list[Cell] = field(default_factory=list)


def term_numbers(grid: Grid, seen: Iterable[Seen]) -> Iterator[int]:
    """The numbers of terms that a sheet's labels and its name mention."""
    for label in (one.label for one in seen):
        if label is not None and label.term is not None:
            yield label.term if label.part is None else 3
    if grid.sheet is not None and (named := read_name(grid.sheet).term) is not None:
        yield named


def cut(cells: Sequence[Seen], context: Label, terms: Terms) -> Cut:
    """The blocks of a sheet's cells, of which its name and its file say `context`. O(cells)."""
    found = Cut(errors=[seen.cell for seen in cells if seen.cell.error])
    known = (settled(seen, terms) for seen in cells if not seen.cell.error)
    rows = [
        Row(number, tuple(row)) for number, row in groupby(known, key=lambda seen: seen.cell.row)
    ]
    rows = _with_merged(rows)
    _Cutter(found, context, any(_is_header(rows, place) for place in range(len(rows)))).cut(rows)
    return found


def _is_header(rows: Sequence[Row], place: int) -> bool:
    below = [row.cells for row in rows[place + 1 : place + 4]]
    row = rows[place].cells
    return (read_header(row, False) or read_loose_header(row, below)) is not None


def _with_merged(rows: Iterable[Row]) -> list[Row]:
    """Each row with the cells that are merged down into it from a row above."""
    active: dict[int, Seen] = {}
    done = []
    for row in rows:
        above = [s for s in active.values() if s.cell.row + s.cell.rows > row.number]
        active = {seen.cell.column: seen for seen in above}
        done.append(replace(row, above=tuple(sorted(above, key=lambda s: s.cell.column))))
        active |= {seen.cell.column: seen for seen in row.cells if seen.cell.rows > 1}
    return done


class _Cutter:
    """Walks down a sheet; knows the header it is below and what the headings have said."""

    def __init__(self, found: Cut, context: Label, headed: bool) -> None:
        self.found = found
        self.sheet = context
        self.context = context
        self.head = Head()
        self.stack: list[Sequence[Seen]] = []
        self.rows: list[Row] = []
        self.began = not headed
        self.headings = False

    def cut(self, rows: Sequence[Row]) -> None:
        for place, row in enumerate(rows):
            self._take(row, [below.cells for below in rows[place + 1 : place + 4]])
        self._close()

    def _take(self, row: Row, below: Sequence[Sequence[Seen]]) -> None:
        listed = bool(self.rows or self.head.columns) and self.head.listed
        heads = read_header(row.cells, listed) or read_loose_header(row.cells, below)
        if heads is None and self.stack and not self.rows and is_below_header(row.cells):
            heads = row.cells
        if heads is not None:
            if self.rows or len(self.stack) == _MOST_HEADS:
                self._close()
                self._forget_half()
            self.stack.append(heads)
            self.found.headings += [seen.cell for seen in row.cells if seen.free]
            self.head = make_head(self.stack)
            self.began = True
        elif self._is_heading(row):
            self._read_heading(row)
        else:
            self.rows.append(row)

    def _forget_half(self) -> None:
        """A new header begins a new calendar, unless a heading has just named the half-term."""
        if not self.headings:
            self.context = Label(
                years=self.context.years,
                courses=self.context.courses,
                classes=self.context.classes,
                department=self.context.department,
            )
            self.context = join(self.sheet, self.context)

    def _is_heading(self, row: Row) -> bool:
        """Labels alone that stand where no column of labels is; above all headers, few texts."""
        said = [seen for seen in row.cells if seen.says]
        if not self.began:
            texts = [seen for seen in row.cells if seen.free]
            return len(row.cells) < 3 and not (said and texts)
        if len(said) != len(row.cells) or any(s.label and s.label.weak for s in said):
            return self._is_title(row)
        first = row.cells[0]
        if len(said) > 1 or first.cell.rows > 1:
            return False
        column = self.head.columns.get(first.cell.column)
        if not self.head.columns or (first.label and first.label.years and not self.head.listed):
            return True
        if self.head.listed:
            return column is None or column.kind not in _CALENDAR_KINDS
        return not self._is_beside(first.cell.column)

    def _is_beside(self, column: int) -> bool:
        """Whether labels stand in this column beside what is taught, above here in the block."""
        return any(
            seen.says and seen.cell.column == column
            for row in self.rows
            if len(row.cells) > 1
            for seen in row.cells
        )

    def _is_title(self, row: Row) -> bool:
        """A title in the first rows of a sheet without headers that names a year among words."""
        if self.head.columns or len(row.cells) > 1 or row.number > 3 or self.rows:
            return False
        text = row.cells[0].cell.text
        return row.cells[0].free and len(text) <= _HEADING and bool(read_name(text).years)

    def _read_heading(self, row: Row) -> None:
        if self.rows:
            self._close()
        for seen in row.cells:
            if seen.says and seen.label is not None:
                self.context = follow(self.context, seen.label)
            elif seen.free and len(seen.cell.text) <= _HEADING:
                self.context = join(self.context, _named(seen.cell.text))
            if not seen.says:
                self.found.headings.append(seen.cell)
        self.headings = True

    def _close(self) -> None:
        """End the block: its rows stand in what was said by now."""
        if self.rows:
            context = join(self.context, self.head.context)
            self.found.blocks.append(Block(self.head, context, tuple(self.rows)))
            if self.head.context.says:
                self.context = follow(self.context, self.head.context)
        self.rows = []
        self.stack = []
        self.headings = False


_CALENDAR_KINDS = frozenset({Kind.YEAR, Kind.TERM, Kind.HALF, Kind.WEEK})


def _named(text: str) -> Label:
    """What a title says among other words: a year, a tier, a subject; never a half-term."""
    named = read_name(text)
    if not named.years:
        return Label(department=named.department) if named.department else NOTHING
    return Label(years=named.years, courses=named.courses, department=named.department)
