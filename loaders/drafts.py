"""From the rows of a block to what each says is taught and when, before it becomes a unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loaders.block_columns import Known, Told, know
from loaders.block_rows import Placed, place_rows
from loaders.blocks import Block, Row
from loaders.columns import UNREAD, WHAT, WHOM, Kind
from loaders.draft_fields import Beside, read_beside, read_week
from loaders.draft_places import Places
from loaders.draft_texts import is_text, names_row, texts_of
from loaders.grid import Cell
from loaders.heads import Seen
from loaders.labels import Label, Terms
from loaders.values import CALENDAR, read_names, weeks_in

_ASSESSED = ("assessment", "assessments", "assessment points")
"""Rows of these are units: the matcher knows that they mean no topic."""

_MEASURES = frozenset({Kind.WEEKS, Kind.CODE, Kind.DATE, Kind.FIXED, Kind.TOGETHER})
_ORDERED = frozenset({Kind.ORDER, Kind.DATE, Kind.WEEKS})
_ANY_TEXT = (None, Kind.NOTES, Kind.STRAND, *CALENDAR, Kind.ORDER, Kind.DATE, Kind.FIGURES)
"""Where the text of a row that says nothing of what is taught is looked for, in this order."""

Grouped = Mapping[Kind | None, Sequence[Seen]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What one cell (and those that belong to it in its row) says is taught.

    `step` is a number that the file itself gives; `ordered` whether its rows are in the order of
    teaching, because a column gives an order, a date, or a length: lengths add up only in order.
    """

    cell: Cell
    text: str
    place: Label
    row: int
    beside: Beside
    step: int | None
    ordered: bool
    hidden: bool

    @property
    def weeks(self) -> float | None:
        """How long it takes, as the cells beside it, its text or its place on the calendar say."""
        if self.beside.weeks is not None:
            return self.beside.weeks
        said = weeks_in(self.text)
        if said is None and self.place.weeks is not None and 0 < self.place.weeks <= 60:
            return float(self.place.weeks)
        return said


def draft(block: Block, terms: Terms, told: Told) -> list[Draft]:
    """The drafts of a block, in the order of its cells; what is none goes to `told`. O(cells)."""
    known = know(block, terms)
    drafter = _Drafter(known, place_rows(block, known, told), told)
    return [made for row in block.rows for made in drafter.read(row)]


