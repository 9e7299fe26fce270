"""Why there is no order: a smallest set of constraints that cannot be satisfied together.

Irreducible, not smallest of all: without any one of its constraints the others can be satisfied.
Order and windows are tried first, by longest paths, then what must be within some slots against
their weeks, and only then the exact model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from graph.sequencing.compact import compact
from graph.sequencing.exact import EFFORT, solve
from graph.sequencing.local import propose
from graph.sequencing.problem import Kind, Outcome, Problem, Reason, Weights
from ontology.errors import CoherenceError

_ANY = Weights("any order", 0.0, 0.0, 0.0, 0.0)
_ROUNDS = 500
"""Rounds in which an order is sought before it is proved that there is none."""


class Undecided(CoherenceError):
    """It was not found within the effort whether there is an order."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Constraints that cannot be satisfied together, in the order of `reasons`.

    `irreducible` says that any one fewer can be; it is false where the effort was too small to
    prove that of each.
    """

    reasons: tuple[Reason, ...]
    irreducible: bool = True


def conflicts(problem: Problem, effort: int = EFFORT) -> Conflict | None:
    """A set of constraints that rules every order out; none if there is an order.

    Soft constraints play no part. The calendar itself is no constraint: what needs more slots than
    there are is told by the other constraints alone.

    Raises:
        Undecided: `effort`, which each question to the exact model may take, was too little.

    Cost: O(reasons told × log(constraints)) times that of seeing whether some constraints can be
    satisfied together.
    """
    every = reasons(problem)
    chain = _chain(problem)
    if chain is not None:
        asked = _Asked(problem, _ordered)
        return Conflict(_sorted(every, _irreducible(asked, chain)))
    if compact(problem, _ANY) is None:
        every = _sorted(every, _irreducible(_Asked(problem, _roomy), every))
    asked = _Asked(problem, lambda part: _possible(part, effort))
    if asked(every):
        if asked.undecided:
            raise Undecided("whether there is an order was not found within the effort")
        return None
    found = _sorted(every, _irreducible(asked, every))
    sure = not asked.undecided
    if not sure and asked(found):
        raise Undecided("which constraints conflict was not found within the effort")
    return Conflict(found, sure)


def reasons(problem: Problem) -> tuple[Reason, ...]:
    """Every constraint that an order must satisfy: what is told rather than another comes first.

    Weeks first: where there is too much to teach, that says it, and not the order of all of it.
    """
    found = [
        Reason(Kind.WEEKS, lane.key, slot)
        for lane in problem.lanes
        if any(problem.items[item].weight > 0 for item in lane.items)
        for slot, weeks in enumerate(lane.weeks)
        if weeks < inf
    ]
    windows = [_window(problem, number) for number in range(len(problem.items))]
    found += sorted((one for one in windows if one is not None), key=lambda one: one.kind)
    found += [Reason(Kind.TOGETHER, group.key) for group in problem.together]
    found += [Reason(Kind.BEFORE, one.key) for one in problem.before if one.cost is None]
    return tuple(found)


def _window(problem: Problem, number: int) -> Reason | None:
    """The constraint that an item's window is; none if it may go anywhere on the calendar."""
    item = problem.items[number]
    if item.lowest == 0 and item.highest == problem.slots - item.length:
        return None
    return Reason(Kind.PIN if item.pinned else Kind.WINDOW, item.id)


def only(problem: Problem, kept: Sequence[Reason]) -> Problem:
    """The problem with these of its constraints, and no soft ones."""
    keep = set(kept)
    items = [
        item
        if _window(problem, number) in keep
        else replace(item, lowest=0, highest=problem.slots - item.length)
        for number, item in enumerate(problem.items)
    ]
    lanes = [
        replace(
            lane,
            weeks=tuple(
                weeks if Reason(Kind.WEEKS, lane.key, slot) in keep else inf
                for slot, weeks in enumerate(lane.weeks)
            ),
        )
        for lane in problem.lanes
    ]
    before = [
        one for one in problem.before if one.cost is None and Reason(Kind.BEFORE, one.key) in keep
    ]
    together = [one for one in problem.together if Reason(Kind.TOGETHER, one.key) in keep]
    return Problem(tuple(items), problem.slots, tuple(lanes), tuple(before), tuple(together))


