"""Putting plans in order: the instant proposal, the best order or its gap, and conflicts.

Run as a module with a size, this is the process that puts one invented plan in order.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from random import Random
from typing import TYPE_CHECKING, Any

from bench.tables import Table, amount, duration, ratio, verdict

if TYPE_CHECKING:
    from graph.sequencing.problem import Item, Problem

SIZES = ((60, 18), (150, 24), (300, 24), (300, 30))
"""Units, and the half-terms that they are taught in."""
SEEDS = (1, 2)
WEEKS = 6.0
FULL = 0.95
"""The part of the weeks that is taken."""
FIXED = 40
"""Units of the other plan that need something of this one; they do not move."""
FIRST, BEST = 1.0, 30.0
"""The aims: seconds to the proposal, and to the best order or its gap."""


def measure(environment: Mapping[str, str]) -> Iterator[Table]:
    """The tables of orders and of conflicts, each plan in a process of its own."""
    orders = Table(
        "Putting a plan in order",
        (
            "units, half-terms, plan",
            "aim",
            "constraints",
            "broken",
            "proposal",
            "best order",
            "proposal to best",
            "gap",
            "moved",
            "memory",
            "in time",
        ),
        note=(
            "Invented plans (fixed seeds), their half-terms 95 % full: a possible order shuffled, "
            "three to five prerequisites a unit, six in ten of them hard, and 40 units of a fixed "
            "plan that need something. `moves` trades broken soft constraints against moves, "
            "`clashes` mends all that can be mended. Times are those of the processor "
            "(one thread); memory is the most that the process took. The "
            f"aims: a proposal within {FIRST:.0f} s and the best order or its gap within "
            f"{BEST:.0f} s."
        ),
    )
    conflicts = Table(
        "Why there is no order",
        ("units, half-terms", "constraints", "what is wrong", "told in", "constraints told"),
    )
    for size, slots in SIZES:
        for seed in SEEDS:
            for mode in ("moves", "clashes"):
                _order(orders, _process(environment, "order", size, slots, seed, mode), seed, mode)
        for fault in FAULTS:
            found = _process(environment, "conflict", size, slots, SEEDS[0], fault)
            told = f"{found['told']:.0f}"
            where = f"{size}, {slots}"
            conflicts.add(
                where, f"{found['constraints']:.0f}", fault, duration(found["time"]), told
            )
    yield orders
    yield conflicts


def _order(table: Table, found: Mapping[str, float], seed: int, mode: str) -> None:
    in_time = found["first"] <= FIRST and found["best"] <= BEST
    table.add(
        f"{found['units']:.0f}, {found['slots']:.0f}, {seed}",
        mode,
        f"{found['constraints']:.0f}",
        f"{found['broken']:.0f}",
        duration(found["first"]),
        duration(found["best"]),
        ratio(found["proposal"] / found["cost"]) if found["proposal"] else "none",
        f"{found['gap']:.2%}",
        f"{found['moved']:.0f}",
        amount(found["memory"]),
        verdict(in_time),
    )


def _process(environment: Mapping[str, str], *words: object) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.sequencing", *map(str, words)],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def plan(units: int, slots: int, seed: int) -> Problem:
    """An invented plan: a possible order, shuffled; the order of its units is not that of plans."""
    from graph.sequencing.problem import Before, Item, Lane, Problem

    chance = Random(seed)
    drawn = [chance.choice((1, 1, 1.5, 2, 2, 3)) for _ in range(units)]
    scale = WEEKS * slots * FULL / sum(drawn)
    weights = [max(0.25, round(4 * weeks * scale) / 4) for weeks in drawn]
    possible = _laid_out(range(units), weights, slots)
    shuffled = [slot + chance.gauss(0, 1.5) for slot in possible]
    home = _laid_out(sorted(range(units), key=shuffled.__getitem__), weights, slots)
    items = [Item(f"u{n}", home[n], weights[n], 0, slots - 1) for n in range(units)]
    weeks = [
        max(
            WEEKS,
            *(
                sum(w for w, at in zip(weights, where, strict=True) if at == slot)
                for where in (possible, home)
            ),
        )
        for slot in range(slots)
    ]
    before: list[Before] = []
    for then in range(1, units):
        earliest = max(0, then - max(10, units // 3))
        for _ in range(chance.randint(3, 5)):
            first = chance.randrange(earliest, then)
            lag = int(possible[first] < possible[then] and chance.random() < 0.4)
            cost = None if chance.random() < 0.6 else float(chance.randint(1, 3))
            before.append(Before(first, then, lag, cost, f"b{len(before)}"))
    for number in range(FIXED):
        first = chance.randrange(units)
        slot = min(slots - 1, max(0, possible[first] + chance.randint(-1, 4)))
        items.append(Item(f"s{number}", slot, 0.0, slot, slot))
        before.append(Before(first, len(items) - 1, chance.randint(0, 1), 2.0, f"b{len(before)}"))
    lane = Lane(tuple(range(units)), tuple(weeks), "all")
    return Problem(tuple(items), slots, (lane,), tuple(before))


def _laid_out(order: Any, weights: list[float], slots: int) -> list[int]:
    """The slot of each unit where units in this order fill the calendar evenly."""
    total, done, where = sum(weights), 0.0, [0] * len(weights)
    for unit in order:
        where[unit] = min(slots - 1, int((done + weights[unit] / 2) / total * slots))
        done += weights[unit]
    return where


def order(units: int, slots: int, seed: int, mode: str) -> dict[str, float]:
    """The figures of one plan put in order."""
    from graph.sequencing.exact import solve
    from graph.sequencing.judged import broken, violations
    from graph.sequencing.local import propose
    from graph.sequencing.problem import Outcome, modes

    problem = plan(units, slots, seed)
    weights = next(
        weights for weights in (make(problem) for make in modes()) if weights.name == mode
    )
    start = time.process_time()
    first = propose(problem, weights)
    proposed = time.process_time()
    best = solve(problem, weights, start=first)
    done = time.process_time()
    home = [item.home for item in problem.items]
    return {
        "units": units,
        "slots": slots,
        "constraints": len(problem.before),
        "broken": len(violations(problem, home)) + len(broken(problem, home)),
        "first": proposed - start,
        "best": done - proposed,
        "proposal": first.cost if first.outcome is Outcome.FOUND else 0.0,
        "cost": best.cost,
        "gap": best.gap,
        "moved": len(best.moved),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }


FAULTS = ("a circle", "a pinned unit", "too few weeks in all", "too few weeks at first")


def conflict(units: int, slots: int, seed: int, fault: str) -> dict[str, float]:
    """The figures of one plan that has no order."""
    from graph.sequencing.conflict import conflicts, reasons

    problem = spoilt(plan(units, slots, seed), fault)
    start = time.process_time()
    found = conflicts(problem)
    taken = time.process_time() - start
    assert found is not None, f"{fault} rules no order out"
    assert found.irreducible
    return {
        "constraints": len(reasons(problem)),
        "time": taken,
        "told": len(found.reasons),
    }


def spoilt(problem: Problem, fault: str) -> Problem:
    """A plan with something that rules every order out."""
    from dataclasses import replace

    from graph.sequencing.problem import Before

    items = list(problem.items)
    hard = [one for one in problem.before if one.cost is None]
    lane = problem.lanes[0]
    if fault == "a circle":
        link = next(one for one in hard if one.first > len(lane.items) // 2)
        again = Before(link.then, link.first, 1, None, "spoilt")
        return replace(problem, before=(*problem.before, again))
    if fault == "a pinned unit":
        link = next(one for one in hard if one.first > len(lane.items) // 2 and one.lag)
        for number, slot in ((link.first, 9), (link.then, 8)):
            items[number] = _pinned(items[number], slot)
        return replace(problem, items=tuple(items))
    if fault == "too few weeks in all":
        few = tuple(weeks * 0.9 for weeks in lane.weeks)
        return replace(problem, lanes=(replace(lane, weeks=few, strict=True),))
    early = [one.first for one in hard if one.then == len(lane.items) - 1]
    weeks = (*(0.5 for _ in range(4)), *lane.weeks[4:])
    items[len(lane.items) - 1] = _pinned(items[len(lane.items) - 1], 3)
    spoilt_lane = replace(lane, weeks=weeks, strict=True)
    assert early, "the last unit needs something"
    return replace(problem, items=tuple(items), lanes=(spoilt_lane,))


def _pinned(item: Item, slot: int) -> Item:
    from dataclasses import replace

    return replace(item, home=slot, lowest=slot, highest=slot)


if __name__ == "__main__":
    what, units, slots, seed, how = sys.argv[1:]
    act = order if what == "order" else conflict
    sys.stdout.write(json.dumps(act(int(units), int(slots), int(seed), how)))
