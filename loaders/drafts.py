"""From the rows of a block to what each says is taught and when, before it becomes a unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from loaders.block_columns import Known, Told, know
from loaders.block_rows import Placed, place_rows
from loaders.blocks import Block, Row
from loaders.columns import UNREAD, WHAT, WHOM, Kind
from loaders.draft_fields import Beside, read_beside, read_week
from loaders.grid import Cell
from loaders.headers import read_opening
from loaders.heads import Seen
from loaders.labels import NOTHING, Label, Terms, join, spanning
from loaders.values import CALENDAR, all_of, read_names, weeks_in

_STRANDS = frozenset(
    "number; algebra; geometry; geometry and measures; geometry & measures; shape; "
    "shape and space; shape, space and measure; shape, space & measures; ratio and proportion; "
    "ratio & proportion; ratio, proportion and rates of change; data; data handling; "
    "handling data; statistics; probability; probability and statistics; "
    "statistics and probability".split("; ")
)
"""Strands of mathematics that head rows of a grid."""

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


class _Drafter:
    """Reads what the rows of a block say is taught, each cell once."""

    def __init__(self, known: Known, placed: Placed, told: Told) -> None:
        self.known = known
        self.placed = placed
        self.told = told
        self.done: set[tuple[int, int]] = set(placed.labels)
        self.numbers = sorted(placed.rows)
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
        found: list[Draft] = []
        for group, cells in groups.items():
            found += self._group(row, group, cells)
        found += self._loose(row, loose, bool(found))
        if not found and None in groups and (texts := self._any_text(groups[None])):
            found = self._make(row, texts, self._cells_beside(row, None, groups[None]))
        self._tell_rest(row, bool(found))
        return sorted(found, key=lambda made: made.cell.column)

    def _is_note(self, row: Row) -> bool:
        """A row that its first cell calls notes, hours and so on, in a grid."""
        first = row.cells[0]
        named = first.kind in UNREAD or first.kind in _MEASURES
        content = first.cell.column in self.known.content()
        assessed = first.cell.text.casefold().strip(" :") in _ASSESSED
        return named and not content and not assessed and len(row.cells) > 1

    def _group(self, row: Row, group: tuple[int, int] | None, cells: Grouped) -> list[Draft]:
        """The drafts of cells under one heading: one of all heads, or one of each cell."""
        taught = self._taught(cells)
        if not taught:
            return []
        single = group is None or any(kind in WHAT for kind in cells)
        beside = self._cells_beside(row, group, cells)
        found = []
        for part in [taught] if single else [[seen] for seen in taught]:
            found += self._make(row, part, beside)
        return found

    def _taught(self, cells: Grouped) -> list[Seen]:
        """Titles with topics, and what stands under a half-term; objectives where there are none."""
        taught = [
            seen
            for kind in (Kind.TITLE, Kind.TOPICS, None)
            for seen in cells.get(kind, ())
            if _is_text(seen) and (kind is not None or self.known.grouped(seen.cell.column))
        ]
        return taught or [s for s in cells.get(Kind.OBJECTIVES, ()) if _is_text(s)]

    def _any_text(self, cells: Grouped) -> list[Seen]:
        """In a row that says nothing of what is taught, any text: a holiday, an assessment."""
        for kind in _ANY_TEXT:
            if texts := [seen for seen in cells.get(kind, ()) if seen.free and _is_text(seen)]:
                return texts
        return []

    def _cells_beside(
        self, row: Row, group: tuple[int, int] | None, cells: Grouped
    ) -> dict[Kind, list[Seen]]:
        """The cells of a group by kind, with those merged down from above and the row's own."""
        found: dict[Kind, list[Seen]] = defaultdict(list)
        for kind, own in cells.items():
            if kind is not None:
                found[kind] += own
        for seen in (*row.above, *row.cells):
            column = self.known.columns.get(seen.cell.column)
            if column is None or column.kind is None or column.kind in WHAT:
                continue
            merged = column.group == group and seen in row.above
            shared = column.group is None and group is not None
            if (merged or shared) and seen not in found[column.kind]:
                found[column.kind].append(seen)
        return found

    def _loose(self, row: Row, cells: Sequence[Seen], taught: bool) -> list[Draft]:
        """Cells below no head: in a grid each is a draft, in a list only where nothing else is."""
        found: list[Draft] = []
        for seen in cells:
            if not _is_text(seen) or (self.known.listed and taught):
                continue
            if not self.known.listed and self._heads_row(seen, row):
                self.told.headings.append(seen.cell)
                self.done.add(_at(seen))
                continue
            found += self._make(row, [seen], {})
        return found

    def _heads_row(self, seen: Seen, row: Row) -> bool:
        """Whether a cell names its row: a strand, or a word that would head a column."""
        text = seen.cell.text.casefold().strip(" :")
        return seen in row.cells[:2] and len(row.cells) > 1 and (
            text in _STRANDS or seen.kind is not None or _only_numbers(text)
        )

    def _tell_rest(self, row: Row, taught: bool) -> None:
        """Tell what the row holds besides: notes, figures, and what stands beside nothing."""
        for seen in row.cells:
            if _at(seen) in self.done:
                continue
            column = self.known.columns.get(seen.cell.column)
            kind = self.known.kind(seen.cell.column)
            head = "no head" if column is None or not column.head else column.head
            if not _is_text(seen) and (kind is None or kind in WHAT):
                self.told.figures.append(seen.cell)
            elif kind is Kind.CODE and taught and read_names(seen.cell.text):
                continue
            elif kind is None or kind in UNREAD or kind in WHAT or kind is Kind.CODE:
                self._tell(head, [seen])
            elif seen.free and not (taught and (kind in WHOM or kind in _MEASURES)):
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
        week = read_week(beside)
        text = "\n".join(_texts(cells))
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
            for place in (
                _opened(place, text) for place in self._spanned(row, detail, known.whom)
            )
        ]

    def _spanned(self, row: Row, cells: Sequence[Seen], whom: Label) -> list[Label]:
        """When and for whom: one place for each year and subject that the cells lie over."""
        places: dict[object, list[Label]] = defaultdict(list)
        for seen in cells:
            for label in self._under(row, seen.cell):
                place = join(label, whom)
                places[place.years, place.department].append(place)
        return [
            replace(whole, courses=all_of(whole.courses))
            for whole in map(spanning, places.values())
        ]

    def _under(self, row: Row, cell: Cell) -> list[Label]:
        """The places of all rows and columns that a cell lies over."""
        rows = [self.placed.rows[row.number]]
        if cell.rows > 1:
            below = range(row.number + 1, cell.row + cell.rows)
            rows += [self.placed.rows[number] for number in self.numbers if number in below]
        across = range(cell.column, cell.column + cell.columns)
        columns = [
            column.place
            for number, column in self.known.columns.items()
            if number in across and column.group is not None
        ]
        return [join(when, where) for when in rows for where in columns or [NOTHING]]


def _opened(place: Label, text: str) -> Label:
    """The place with what the text itself says at its beginning, where nothing else does."""
    opening = read_opening(text)
    if opening is None:
        return place
    return replace(
        join(opening, place),
        courses=place.courses,
        classes=place.classes,
        department=place.department,
    )


def _at(seen: Seen) -> tuple[int, int]:
    return (seen.cell.row, seen.cell.column)


def _is_text(seen: Seen) -> bool:
    """Whether a cell says something in words: more than numbers and signs."""
    return any(letter.isalpha() for letter in seen.cell.text)


def _texts(cells: Sequence[Seen]) -> list[str]:
    """The cells' texts, without those that only number a unit beside one that says more."""
    texts = [seen.cell.text for seen in cells]
    return list(dict.fromkeys([text for text in texts if not _only_numbers(text)] or texts))


def _only_numbers(text: str) -> bool:
    words = text.casefold().replace(".", " ").split()
    named = ("unit", "u", "chapter", "block", "module", "topic")
    return len(words) == 2 and words[0] in named and len(words[1]) < 3
