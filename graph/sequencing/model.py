"""The time-indexed model of a problem, as columns and rows of whole numbers 0 and 1.

Column x[b, t] is 1 where block b is put in slot t. `first` before `then` with a lag is written for
every slot t, as "not both `first` in t or later and `then` before t + lag", which leaves less to
branching than one row of sums of slots (Christofides et al. 1987). A soft constraint has a column
that lets its rows be broken, at its cost.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from graph.sequencing.compact import Compact

_SPARSER = 2
"""How many times fewer entries a row must have to be written with differences of slots."""
_HALF = 0.5


class Model:
    """Columns and rows: `rows` are the bounds, columns and coefficients of each."""

    def __init__(self, small: Compact) -> None:
        """All columns and rows. Cost: O(constraints × slots²)."""
        self.small = small
        self.costs: list[float] = []
        self.rows: list[tuple[float, float, list[int], list[float]]] = []
        self.columns: list[int] = []
        """The column of a block in slot 0, were it within its window."""
        self.excuses: dict[tuple[int, int, int], int] = {}
        for block, prices in enumerate(small.prices):
            low, high = small.lowest[block], small.highest[block]
            self.columns.append(len(self.costs) - low)
            self.costs.extend(prices[low : high + 1])
            span = self._span(block, low, high)
            self.rows.append((1.0, 1.0, span, [1.0] * len(span)))
        self.last = len(self.costs)
        for block, links in enumerate(small.links):
            for other, lag in links.after:
                self._before(block, other, lag, None)
            for other, lag, cost in links.soft_after:
                self.excuses[block, other, lag] = len(self.costs)
                self.costs.append(cost)
                self._before(block, other, lag, len(self.costs) - 1)
        self._weeks()

    def _span(self, block: int, low: int, high: int) -> list[int]:
        return list(range(self.columns[block] + low, self.columns[block] + high + 1))

    def _before(self, first: int, then: int, lag: int, excuse: int | None) -> None:
        """The rows of a constraint, for the slots in which it can be broken."""
        low, high = self.small.lowest, self.small.highest
        start = max(low[first], low[then] + 1 - lag)
        end = min(high[first], high[then] + 1 - lag)
        for slot in range(start, end + 1):
            most, plus, minus = self._parted(first, then, slot, lag)
            if excuse is not None:
                minus = [*minus, excuse]
            values = [1.0] * len(plus) + [-1.0] * len(minus)
            self.rows.append((-math.inf, most, [*plus, *minus], values))

    def _parted(
        self, first: int, then: int, slot: int, lag: int
    ) -> tuple[float, list[int], list[int]]:
        """That `first` is not in this slot or later with `then` too early for it.

        As a bound on the sum of some columns less that of others. The columns of a block add up to
        1, so that those of later slots can be written by those of earlier ones where these are few.
        """
        low, high = self.small.lowest, self.small.highest
        late, early = (
            self._span(first, slot, high[first]),
            self._span(then, low[then], slot + lag - 1),
        )
        if slot <= low[first]:
            return 0.0, early, []
        if slot + lag > high[then]:
            return 0.0, late, []
        sooner = self._span(first, low[first], slot - 1)
        later = self._span(then, slot + lag, high[then])
        if len(late) + len(early) <= _SPARSER * min(
            len(sooner) + len(early), len(late) + len(later)
        ):
            return 1.0, [*late, *early], []
        if len(sooner) + len(early) <= len(late) + len(later):
            return 0.0, early, sooner
        return 0.0, late, later

    def _weeks(self) -> None:
        small = self.small
        held: dict[tuple[int, int], dict[int, float]] = {}
        for block, takes in enumerate(small.takes):
            for slot in range(small.lowest[block], small.highest[block] + 1):
                for lane, later, weeks in takes:
                    row = held.setdefault((lane, slot + later), {})
                    row[self.columns[block] + slot] = weeks
        for (lane, slot), row in sorted(held.items()):
            limit = small.limits[lane][slot]
            if sum(row.values()) > limit:
                self.rows.append((-math.inf, limit, list(row), list(row.values())))

    def blocks(self, slots: Sequence[int]) -> tuple[int, ...]:
        """The slots of blocks, from those of items."""
        return tuple(slots[block[0]] for block in self.small.blocks)

    def values(self, slots: Sequence[int]) -> list[float]:
        """The columns of an order."""
        values = [0.0] * len(self.costs)
        for block, slot in enumerate(slots):
            values[self.columns[block] + slot] = 1.0
        for (first, then, lag), column in self.excuses.items():
            values[column] = float(slots[first] + lag > slots[then])
        return values

    def slots(self, values: Sequence[float]) -> tuple[int, ...]:
        """The order that columns stand for."""
        small = self.small
        return tuple(
            next(slot for slot in range(low, high + 1) if values[column + slot] > _HALF)
            for column, low, high in zip(self.columns, small.lowest, small.highest, strict=True)
        )

    def whole(self) -> bool:
        """Whether every order costs a whole number."""
        return all(cost.is_integer() for cost in (self.small.constant, *self.costs))
