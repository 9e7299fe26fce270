"""Which rows of a sheet are headers, and what they say of the columns below them.

Headers may stand in any row, in several rows above each other (`Autumn` over `1 | 2`), and again
further down for the next year. A row is a header when it names two or more things of one kind side
by side (half-terms, years, weeks, tiers), or heads columns with words such as Year and Topic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from loaders.columns import UNREAD, WHAT, WHEN, WHOM, Kind, kind_of
from loaders.grid import Cell
from loaders.headers import read_label
from loaders.labels import NOTHING, Label, Terms, join, of_bare, settle
from loaders.values import CALENDAR

_LONGEST_HEAD = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell with what its text would say as a label, and what it would head as a word."""

    cell: Cell
    label: Label | None
    kind: Kind | None

    @property
    def says(self) -> bool:
        """Whether it is a label that says when or for whom."""
        return self.kind is None and self.label is not None and self.label.says

    @property
    def bare(self) -> int | None:
        """The number that it is, if it is nothing else."""
        return None if self.label is None else self.label.bare

    @property
    def free(self) -> bool:
        """Whether it is text: no label, no column's word, no number, no date."""
        return self.kind is None and self.label is None


def look(cell: Cell) -> Seen:
    """What a cell's text could be. O(characters)."""
    return Seen(cell, read_label(cell.text), kind_of(cell.text))


def look_at(cells: Iterable[Cell]) -> list[Seen]:
    """What the cells' texts could be, each text looked at once. O(characters)."""
    known: dict[str, tuple[Label | None, Kind | None]] = {}
    found = []
    for cell in cells:
        if cell.text not in known:
            seen = look(cell)
            known[cell.text] = (seen.label, seen.kind)
        found.append(Seen(cell, *known[cell.text]))
    return found


