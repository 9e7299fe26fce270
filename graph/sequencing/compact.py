"""A problem made small before any search: what must share a slot joined, windows narrowed.

Items that must share a slot (`Together`, or a circle of `Before` that allows the same slot) are one
block. Hard constraints between blocks then make no circle, and the windows of blocks follow from
them by longest paths. Soft constraints that can no longer be broken, or no longer be kept, go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from graph.sequencing.components import components as components
from graph.sequencing.judged import TOLERANCE, limits
from graph.sequencing.problem import Problem, Weights

Hard = tuple[int, int]
"""Another block and a lag."""
Soft = tuple[int, int, float]
"""Another block, a lag and what breaking it costs."""


@dataclass(frozen=True, slots=True)
class Links:
    """The constraints of a block with those before it and those after it."""

    before: list[Hard] = field(default_factory=list)
    after: list[Hard] = field(default_factory=list)
    soft_before: list[Soft] = field(default_factory=list)
    soft_after: list[Soft] = field(default_factory=list)

    def all(self) -> list[int]:
        """The blocks that it is constrained with."""
        hard, soft = (*self.before, *self.after), (*self.soft_before, *self.soft_after)
        return [block for block, _ in hard] + [block for block, _, _ in soft]


@dataclass(frozen=True, slots=True)
class Compact:
    """Blocks in an order in which hard constraints run forward, and all that is asked of them.

    `lowest` and `highest` are windows after propagation. `prices[b][t]` is what block b costs in
    slot t, movement and soft constraints with fixed blocks. `takes[b]` are the lane, the slots
    after the block's own and the weeks taken there. `constant` is what every order costs besides.
    """

    blocks: tuple[tuple[int, ...], ...]
    of: tuple[int, ...]
    lowest: tuple[int, ...]
    highest: tuple[int, ...]
    links: tuple[Links, ...]
    prices: tuple[tuple[float, ...], ...]
    takes: tuple[tuple[tuple[int, int, float], ...], ...]
    limits: tuple[tuple[float, ...], ...]
    constant: float

    def expand(self, slots: Sequence[int]) -> tuple[int, ...]:
        """The slots of items, from those of blocks."""
        return tuple(slots[block] for block in self.of)

    def free(self) -> int:
        """How many blocks have more than one slot."""
        return sum(low < high for low, high in zip(self.lowest, self.highest, strict=True))

    def least(self) -> float:
        """A cost below which no order is: every block where it is cheapest."""
        return self.constant + sum(
            min(prices[low : high + 1])
            for prices, low, high in zip(self.prices, self.lowest, self.highest, strict=True)
        )


def compact(problem: Problem, weights: Weights) -> Compact | None:
    """The small form of a problem; none if order, windows or weeks alone rule every order out.

    Cost: O((items + constraints) × length of the longest chain + lanes × slots²).
    """
    blocks = _blocks(problem)
    of = [0] * len(problem.items)
    for number, block in enumerate(blocks):
        for item in block:
            of[item] = number
    hard = _hard(problem, of)
    if hard is None:
        return None
    windows = _windows(problem, blocks, hard)
    if windows is None:
        return None
    lowest, highest = windows
    takes = _takes(problem, blocks)
    limit = tuple(tuple(row) for row in limits(problem))
    if _crowded(lowest, highest, takes, limit):
        return None
    small = Compact(
        blocks=blocks,
        of=tuple(of),
        lowest=tuple(lowest),
        highest=tuple(highest),
        links=tuple(Links() for _ in blocks),
        prices=(),
        takes=takes,
        limits=limit,
        constant=0.0,
    )
    return _priced(problem, weights, small, hard)


def _blocks(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """Items that must share a slot, in an order in which hard constraints run forward.

    Tarjan's strongly connected components, which come last first.
    """
    after: list[list[int]] = [[] for _ in problem.items]
    for one in problem.before:
        if one.cost is None:
            after[one.first].append(one.then)
    for group in problem.together:
        for left, right in pairwise(group.items):
            after[left].append(right)
            after[right].append(left)
    return tuple(reversed(list(components(after))))


def _hard(problem: Problem, of: Sequence[int]) -> dict[tuple[int, int], int] | None:
    """The largest lag between two blocks; none if a block would have to be before itself."""
    hard: dict[tuple[int, int], int] = {}
    for one in problem.before:
        pair = of[one.first], of[one.then]
        if one.cost is not None:
            continue
        if pair[0] != pair[1]:
            hard[pair] = max(hard.get(pair, 0), one.lag)
        elif one.lag > 0:
            return None
    return hard


def _windows(
    problem: Problem, blocks: Sequence[Sequence[int]], hard: dict[tuple[int, int], int]
) -> tuple[list[int], list[int]] | None:
    """First and last slot of each block; none if one has no slot left."""
    lowest = [max(problem.items[item].lowest for item in block) for block in blocks]
    highest = [min(problem.items[item].highest for item in block) for block in blocks]
    pairs = sorted(hard)
    for first, then in pairs:  # blocks are in order, so that one pass each way is enough
        lowest[then] = max(lowest[then], lowest[first] + hard[first, then])
    for first, then in sorted(pairs, key=lambda pair: pair[1], reverse=True):
        highest[first] = min(highest[first], highest[then] - hard[first, then])
    if any(low > high for low, high in zip(lowest, highest, strict=True)):
        return None
    return lowest, highest


def _takes(
    problem: Problem, blocks: Sequence[Sequence[int]]
) -> tuple[tuple[tuple[int, int, float], ...], ...]:
    """The weeks that each block takes, by lane and slot after its own."""
    lanes: list[list[int]] = [[] for _ in problem.items]
    for number, lane in enumerate(problem.lanes):
        for item in lane.items:
            lanes[item].append(number)
    takes: list[tuple[tuple[int, int, float], ...]] = []
    for block in blocks:
        taken: dict[tuple[int, int], float] = {}
        for number in block:
            one = problem.items[number]
            for place in ((lane, k) for lane in lanes[number] for k in range(one.length)):
                taken[place] = taken.get(place, 0.0) + one.weight / one.length
        takes.append(tuple((*place, weeks) for place, weeks in sorted(taken.items()) if weeks > 0))
    return tuple(takes)


def _crowded(
    lowest: Sequence[int],
    highest: Sequence[int],
    takes: Sequence[Sequence[tuple[int, int, float]]],
    limit: Sequence[Sequence[float]],
) -> bool:
    """Whether what has to be within some run of slots is more than the run holds."""
    for number, row in enumerate(limit):
        within: dict[tuple[int, int], float] = {}
        for low, high, taken in zip(lowest, highest, takes, strict=True):
            for lane, later, weeks in taken:
                if lane == number:
                    run = low + later, high + later
                    within[run] = within.get(run, 0.0) + weeks
        for start in range(len(row)):
            room = held = 0.0
            for end in range(start, len(row)):
                room += row[end]
                held += sum(within.get((low, end), 0.0) for low in range(start, end + 1))
                if held > room + TOLERANCE:
                    return True
    return False


def _priced(
    problem: Problem, weights: Weights, small: Compact, hard: dict[tuple[int, int], int]
) -> Compact:
    """The same with its constraints and its prices."""
    links, lowest, highest = small.links, small.lowest, small.highest
    implied = _implied(hard)
    for (first, then), lag in sorted(hard.items()):
        if highest[first] + lag > lowest[then] and implied.get((first, then), -1) < lag:
            links[first].after.append((then, lag))
            links[then].before.append((first, lag))
    prices = [
        [
            sum(
                weights.moved * (slot != problem.items[item].home)
                + weights.distance * abs(slot - problem.items[item].home)
                for item in block
            )
            for slot in range(problem.slots)
        ]
        for block in small.blocks
    ]
    kept = dict(implied)
    for pair, lag in hard.items():
        kept[pair] = max(kept.get(pair, 0), lag)
    constant = 0.0
    for (first, then, lag), cost in _soft(problem, weights, small.of).items():
        if kept.get((first, then), -problem.slots) < lag:
            constant += _place(small, prices, first, then, lag, cost)
    return Compact(
        blocks=small.blocks,
        of=small.of,
        lowest=lowest,
        highest=highest,
        links=links,
        prices=tuple(tuple(row) for row in prices),
        takes=small.takes,
        limits=small.limits,
        constant=constant,
    )


def _place(
    small: Compact, prices: list[list[float]], first: int, then: int, lag: int, cost: float
) -> float:
    """Put a soft constraint where it belongs: among the links, in the prices, or in the constant.

    What every order pays is given back.
    """
    lowest, highest, links = small.lowest, small.highest, small.links
    if first == then:
        return cost if lag > 0 else 0.0
    if lowest[first] + lag > highest[then]:
        return cost
    if highest[first] + lag <= lowest[then]:
        return 0.0
    if lowest[then] == highest[then]:
        for slot in range(max(0, lowest[then] - lag + 1), len(prices[first])):
            prices[first][slot] += cost
    elif lowest[first] == highest[first]:
        for slot in range(min(lowest[first] + lag, len(prices[then]))):
            prices[then][slot] += cost
    else:
        links[first].soft_after.append((then, lag, cost))
        links[then].soft_before.append((first, lag, cost))
    return 0.0


def _implied(hard: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """The lag that follows from two hard constraints in a row."""
    after: dict[int, list[Hard]] = {}
    for (first, then), lag in hard.items():
        after.setdefault(first, []).append((then, lag))
    implied: dict[tuple[int, int], int] = {}
    for (first, middle), lag in hard.items():
        for then, more in after.get(middle, ()):
            implied[first, then] = max(implied.get((first, then), 0), lag + more)
    return implied


def _soft(
    problem: Problem, weights: Weights, of: Sequence[int]
) -> dict[tuple[int, int, int], float]:
    """What it costs when a block is not so many slots before another; `Apart` has a lag below 0."""
    soft: dict[tuple[int, int, int], float] = {}
    for one in problem.before:
        if one.cost is not None:
            place = of[one.first], of[one.then], one.lag
            soft[place] = soft.get(place, 0.0) + weights.broken * one.cost
    for wide in problem.apart:
        place = of[wide.then], of[wide.first], -wide.at_most
        soft[place] = soft.get(place, 0.0) + weights.apart * wide.cost
    return {place: cost for place, cost in sorted(soft.items()) if cost > 0}
