"""When and for whom the cells of a draft are, by all rows and columns that they lie over."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from loaders.block_columns import Known
from loaders.block_rows import Placed
from loaders.blocks import Row
from loaders.draft_fields import Beside
from loaders.grid import Cell
from loaders.headers import read_opening
from loaders.heads import Seen
from loaders.labels import NOTHING, Label, join, spanning
from loaders.values import all_of


class Places:
    """Knows what the rows and columns of a block say; a merged cell lies over several."""

    def __init__(self, known: Known, placed: Placed) -> None:
        """Keep the block's columns and the places of its rows."""
        self.known = known
        self.placed = placed
        self.numbers = sorted(placed.rows)
        self.columns = sorted(n for n, column in known.columns.items() if column.group is not None)

    def of(self, row: Row, cells: Sequence[Seen], beside: Beside, text: str) -> list[Label]:
        """When and for whom: one place for each year and subject that the cells lie over."""
        places: dict[object, list[Label]] = defaultdict(list)
        whom, years = beside.whom, beside.years
        for seen in cells:
            for label in self._under(row, seen.cell):
                place = join(label, whom)
                if not place.years and years:
                    place = replace(place, years=years)
                places[place.years, place.department].append(place)
        return [
            _opened(replace(whole, courses=all_of(whole.courses)), text)
            for whole in map(spanning, places.values())
        ]

    def _under(self, row: Row, cell: Cell) -> list[Label]:
        """The places of all rows and columns that a cell lies over."""
        rows = [self.placed.rows[row.number]]
        if cell.rows > 1:
            below = _between(self.numbers, row.number + 1, cell.row + cell.rows)
            rows += [self.placed.rows[number] for number in below]
        across = _between(self.columns, cell.column, cell.column + cell.columns)
        columns = [self.known.columns[number].place for number in across]
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


def _between(numbers: Sequence[int], first: int, end: int) -> Sequence[int]:
    """Of ascending numbers those from the first up to the end, without it."""
    return numbers[bisect_left(numbers, first) : bisect_left(numbers, end)]