@dataclass(slots=True)
class _Around:
    """Of a row: cells merged down into it, by group, and cells that speak for all groups.

    `last` is its last column of what is taught.
    """

    merged: dict[tuple[int, int] | None, list[tuple[Kind, Seen]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    shared: list[tuple[Kind, Seen]] = field(default_factory=list)
    last: int = 0


class _Drafter:
    """Reads what the rows of a block say is taught, each cell once."""

    def __init__(self, known: Known, placed: Placed, told: Told) -> None:
        self.known = known
        self.placed = placed
        self.told = told
        self.done: set[tuple[int, int]] = set(placed.labels)
        self.places = Places(known, placed)
        self.content = frozenset(known.content)
        kinds = known.kinds()
        self.ordered = bool(kinds & _ORDERED) and Kind.WEEK not in kinds

    def read(self, row: Row) -> list[Draft]:
        """The drafts of a row, from left to right."""
        if not self.known.listed and self._is_note(row):
            self._tell(row.cells[0].cell.text, row.cells)
            return []
        groups: dict[tuple[int, int] | None, dict[Kind | None, list[Seen]]] = {}
        loose: list[Seen] = []
        for seen in row.cells:
            column = self.known.columns.get(seen.cell.column)
            if _at(seen) in self.placed.labels:
                continue
            if column is None or self.known.blank(seen.cell.column):
                loose.append(seen)
            else:
                groups.setdefault(column.group, defaultdict(list))[column.kind].append(seen)
        around = self._around(row)
        found: list[Draft] = []
        for group, cells in groups.items():
            found += self._group(row, around, group, cells)
        found += self._loose(row, around, loose, found, groups.get(None, {}))
        if not found and None in groups and (texts := self._any_text(groups[None])):
            found = self._make(row, texts, self._cells_beside(around, None, groups[None]))
        self._tell_rest(row)
        return sorted(found, key=lambda made: made.cell.column)

    def _is_note(self, row: Row) -> bool:
        """A row that its first cell calls notes, hours and so on, in a grid."""
        first = row.cells[0]
        named = first.kind in UNREAD or first.kind in _MEASURES
        content = first.cell.column in self.content
        assessed = first.cell.text.casefold().strip(" :") in _ASSESSED
        return named and not content and not assessed and len(row.cells) > 1

    def _group(
        self, row: Row, around: _Around, group: tuple[int, int] | None, cells: Grouped
    ) -> list[Draft]:
        """The drafts of cells under one heading: one of all heads, or one of each cell."""
        taught = self._taught(cells)
        if not taught:
            return []
        single = group is None or any(kind in WHAT for kind in cells)
        beside = self._cells_beside(around, group, cells)
        found = []
        for part in [taught] if single else [[seen] for seen in taught]:
            found += self._make(row, part, beside)
        return found

    def _taught(self, cells: Grouped) -> list[Seen]:
        """Titles with topics, what stands under a half-term; objectives where there are none."""
        taught = [
            seen
            for kind in (Kind.TITLE, Kind.TOPICS, None)
            for seen in cells.get(kind, ())
            if is_text(seen) and (kind is not None or self.known.grouped(seen.cell.column))
        ]
        return taught or [s for s in cells.get(Kind.OBJECTIVES, ()) if is_text(s)]

    def _any_text(self, cells: Grouped) -> list[Seen]:
        """In a row that says nothing of what is taught, any text: a holiday, an assessment."""
        for kind in _ANY_TEXT:
            if texts := [seen for seen in cells.get(kind, ()) if seen.free and is_text(seen)]:
                return texts
        return []

    def _cells_beside(
        self, around: _Around, group: tuple[int, int] | None, cells: Grouped
    ) -> dict[Kind, list[Seen]]:
        """The cells of a group by kind, with those merged down from above and the row's own."""
        found: dict[Kind, list[Seen]] = defaultdict(list)
        for kind, own in cells.items():
            if kind is not None:
                found[kind] += own
        others = around.merged.get(group, ())
        if group is not None:
            others = (*others, *around.shared)
        for kind, seen in others:
            found[kind].append(seen)
        return found

    def _around(self, row: Row) -> _Around:
        """What holds for the drafts of a row, worked out once."""
        found = _Around()
        for seen in row.above:
            column = self.known.columns.get(seen.cell.column)
            if column is not None and column.kind is not None and column.kind not in WHAT:
                found.merged[column.group].append((column.kind, seen))
        found.shared += found.merged.get(None, ())
        for seen in row.cells:
            column = self.known.columns.get(seen.cell.column)
            if column is None or column.kind is None or column.kind in WHAT:
                continue
            if column.group is None:
                found.shared.append((column.kind, seen))
        found.last = max(
            (s.cell.column for s in row.cells if s.cell.column in self.content), default=0
        )
        return found

    def _loose(
        self,
        row: Row,
        around: _Around,
        cells: Sequence[Seen],
        taught: Sequence[Draft],
        others: Grouped,
    ) -> list[Draft]:
        """Cells below no head: in a grid each is a draft, in a list only where nothing else is."""
        texts = [seen for seen in cells if is_text(seen)]
        if not texts or (self.known.listed and taught):
            return []
        beside = self._cells_beside(around, None, others)
        found: list[Draft] = []
        for seen in texts:
            if not self.known.listed and seen.cell.column < around.last and names_row(seen):
                self.told.headings.append(seen.cell)
                self.done.add(_at(seen))
            else:
                found += self._make(row, [seen], beside)
        return found

    def _tell_rest(self, row: Row) -> None:
        """Tell what the row holds besides: notes, figures, and what stands beside nothing."""
        for seen in row.cells:
            if _at(seen) in self.done:
                continue
            column = self.known.columns.get(seen.cell.column)
            kind = self.known.kind(seen.cell.column)
            head = "no head" if column is None or not column.head else column.head
            if not is_text(seen) and (kind is None or kind in WHAT):
                self.told.figures.append(seen.cell)
            elif kind is None or kind in UNREAD or kind in WHAT or kind is Kind.CODE or seen.free:
                self._tell(head, [seen])

    def _tell(self, head: str, cells: Sequence[Seen]) -> None:
        self.told.beside[" ".join(head.split())[:40]] += [seen.cell for seen in cells]
        self.done |= {_at(seen) for seen in cells}

    def _make(
        self, row: Row, cells: Sequence[Seen], beside: Mapping[Kind, Sequence[Seen]]
    ) -> list[Draft]:
        """The drafts of cells that are taught together: one for each year and subject."""
        self.done |= {_at(seen) for seen in cells}
        detail = [s for s in cells if self.known.kind(s.cell.column) is Kind.TOPICS] or cells
        known = read_beside(beside, self.told)
        self.done |= {
            _at(seen)
            for kind, read in beside.items()
            if kind in WHOM or kind in _MEASURES
            for seen in read
            if kind is not Kind.CODE or read_names(seen.cell.text)
        }
        week = read_week(beside)
        text = "\n".join(texts_of(cells))
        return [
            Draft(
                cell=cells[0].cell,
                text=text,
                place=place,
                row=row.number,
                beside=known,
                step=week if week is not None else place.week,
                ordered=self.ordered,
                hidden=any(seen.cell.hidden for seen in cells),
            )
            for place in self.places.of(row, detail, known, text)
        ]


def _at(seen: Seen) -> tuple[int, int]:
    return (seen.cell.row, seen.cell.column)
