"""What the columns of a block hold, judged by all of their cells where the head leaves it open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from loaders.blocks import Block
from loaders.columns import Kind
from loaders.grid import Cell
from loaders.heads import Column, Seen
from loaders.labels import Terms
from loaders.values import CALENDAR, read_weeks


@dataclass(slots=True)
class Told:
    """What was not made a unit.

    `headings` and `figures` (numbers, signs) are cells; `beside` has cells by the head that they
    stand under; `unreadable` has cells of known columns and what should stand there.
    """

    headings: list[Cell] = field(default_factory=list)
    figures: list[Cell] = field(default_factory=list)
    beside: dict[str, list[Cell]] = field(default_factory=lambda: defaultdict(list))
    unreadable: list[tuple[Cell, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """The columns of a block, the kinds of those without a head, and what `Term 2` means here.

    `content` are the numbers of the columns of what is taught, ascending; `weak` those of columns
    of weak labels (`T1`, `T2`, `T3`), which count there.
    """

    columns: Mapping[int, Column]
    bare: Mapping[int, Kind]
    terms: Terms
    listed: bool
    content: tuple[int, ...]
    weak: frozenset[int]

    def kind(self, column: int) -> Kind | None:
        """What a column holds."""
        known = self.columns.get(column)
        if known is not None and known.kind is not None:
            return known.kind
        return self.bare.get(column)

    def kinds(self) -> frozenset[Kind]:
        """The kinds of all columns."""
        return frozenset(c.kind for c in self.columns.values() if c.kind is not None)

    def blank(self, column: int) -> bool:
        """Whether heads say nothing of what a column holds."""
        known = self.columns.get(column)
        return known is None or (known.kind is None and known.group is None)

    def grouped(self, column: int) -> bool:
        """Whether a column stands under a heading that says when or for whom."""
        known = self.columns.get(column)
        return known is not None and known.group is not None


def know(block: Block, terms: Terms) -> Known:
    """What a block's columns hold. O(cells)."""
    cells: dict[int, list[Seen]] = defaultdict(list)
    for row in block.rows:
        for seen in row.cells:
            cells[seen.cell.column].append(seen)
    columns = dict(block.head.columns)
    for number, column in columns.items():
        if column.kind is Kind.WEEKS and Kind.WEEK not in block.head.kinds():
            columns[number] = _which_weeks(column, cells[number])
        if column.kind in CALENDAR and not block.head.listed:
            columns[number] = _corner(column, cells[number])
    content = tuple(sorted(number for number, column in columns.items() if column.content))
    known = Known(
        columns, {}, _terms(block, terms, cells), block.head.listed, content, _weak(cells)
    )
    return replace(known, bare=_bare(block, known, cells))


def _corner(column: Column, cells: list[Seen]) -> Column:
    """A column of a grid; a head over no value of its kind names the heads beside it instead."""
    read = CALENDAR[column.kind] if column.kind is not None else None
    fits = read is not None and any(read(seen.cell.text) is not None for seen in cells)
    return column if fits or not cells else replace(column, kind=None)


def _weak(cells: Mapping[int, list[Seen]]) -> frozenset[int]:
    """The columns that hold three or more different weak labels of when, and labels only."""
    found = set()
    for number, seen in cells.items():
        labels = [s.label for s in seen if s.label is not None and s.label.says]
        weak = {label.half or label.term for label in labels if label.weak and label.when}
        if len(weak) > 2 and len(labels) == len(seen):
            found.add(number)
    return frozenset(found)


def _which_weeks(column: Column, cells: list[Seen]) -> Column:
    """A column Weeks that says which weeks (`1-3`, `Week 4`, 1 2 3 …), not how many."""
    named = any(seen.label is not None and seen.label.week is not None for seen in cells)
    ranges = any(
        read_weeks(seen.cell.text) is None and CALENDAR[Kind.WEEK](seen.cell.text) for seen in cells
    )
    counted = [seen.bare for seen in cells]
    running = len(counted) > 2 and counted == list(range(1, len(counted) + 1))
    return replace(column, kind=Kind.WEEK) if named or ranges or running else column


def _terms(block: Block, terms: Terms, cells: Mapping[int, list[Seen]]) -> Terms:
    """What numbers in a column of terms mean: with half-terms beside them they are terms."""
    columns = [number for number, c in block.head.columns.items() if c.kind is Kind.TERM]
    numbers = [s.bare for number in columns for s in cells.get(number, ()) if s.bare is not None]
    if not numbers:
        return terms
    if Kind.HALF in block.head.kinds() and max(numbers) <= 3:
        return Terms.THREE
    return Terms.of(numbers)


def _bare(block: Block, known: Known, cells: Mapping[int, list[Seen]]) -> dict[int, Kind]:
    """The first column of a grid without a head: numbers of years, weeks or half-terms."""
    first = min(cells, default=0)
    if known.listed or not known.content or not known.blank(first):
        return {}
    numbers = [seen.bare for seen in cells[first] if seen.bare is not None]
    if not numbers:
        return {}
    places = [column.place for column in known.columns.values()]
    half = block.context.half is not None or any(place.when for place in places)
    year = bool(block.context.years) or any(place.years for place in places)
    if not year and all(7 <= number <= 11 for number in numbers):
        return {first: Kind.YEAR}
    if half and numbers[0] == 1 and numbers == sorted(numbers):
        return {first: Kind.WEEK}
    if year and not half and all(1 <= number <= 6 for number in numbers):
        return {first: Kind.HALF}
    return {}