def _sorted(every: Sequence[Reason], some: Sequence[Reason]) -> tuple[Reason, ...]:
    chosen = set(some)
    return tuple(reason for reason in every if reason in chosen)


class _Asked:
    """Whether some of the constraints can be satisfied together, asked once each.

    What is undecided counts as possible.
    """

    def __init__(self, problem: Problem, ask: Callable[[Problem], bool | None]) -> None:
        self.problem = problem
        self.ask = ask
        self.known: dict[frozenset[Reason], bool | None] = {}

    @property
    def undecided(self) -> bool:
        """Whether some answer was neither yes nor no."""
        return None in self.known.values()

    def __call__(self, kept: Sequence[Reason]) -> bool:
        key = frozenset(kept)
        if key not in self.known:
            self.known[key] = self.ask(only(self.problem, kept))
        return self.known[key] is not False


def _ordered(problem: Problem) -> bool:
    return compact(replace(problem, lanes=()), _ANY) is not None


def _roomy(problem: Problem) -> bool:
    return compact(problem, _ANY) is not None


def _possible(problem: Problem, effort: int) -> bool | None:
    start = propose(problem, _ANY, _ROUNDS)
    if start.outcome is Outcome.UNDECIDED:
        start = solve(problem, _ANY, effort, start=start)
    return None if start.outcome is Outcome.UNDECIDED else start.outcome is Outcome.FOUND


def _irreducible(
    possible: Callable[[Sequence[Reason]], bool], every: Sequence[Reason]
) -> Sequence[Reason]:
    """An irreducible part of constraints that cannot all be satisfied; the earlier rather.

    QuickXplain (Junker 2004): halves of what is left are dropped at once.
    """

    def part(given: Sequence[Reason], fresh: bool, left: Sequence[Reason]) -> Sequence[Reason]:
        if fresh and not possible(given):
            return ()
        if len(left) == 1:
            return left
        half = len(left) // 2
        one, other = left[:half], left[half:]
        second = part((*given, *one), True, other)
        first = part((*given, *second), bool(second), one)
        return (*first, *second)

    return part((), True, every)


_Link = tuple[Reason, "_Link | None"]


def _chain(problem: Problem) -> tuple[Reason, ...] | None:
    """Constraints of order that push an item past its last slot, in the fewest steps; or none."""
    edges: list[tuple[int, int, int, Reason]] = [
        (one.first, one.then, one.lag, Reason(Kind.BEFORE, one.key))
        for one in problem.before
        if one.cost is None
    ]
    for group in problem.together:
        for left, right in pairwise(group.items):
            reason = Reason(Kind.TOGETHER, group.key)
            edges += [(left, right, 0, reason), (right, left, 0, reason)]
    bounds: list[tuple[int, _Link | None]] = []
    for number, item in enumerate(problem.items):
        window = _window(problem, number)
        bounds.append((item.lowest, (window, None) if window and item.lowest else None))
    while True:
        before, changed = list(bounds), False
        for first, then, lag, reason in edges:
            slot, link = before[first]
            if slot + lag > bounds[then][0]:
                bounds[then], changed = (slot + lag, (reason, link)), True
        for number, item in enumerate(problem.items):
            if bounds[number][0] > item.highest:
                return _reasons(problem, number, bounds[number][1])
        if not changed:
            return None


def _reasons(problem: Problem, number: int, link: _Link | None) -> tuple[Reason, ...]:
    """The constraints of a chain that ends at an item, and its window, each once."""
    window = _window(problem, number)
    found: dict[Reason, None] = {} if window is None else {window: None}
    while link is not None:
        found[link[0]] = None
        link = link[1]
    return tuple(found)
