"""What is to be put in order, under which constraints, and what an order costs: plain records.

Time is slots 0, 1, …: half-terms on a calendar or, where there are none, positions in an order. An
item takes `length` slots from the one it is put in, its weight in weeks spread evenly over them.
Items are named by their position in `Problem.items`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of constraint that an order must or should satisfy."""

    BEFORE = "before"
    TOGETHER = "together"
    PIN = "pin"
    WINDOW = "window"
    WEEKS = "weeks"


class Outcome(StrEnum):
    """What a search came to: an order, a proof that there is none, or neither."""

    FOUND = "found"
    IMPOSSIBLE = "impossible"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Item:
    """What is put in a slot: where it is now and the first and last slot it may be put in.

    It is pinned when `lowest == highest == home`. `home` may lie outside the window: then it must
    move.
    """

    id: str
    home: int
    weight: float
    lowest: int
    highest: int
    length: int = 1

    @property
    def pinned(self) -> bool:
        """Whether it must stay where it is."""
        return self.lowest == self.home == self.highest


@dataclass(frozen=True, slots=True)
class Before:
    """`slot(first) + lag <= slot(then)`: lag 0 allows the same slot, 1 asks for an earlier one.

    A cost makes it soft: it may be broken, at that cost however far it is broken.
    """

    first: int
    then: int
    lag: int
    cost: float | None
    key: str


@dataclass(frozen=True, slots=True)
class Apart:
    """Soft: `then` comes at most so many slots after `first`; nothing is asked if it is earlier."""

    first: int
    then: int
    at_most: int
    cost: float
    key: str


@dataclass(frozen=True, slots=True)
class Together:
    """These items are put in one slot."""

    items: tuple[int, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Lane:
    """What one class can be taught: the items that share these weeks, one number a slot.

    A department has a lane for each course; a unit of several courses is in several lanes. Unless
    `strict`, a slot that now holds more than its weeks may go on holding as much.
    """

    items: tuple[int, ...]
    weeks: tuple[float, ...]
    key: str
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Items on a calendar of so many slots, and what binds them.

    Raises:
        ValueError: an item, window, lag, cost or number of weeks that means nothing.
    """

    items: tuple[Item, ...]
    slots: int
    lanes: tuple[Lane, ...] = ()
    before: tuple[Before, ...] = ()
    together: tuple[Together, ...] = ()
    apart: tuple[Apart, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what means nothing."""
        for message in _faults(self):
            raise ValueError(message)


def _faults(problem: Problem) -> Iterator[str]:
    for item in problem.items:
        last = problem.slots - item.length
        inside = 0 <= item.home <= last and 0 <= item.lowest <= item.highest <= last
        if item.length < 1 or not inside:
            yield f"item {item.id!r}: its home or window is outside the {problem.slots} slots"
        if not 0 <= item.weight < math.inf:
            yield f"item {item.id!r}: {item.weight} is no number of weeks"
    for name, keys in (
        ("items", [item.id for item in problem.items]),
        ("before", [one.key for one in problem.before]),
        ("together", [one.key for one in problem.together]),
        ("apart", [one.key for one in problem.apart]),
        ("lanes", [one.key for one in problem.lanes]),
    ):
        if len(set(keys)) < len(keys):
            yield f"{name}: two have one name"
    yield from _faulty_links(problem)
    for lane in problem.lanes:
        if len(lane.weeks) != problem.slots or not all(weeks >= 0 for weeks in lane.weeks):
            yield f"lane {lane.key!r}: needs a number of weeks for each of {problem.slots} slots"


def _faulty_links(problem: Problem) -> Iterator[str]:
    links: list[Before | Apart] = [*problem.before, *problem.apart]
    groups: list[Together | Lane] = [*problem.together, *problem.lanes]
    for one in links:
        apart = one.at_most if isinstance(one, Apart) else one.lag
        if apart < 0:
            yield f"{one.key!r}: {apart} slots is fewer than none"
        if one.cost is not None and not 0 <= one.cost < math.inf:
            yield f"{one.key!r}: {one.cost} is no cost"
    named: list[tuple[str, Sequence[int]]] = [(one.key, (one.first, one.then)) for one in links]
    named += [(group.key, group.items) for group in groups]
    for key, items in named:
        if not all(0 <= item < len(problem.items) for item in items):
            yield f"{key!r}: names an item that is not there"
        if len(set(items)) < len(items):
            yield f"{key!r}: names an item twice"


@dataclass(frozen=True, slots=True)
class Weights:
    """What is to be made small: the sum of these, each times what it weighs.

    `broken` weighs the cost of each soft `Before` that is broken, `apart` that of each `Apart`,
    `moved` each item that is not at home, `distance` each slot between an item and its home.
    """

    name: str
    broken: float
    apart: float
    moved: float
    distance: float


def _moving(problem: Problem) -> tuple[int, int]:
    """What a moved item weighs, and more than any movement of all items can weigh."""
    moved = max(1, problem.slots)
    farthest = sum(
        max(abs(item.home - item.lowest), abs(item.highest - item.home)) for item in problem.items
    )
    return moved, 1 + moved * len(problem.items) + farthest


def fewest_moves(problem: Problem) -> Weights:
    """Fewest moves: mending a soft constraint of cost c is worth moving c items.

    To move an item weighs as much as any one item can be moved, so that two short moves are taken
    before one more item is moved only where that saves more slots than there are.
    """
    moved, _ = _moving(problem)
    return Weights("moves", float(moved), 0.0, float(moved), 1.0)


def fewest_clashes(problem: Problem) -> Weights:
    """The cost of broken soft constraints first, if costs are whole numbers; then as for moves."""
    moved, first = _moving(problem)
    return Weights("clashes", float(first), 0.0, float(moved), 1.0)


def best_spacing(problem: Problem) -> Weights:
    """As for clashes, with `Apart` counted among the soft constraints."""
    moved, first = _moving(problem)
    return Weights("spacing", float(first), float(first), float(moved), 1.0)


def modes() -> tuple[Callable[[Problem], Weights], ...]:
    """The objectives of which a department is shown a proposal each."""
    return fewest_moves, fewest_clashes, best_spacing


@dataclass(frozen=True, slots=True)
class Solution:
    """An order, what it costs and how far from the best it can be.

    `slots` is empty unless the outcome is `found`; no order costs less than `bound`; `gap` is the
    part of the cost above it, 0 to 1. `moved` are items, `broken` the keys of the soft constraints
    that are broken.
    """

    slots: tuple[int, ...]
    cost: float
    bound: float
    gap: float
    optimal: bool
    moved: tuple[int, ...]
    broken: tuple[str, ...]
    method: str
    outcome: Outcome = Outcome.FOUND


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """A constraint by name: the key of a `Before` or `Together`, an item's id, or a lane's slot."""

    kind: Kind
    key: str
    slot: int | None = None

    def __str__(self) -> str:
        """`before:key`, `pin:item`, `weeks:lane:slot`."""
        return f"{self.kind}:{self.key}" + ("" if self.slot is None else f":{self.slot}")
