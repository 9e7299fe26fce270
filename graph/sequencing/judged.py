"""What an order comes to: whether it satisfies what it must, what it costs, and how good it is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from graph.sequencing.problem import Kind, Lane, Outcome, Problem, Reason, Solution, Weights

TOLERANCE = 1e-6
"""Weeks by which a slot may be over its limit before that counts: sums of decimals are inexact."""


def solution(
    problem: Problem, weights: Weights, slots: Sequence[int], bound: float, method: str
) -> Solution:
    """The record of an order that satisfies what it must, of which no order costs below `bound`."""
    cost = measure(problem, weights, slots)
    bound = min(bound, cost)
    close = cost - bound <= 1e-9 * max(1.0, abs(cost))
    return Solution(
        slots=tuple(slots),
        cost=cost,
        bound=cost if close else bound,
        gap=0.0 if close else (cost - bound) / cost,
        optimal=close,
        moved=tuple(n for n, item in enumerate(problem.items) if slots[n] != item.home),
        broken=broken(problem, slots),
        method=method,
    )


def no_solution(outcome: Outcome, method: str, bound: float = math.inf) -> Solution:
    """That there is no order, or that none was found."""
    return Solution((), math.inf, bound, 1.0, False, (), (), method, outcome)


def broken(problem: Problem, slots: Sequence[int]) -> tuple[str, ...]:
    """The keys of the soft constraints that an order breaks."""
    late = [
        one.key
        for one in problem.before
        if one.cost is not None and slots[one.first] + one.lag > slots[one.then]
    ]
    wide = [one.key for one in problem.apart if slots[one.then] - slots[one.first] > one.at_most]
    return (*late, *wide)


def measure(problem: Problem, weights: Weights, slots: Sequence[int]) -> float:
    """What an order costs."""
    late = sum(
        one.cost
        for one in problem.before
        if one.cost is not None and slots[one.first] + one.lag > slots[one.then]
    )
    wide = sum(
        one.cost for one in problem.apart if slots[one.then] - slots[one.first] > one.at_most
    )
    far = [abs(slots[n] - item.home) for n, item in enumerate(problem.items)]
    moved = sum(distance > 0 for distance in far)
    return (
        weights.broken * late
        + weights.apart * wide
        + weights.moved * moved
        + weights.distance * sum(far)
    )


def loads(problem: Problem, lane: Lane, slots: Sequence[int]) -> list[float]:
    """The weeks that an order puts into each slot of a lane."""
    held = [0.0] * problem.slots
    for number in lane.items:
        item = problem.items[number]
        for slot in range(slots[number], slots[number] + item.length):
            held[slot] += item.weight / item.length
    return held


def limits(problem: Problem) -> list[list[float]]:
    """The weeks that each slot of each lane may hold: what is stated or, if more, what is there."""
    home = [item.home for item in problem.items]
    return [
        list(lane.weeks)
        if lane.strict
        else [max(pair) for pair in zip(lane.weeks, loads(problem, lane, home), strict=True)]
        for lane in problem.lanes
    ]


def violations(problem: Problem, slots: Sequence[int]) -> tuple[Reason, ...]:
    """The constraints that an order must satisfy and does not, in the order of the problem."""
    found = [
        Reason(Kind.BEFORE, one.key)
        for one in problem.before
        if one.cost is None and slots[one.first] + one.lag > slots[one.then]
    ]
    found += [
        Reason(Kind.TOGETHER, group.key)
        for group in problem.together
        if len({slots[item] for item in group.items}) > 1
    ]
    found += [
        Reason(Kind.PIN if item.pinned else Kind.WINDOW, item.id)
        for slot, item in zip(slots, problem.items, strict=True)
        if not item.lowest <= slot <= item.highest
    ]
    for lane, limit in zip(problem.lanes, limits(problem), strict=True):
        found += [
            Reason(Kind.WEEKS, lane.key, slot)
            for slot, held in enumerate(loads(problem, lane, slots))
            if held > limit[slot] + TOLERANCE
        ]
    return tuple(found)
