"""The instant first proposal: take a few blocks out, put each back where it is cheapest, repeat.

Ruin and recreate (Schrimpf et al. 2000) from the plan as it is: what is in the way of a hard
constraint is taken out first, and what finds no slot again stays out at a price above all others.
The work is counted in rounds and chance has a fixed seed, so that the same problem gives the same
proposal on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random

from graph.sequencing.compact import Compact, compact
from graph.sequencing.judged import TOLERANCE, no_solution, solution, violations
from graph.sequencing.order import OUT, Order
from graph.sequencing.problem import Outcome, Problem, Solution, Weights

METHOD = "local search"
ROUNDS = 5000
"""Rounds of the search: half a second for 300 items."""
LARGEST = 15
"""Blocks taken out in a round, at most, besides those in their way."""
ATTEMPTS = 5
"""Searches, each with its own seed, while none has satisfied every constraint."""
AFRESH = 20
"""Rounds after which it is looked afresh which blocks are dear where they are."""
DEAREST = 2.0
"""How much rather a round begins with the dearest: 1 not at all."""
HEAT = 4.0
"""Moves by which an order may become dearer in the first rounds."""
WILDER = 5
"""How many times as many besides, while some block finds no slot."""


def propose(problem: Problem, weights: Weights, rounds: int = ROUNDS) -> Solution:
    """A good order at once; `undecided` if none that satisfies every constraint was found.

    Cost: O(rounds × blocks taken out × (constraints of each + slots)).
    """
    small = compact(problem, weights)
    if small is None:
        return no_solution(Outcome.IMPOSSIBLE, METHOD)
    tries = (search(small, weights, rounds, seed) for seed in range(ATTEMPTS))
    slots = next((found for found in tries if found is not None), None)
    if slots is None:
        return no_solution(Outcome.UNDECIDED, METHOD, small.least())
    expanded = small.expand(slots)
    broken = violations(problem, expanded)
    assert not broken, f"the local search broke {broken[0]}"
    return solution(problem, weights, expanded, small.least(), METHOD)


def search(small: Compact, weights: Weights, rounds: int, seed: int) -> tuple[int, ...] | None:
    """The best slots of blocks that were found, if there are any that satisfy all."""
    if not small.blocks:
        return ()
    chance = Random(seed)
    wishes = [
        min(range(low, high + 1), key=prices.__getitem__)
        for prices, low, high in zip(small.prices, small.lowest, small.highest, strict=True)
    ]
    order = Order(small)
    _begin(order, wishes, chance)
    lowest_cost = small.least()
    hottest = HEAT * weights.moved
    best: tuple[int, ...] | None = None
    troubled: list[int] = []
    least = math.inf
    for done in range(rounds):
        if not order.out and order.cost < least - TOLERANCE:
            best, least = tuple(order.slots), order.cost
        if least <= lowest_cost + TOLERANCE:
            break
        if done % AFRESH == 0:
            troubled = _troubled(order, wishes)
        chosen = _chosen(order, wishes, troubled, chance)
        heat = hottest * ((1 - done / rounds) ** 2 + (WILDER if order.out else 0))
        _round(order, chosen, chance, heat)
    return tuple(order.slots) if not order.out and order.cost < least else best


def _begin(order: Order, wishes: Sequence[int], chance: Random) -> None:
    """Put every block where it is cheapest, at home for most, but those in the way of others.

    Those in the way of most are left out, so that most of the plan stays as it is, and put in last.
    """
    against: list[set[int]] = [set() for _ in wishes]
    for block, links in enumerate(order.small.links):
        for other, lag in links.after:
            if wishes[block] + lag > wishes[other]:
                against[block].add(other)
                against[other].add(block)
    late = set()
    while worst := max(len(others) for others in against):
        block = next(number for number, others in enumerate(against) if len(others) == worst)
        for other in against[block]:
            against[other].discard(block)
        against[block] = set()
        late.add(block)
    for block, slot in enumerate(wishes):
        if block not in late and order.fits(block, slot):
            order.put(block, slot)
    for block in range(len(wishes)):
        if order.slots[block] == OUT:
            _recreate(order, order.free([block]), chance)


def _troubled(order: Order, wishes: Sequence[int]) -> list[int]:
    """The blocks that are out or dearer than they need be, dearest first."""
    out = [block for block, slot in enumerate(order.slots) if slot == OUT]
    dear = [
        (order.regret(block, wish), block)
        for block, wish in enumerate(wishes)
        if order.slots[block] != OUT
    ]
    return out + [block for regret, block in sorted(dear, key=_dearest) if regret > 0]


def _dearest(one: tuple[float, int]) -> tuple[float, int]:
    return -one[0], one[1]


def _chosen(
    order: Order, wishes: Sequence[int], troubled: Sequence[int], chance: Random
) -> list[int]:
    """Blocks to take out: one in trouble, and what is linked to it or where it would be put."""
    small = order.small
    count = len(small.blocks)
    first = troubled[int(len(troubled) * chance.random() ** DEAREST)]
    chosen = {first: None}
    if order.slots[first] == OUT:
        for _ in range(2):
            there = list(order.at[chance.randint(small.lowest[first], small.highest[first])])
            chosen |= dict.fromkeys(chance.sample(there, min(len(there), LARGEST // 2)))
        return list(chosen)
    for _ in range(chance.randint(1, LARGEST - 1)):
        one = chance.choice(list(chosen))
        kind = chance.random()
        if kind < 0.4:
            near = list(order.at[wishes[one]])
        elif kind < 0.75:
            near = small.links[one].all()
        elif kind < 0.95:
            near = list(order.at[chance.randrange(small.lowest[one], small.highest[one] + 1)])
        else:
            near = [chance.randrange(count)]
        if near:
            chosen[chance.choice(near)] = None
    return list(chosen)


def _round(order: Order, chosen: Sequence[int], chance: Random, heat: float) -> None:
    """Take blocks out and put them back, and undo it if that is worse by more than chance lets."""
    cost, out, slots = order.cost, order.out, list(order.slots)
    outside = order.free(chosen)
    _recreate(order, outside, chance)
    if (order.out, order.cost) <= (out, cost + heat * chance.random()):
        return
    for block in outside:
        if order.slots[block] != OUT:
            order.take(block)
    for block in outside:
        if slots[block] != OUT:
            order.put(block, slots[block])


def _recreate(order: Order, outside: Sequence[int], chance: Random) -> None:
    """Put blocks where they are cheapest: the heaviest first, the least free first, or by chance.

    One that finds no room stays out.
    """
    kind = chance.randrange(3)
    windows = order.windows(outside)
    takes = order.small.takes
    if kind == 0:
        key = {block: -sum(weeks for *_, weeks in takes[block]) for block in outside}
    elif kind == 1:
        key = {block: float(high - low) for block, (low, high) in windows.items()}
    else:
        key = dict.fromkeys(outside, 0.0)
    shuffled = list(outside)
    chance.shuffle(shuffled)
    linked = order.linked(outside)
    waiting = set(outside)
    for block in sorted(shuffled, key=key.__getitem__):
        low, high = windows[block]
        slot = order.best(block, low, high, chance) if low <= high else OUT
        if slot != OUT:
            order.put(block, slot)
            waiting.discard(block)
            if linked:
                windows = order.windows([one for one in outside if one in waiting])
