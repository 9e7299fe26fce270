"""When each row of a block is: its own labels, those merged down into it, and what still holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from loaders.block_columns import Known, Told
from loaders.blocks import Block, Row
from loaders.columns import Kind
from loaders.headers import read_name
from loaders.heads import Seen
from loaders.labels import NOTHING, Label, follow, join, of_bare, settle
from loaders.values import CALENDAR, SAME, WANTED

_SHORT = 40
"""Characters beyond which a text that names a year is no label of its row."""


@dataclass(slots=True)
class Placed:
    """What each row says of when, and the cells that said it."""

    rows: dict[int, Label] = field(default_factory=dict)
    labels: set[tuple[int, int]] = field(default_factory=set)


def place_rows(block: Block, known: Known, told: Told) -> Placed:
    """The places of a block's rows; a label holds below it until another one ends it. O(cells)."""
    reader = _Reader(known, told)
    held = block.context
    for row in block.rows:
        said = reader.read(row, held)
        held = follow(_without(held, reader.lost), said)
        reader.placed.rows[row.number] = held
    return reader.placed


def _without(held: Label, lost: frozenset[Kind]) -> Label:
    """What still holds where a cell cannot be read: never what stood above that cell."""
    if Kind.YEAR in lost:
        return Label(department=held.department)
    if lost & {Kind.HALF, Kind.TERM}:
        held = replace(held, half=None, span=1, term=None, part=None, week=None, weeks=None)
    return replace(held, week=None, weeks=None) if lost else held


class _Reader:
    """Reads the labels of rows; remembers the term that a column of half-terms counts within."""

    def __init__(self, known: Known, told: Told) -> None:
        self.known = known
        self.told = told
        self.placed = Placed()
        self.season = NOTHING
        self.lost: frozenset[Kind] = frozenset()

    def read(self, row: Row, held: Label) -> Label:
        """What a row's own labels say together."""
        said = NOTHING
        self.lost = frozenset()
        seasoned = self._season(row)
        cells = sorted((*row.above, *row.cells), key=lambda seen: seen.cell.column)
        if seasoned is not None:
            self.season = seasoned
        elif (year := self._year(cells)) and year != held.years:
            self.season = NOTHING
        texts = False
        for seen in cells:
            kind = self.known.kind(seen.cell.column)
            if kind in CALENDAR and not self.known.grouped(seen.cell.column):
                found = self._calendar(seen, kind, row)
            elif self.known.blank(seen.cell.column) and not self.known.listed and not texts:
                found = self._beside(seen, row, said)
                texts = found is None and seen.free
            else:
                continue
            if found is not None:
                said = join(said, found)
        return said

    def _season(self, row: Row) -> Label | None:
        for seen in (*row.above, *row.cells):
            if self.known.kind(seen.cell.column) is Kind.TERM:
                found = CALENDAR[Kind.TERM](seen.cell.text)
                if found is not None:
                    return settle(found, self.known.terms)
        return None

    def _year(self, cells: list[Seen]) -> tuple[int, ...]:
        for seen in cells:
            if self.known.kind(seen.cell.column) is Kind.YEAR:
                found = CALENDAR[Kind.YEAR](seen.cell.text)
                if found is not None:
                    return found.years
        return ()

    def _calendar(self, seen: Seen, kind: Kind | None, row: Row) -> Label | None:
        """What a cell in a column of years, terms, half-terms or weeks says."""
        assert kind is not None
        text = seen.cell.text
        if SAME.fullmatch(text):
            return None
        found = CALENDAR[kind](text)
        own = seen.cell.row == row.number
        if found is None:
            if own and seen.kind is None and self._has_content(row):
                self.told.unreadable.append((seen.cell, WANTED[kind]))
                self.placed.labels.add((seen.cell.row, seen.cell.column))
                self.lost |= {kind}
            return None
        self.placed.labels.add((seen.cell.row, seen.cell.column))
        if found.bare is not None:
            return self._half(seen, found.bare)
        return settle(found, self.known.terms)

    def _half(self, seen: Seen, number: int) -> Label:
        """A number in a column of half-terms: within its term where one is named, else of six."""
        term = self.season
        if term.half is not None and term.span == 2:
            found = of_bare(term, number)
            if found.half is None:
                self.told.unreadable.append((seen.cell, "a half-term of the term beside it"))
                return term
            return found
        if term.term is not None and number in (1, 2):
            return Label(term=term.term, part=number)
        return Label(half=number)

    def _beside(self, seen: Seen, row: Row, said: Label) -> Label | None:
        """A label in a column without a head, in a grid; a number halves the term beside it."""
        label = seen.label
        at = (seen.cell.row, seen.cell.column)
        if label is not None and label.bare is not None and said.span == 2:
            found = of_bare(said, label.bare)
            if found.half is not None:
                self.placed.labels.add(at)
                return found
        certain = label is not None and not (label.weak and seen.cell.column not in self.known.weak)
        if label is not None and seen.says and certain:
            self.placed.labels.add(at)
            return label
        if seen.free and len(seen.cell.text) <= _SHORT and self._leads(seen, row):
            named = read_name(seen.cell.text)
            if named.years:
                self.told.headings.append(seen.cell)
                self.placed.labels.add(at)
                return replace(named, half=None, span=1, term=None, week=None, weeks=None)
        return None

    def _leads(self, seen: Seen, row: Row) -> bool:
        """Whether it is the first cell of its row, before the columns of what is taught."""
        content = self.known.content
        return bool(content) and seen.cell.column < content[0] and seen in row.cells[:1]

    def _has_content(self, row: Row) -> bool:
        columns = self.known.columns
        return any(s.cell.column in columns and columns[s.cell.column].content for s in row.cells)