def settled(seen: Seen, terms: Terms) -> Seen:
    """The cell with its numbered term read as the file means it."""
    if seen.label is None or seen.label.term is None:
        return seen
    return replace(seen, label=settle(seen.label, terms))


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in a column below its heads.

    `group` is the heading that it shares with its neighbours, null where heads say nothing of
    when or for whom: then the column speaks for the whole row.
    """

    number: int
    kind: Kind | None = None
    place: Label = NOTHING
    group: tuple[int, int] | None = None
    head: str = ""

    @property
    def content(self) -> bool:
        """Whether what stands in it is taught."""
        return self.kind in WHAT or (self.kind is None and self.group is not None)


@dataclass(frozen=True, slots=True)
class Head:
    """The columns that header rows make, and what a corner says of everything below."""

    columns: Mapping[int, Column] = field(default_factory=dict)
    context: Label = NOTHING

    @property
    def listed(self) -> bool:
        """Whether a row is one unit: a column for what is taught that no heading narrows."""
        return any(c.kind in WHAT and c.group is None for c in self.columns.values())

    def kinds(self) -> frozenset[Kind]:
        """The kinds of its columns."""
        return frozenset(c.kind for c in self.columns.values() if c.kind is not None)


def _numbered(row: Sequence[Seen]) -> Sequence[Seen]:
    """A row such as `Half term | 1 | 2 | 3` with its numbers read as its first cell says."""
    first, rest = row[0], row[1:]
    make = _OF_NUMBER.get(first.kind) if first.kind else None
    if make is None or len(rest) < 2 or any(s.bare is None for s in rest):
        return row
    read = [replace(seen, label=make(seen.bare or 0)) for seen in rest]
    return [first, *read] if all(seen.label for seen in read) else row


_OF_NUMBER: Mapping[Kind, Callable[[int], Label | None]] = {
    Kind.YEAR: lambda n: Label(years=(n,)) if 7 <= n <= 11 else None,
    Kind.HALF: lambda n: Label(half=n) if 1 <= n <= 6 else None,
    Kind.TERM: lambda n: Label(term=n) if 1 <= n <= 6 else None,
    Kind.WEEK: lambda n: Label(week=n),
}


def _beside(row: Sequence[Seen]) -> int:
    """How many different things of one kind stand side by side.

    Weak labels count where there are three, or one that is not weak, or a head such as Week.
    """
    said = [seen.label for seen in row if seen.says and seen.label is not None]
    headed = any(seen.kind in WHEN for seen in row)
    counts = [0]
    if headed or any(not label.weak for label in said) or len(said) > 2:
        end = 0
        disjoint = 0
        for label in sorted((s for s in said if s.half is not None), key=_by_half):
            if (label.half or 0) >= end:
                disjoint += 1
                end = (label.half or 0) + label.span
        counts += [
            disjoint,
            len({(label.term, label.part) for label in said if label.term is not None}),
            len({label.part for label in said if label.part is not None}),
            len({label.years for label in said if label.years}),
            len({label.week for label in said if label.week is not None}),
            len({label.courses for label in said if label.courses}),
            len({label.classes for label in said if label.classes}),
            len({seen.cell.text for seen in row if seen.label and seen.label.department}),
        ]
    return max(counts)


def _by_half(label: Label) -> tuple[int, int]:
    return (label.half or 0, -label.span)


def read_header(row: Sequence[Seen], listed: bool) -> Sequence[Seen] | None:
    """The row's cells as heads, or null where it is no header.

    `listed`: it stands below the header of a list, where a row of values could look like one.
    """
    row = _numbered(row)
    if any(len(seen.cell.text) > _LONGEST_HEAD for seen in row if not seen.says):
        return None
    heads = [seen for seen in row if seen.kind is not None]
    kinds = {seen.kind for seen in heads}
    said = [seen for seen in row if seen.says]
    free = [seen for seen in row if seen.free]
    beside = _beside(row)
    named = kinds - WHAT - UNREAD or row[0].kind in WHAT
    if len(kinds) > 1 and kinds & WHAT and named and len(heads) + len(said) >= len(free):
        return row
    if kinds & (WHEN | WHOM) and kinds - UNREAD and said and not free and len(row) > 2 and beside:
        return row if len(kinds) + beside > 2 else None
    if listed:
        return row if beside > 2 and not free else None
    return row if beside > 1 and len(free) <= max(1, (beside - 1) // 2) else None


def read_loose_header(
    row: Sequence[Seen], below: Sequence[Sequence[Seen]]
) -> Sequence[Seen] | None:
    """A row with a head such as Year or Half-term over such values, and heads that nobody knows.

    Unknown heads then stand over what is taught, unless a known one does.
    """
    when = [seen for seen in row if seen.kind in WHEN and seen.kind in CALENDAR]
    heads = [seen for seen in row if seen.kind is not None or seen.free or seen.says]
    if not when or len(row) < 2 or len(heads) < len(row):
        return None
    if any(len(seen.cell.text) > _LONGEST_HEAD for seen in row):
        return None
    values = {s.cell.column: s.cell.text for cells in reversed(below[:3]) for s in cells}
    for seen in when:
        text = values.get(seen.cell.column)
        if seen.kind is None or text is None or CALENDAR[seen.kind](text) is None:
            return None
    if any(seen.kind in WHAT for seen in row):
        return row
    return [replace(s, kind=Kind.TITLE, label=None) if s.free else s for s in row]


def is_below_header(row: Sequence[Seen]) -> bool:
    """Whether a row right below a header belongs to it: numbers, dates, lengths, heads alone."""
    if all(seen.kind in WHAT or seen.kind in UNREAD or seen.kind is Kind.WEEKS for seen in row):
        return len(row) > 1
    if len(row) > 1 and all(seen.bare is not None for seen in row):
        return True
    return all(
        seen.kind is None and seen.label is not None and not seen.says and seen.bare is None
        for seen in row
    )


def make_head(rows: Sequence[Sequence[Seen]]) -> Head:
    """The columns below header rows, outermost first. O(cells + columns that merges cover)."""
    used = sorted({seen.cell.column for row in rows for seen in row})
    columns: dict[int, Column] = {}
    context = NOTHING
    for level, row in enumerate(rows):
        lower = [s.cell.column for below in rows[level + 1 :] for s in below]
        corner = _corner(row)
        if corner is not None:
            context = join(context, corner.label or NOTHING)
        for seen, end in zip(row, _ends(row, max(lower, default=0)), strict=True):
            if seen is corner:
                continue
            for number in _reach(seen.cell, end, used):
                columns[number] = _narrow(columns.get(number, Column(number)), seen, level)
    return Head(columns, context)


def _corner(row: Sequence[Seen]) -> Seen | None:
    """The first cell, where it says something else than those beside it (`Year 8 | Aut 1 | …`)."""
    first = row[0]
    if not first.says or first.label is None or first.cell.columns > 1:
        return None
    others = [seen.label for seen in row[1:] if seen.says and seen.label is not None]
    alone = all(not (first.label.dimensions() & other.dimensions()) for other in others)
    return first if alone and len(others) > 1 else None


def _ends(row: Sequence[Seen], last: int) -> list[int]:
    """The last column of each heading: an outer one reaches to the next, over what is below it."""
    ends = []
    for place, seen in enumerate(row):
        end = seen.cell.column + seen.cell.columns - 1
        if seen.says and seen.cell.columns == 1 and last:
            after = row[place + 1].cell.column - 1 if place + 1 < len(row) else last
            end = max(end, min(after, last))
        ends.append(end)
    return ends


def _reach(cell: Cell, end: int, used: Sequence[int]) -> list[int]:
    """The columns of a heading: all below a cell of a likely width, else those with heads."""
    if cell.column + cell.columns - 1 == end and cell.columns <= 60:
        return list(range(cell.column, end + 1))
    return [number for number in used if cell.column <= number <= end]


def _narrow(column: Column, seen: Seen, level: int) -> Column:
    """The column with one more head over it."""
    head = " ".join(filter(None, (column.head, seen.cell.text.replace("\n", " "))))
    if seen.kind is not None:
        return replace(column, kind=seen.kind, head=head)
    if seen.bare is not None and column.group is not None:
        found = of_bare(column.place, seen.bare)
        group = (level, seen.cell.column)
        return replace(column, place=join(column.place, found), head=head, group=group)
    if seen.says and seen.label is not None:
        place = join(column.place, seen.label)
        return replace(column, place=place, head=head, group=(level, seen.cell.column))
    return replace(column, head=head)
