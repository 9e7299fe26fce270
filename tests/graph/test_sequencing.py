"""Putting in order: against brute force on small random problems, and what a caller relies on."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.sequencing.components import components
from graph.sequencing.conflict import Undecided, conflicts, only, reasons
from graph.sequencing.exact import Progress, solve
from graph.sequencing.judged import broken, measure, violations
from graph.sequencing.local import propose
from graph.sequencing.problem import (
    Apart,
    Before,
    Item,
    Kind,
    Lane,
    Outcome,
    Problem,
    Reason,
    Solution,
    Together,
    Weights,
    best_spacing,
    fewest_clashes,
    fewest_moves,
    modes,
)

law = settings(max_examples=200, deadline=None)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to five items on up to five slots, often tight and sometimes impossible."""
    slots = draw(st.integers(2, 5))
    count = draw(st.integers(1, 5))
    items = []
    for number in range(count):
        length = draw(st.sampled_from((1, 1, 1, 2)))
        last = slots - length
        lowest = draw(st.sampled_from((0, 0, draw(st.integers(0, last)))))
        highest = draw(st.sampled_from((last, last, draw(st.integers(lowest, last)))))
        home = draw(st.integers(0, last))
        if draw(st.integers(0, 4)) == 0:
            lowest = highest = home
        weight = draw(st.sampled_from((0.0, 0.5, 1.0, 1.5, 2.1)))
        items.append(Item(f"i{number}", home, weight, lowest, highest, length))
    pairs = [(a, b) for a in range(count) for b in range(count) if a != b]
    linked = st.lists(st.sampled_from(pairs), max_size=6) if pairs else st.just([])
    costs = st.sampled_from((None, None, 1.0, 2.0, 0.5))
    before = tuple(
        Before(first, then, draw(st.integers(0, 2)), draw(costs), f"b{number}")
        for number, (first, then) in enumerate(draw(linked))
    )
    apart = tuple(
        Apart(first, then, draw(st.integers(0, 2)), draw(st.sampled_from((1.0, 3.0))), f"a{number}")
        for number, (first, then) in enumerate(draw(linked)[:2])
    )
    some = st.lists(st.integers(0, count - 1), unique=True, max_size=count)
    together = tuple(
        Together(tuple(draw(some)), f"t{number}") for number in range(draw(st.integers(0, 1)))
    )
    lanes = tuple(
        Lane(
            tuple(range(count)) if number == 0 else tuple(draw(some)),
            tuple(draw(st.sampled_from((0.0, 1.0, 2.0, 2.6, 4.0))) for _ in range(slots)),
            f"l{number}",
            draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 2)))
    )
    return Problem(tuple(items), slots, lanes, before, together, apart)


def orders(problem: Problem) -> Iterator[tuple[int, ...]]:
    """Every order that satisfies what it must, each constraint read from its definition."""
    for slots in product(*(range(item.lowest, item.highest + 1) for item in problem.items)):
        late = any(
            one.cost is None and slots[one.first] + one.lag > slots[one.then]
            for one in problem.before
        )
        parted = any(len({slots[item] for item in one.items}) > 1 for one in problem.together)
        if not late and not parted and all(fits(problem, lane, slots) for lane in problem.lanes):
            yield slots


def fits(problem: Problem, lane: Lane, slots: tuple[int, ...]) -> bool:
    def held(where: list[int], slot: int) -> float:
        return sum(
            problem.items[n].weight / problem.items[n].length
            for n in lane.items
            if where[n] <= slot < where[n] + problem.items[n].length
        )

    for slot, weeks in enumerate(lane.weeks):
        limit = weeks
        if not lane.strict:
            limit = max(weeks, held([item.home for item in problem.items], slot))
        if held(list(slots), slot) > limit + 1e-6:
            return False
    return True


def price(problem: Problem, weights: Weights, slots: tuple[int, ...]) -> float:
    total = 0.0
    for one in problem.before:
        if one.cost is not None and slots[one.then] < slots[one.first] + one.lag:
            total += weights.broken * one.cost
    for wide in problem.apart:
        if slots[wide.then] > slots[wide.first] + wide.at_most:
            total += weights.apart * wide.cost
    for slot, item in zip(slots, problem.items, strict=True):
        total += weights.distance * abs(slot - item.home) + weights.moved * (slot != item.home)
    return total


@law
@given(problems(), st.sampled_from(modes()))
def test_the_exact_order_is_the_best_of_all_orders(problem: Problem, mode: object) -> None:
    assert callable(mode)
    weights = mode(problem)
    costs = [price(problem, weights, slots) for slots in orders(problem)]
    found = solve(problem, weights)
    if not costs:
        assert found.outcome is Outcome.IMPOSSIBLE
        assert found.slots == ()
    else:
        assert found.outcome is Outcome.FOUND
        assert found.slots in set(orders(problem))
        assert found.cost == pytest.approx(price(problem, weights, found.slots))
        assert found.cost == pytest.approx(min(costs), abs=1e-5)
        assert found.optimal
        assert found.gap == 0.0


@law
@given(problems(), st.sampled_from(modes()))
def test_a_proposal_is_an_order_and_its_bound_is_one(problem: Problem, mode: object) -> None:
    assert callable(mode)
    weights = mode(problem)
    every = {slots: price(problem, weights, slots) for slots in orders(problem)}
    found = propose(problem, weights, rounds=200)
    if found.outcome is Outcome.FOUND:
        assert found.cost == pytest.approx(every[found.slots])
        assert found.bound <= min(every.values()) + 1e-9
        assert found.optimal <= (found.cost <= min(every.values()) + 1e-9)
        assert found.moved == tuple(
            n for n, item in enumerate(problem.items) if found.slots[n] != item.home
        )
    elif found.outcome is Outcome.IMPOSSIBLE:
        assert not every
    else:
        assert found.slots == ()
        assert found.cost == math.inf


@law
@given(problems(), st.data())
def test_what_an_order_breaks_is_told(problem: Problem, data: st.DataObject) -> None:
    slots = tuple(data.draw(st.integers(0, problem.slots - one.length)) for one in problem.items)
    assert (violations(problem, slots) == ()) == (slots in set(orders(problem)))
    for mode in modes():
        weights = mode(problem)
        assert measure(problem, weights, slots) == pytest.approx(price(problem, weights, slots))
    told = broken(problem, slots)
    for one in problem.before:
        late = slots[one.first] + one.lag > slots[one.then]
        assert (one.key in told) == (late and one.cost is not None)


@law
@given(problems())
def test_a_conflict_is_irreducible(problem: Problem) -> None:
    found = conflicts(problem)
    if any(True for _ in orders(problem)):
        assert found is None
        return
    assert found is not None
    assert found.irreducible
    assert not any(True for _ in orders(only(problem, found.reasons)))
    for reason in found.reasons:
        fewer = [other for other in found.reasons if other != reason]
        assert any(True for _ in orders(only(problem, fewer))), str(reason)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_fewest_clashes_come_before_moves_and_moves_before_distance(problem: Problem) -> None:
    whole = tuple(
        replace(one, cost=None if one.cost is None else math.ceil(one.cost))
        for one in problem.before
    )
    problem = replace(problem, before=whole)
    found = solve(problem, fewest_clashes(problem))

    def rank(slots: tuple[int, ...]) -> tuple[float, float]:
        clashes = price(problem, Weights("", 1, 0, 0, 0), slots)
        return clashes, price(problem, Weights("", 0, 0, problem.slots, 1), slots)

    ranks = [rank(slots) for slots in orders(problem)]
    if ranks:
        assert rank(found.slots) == min(ranks)


def crowd(count: int, slots: int, seed: int) -> Problem:
    """A full calendar whose order has been shuffled a little, so that moving takes swapping."""
    chance = Random(seed)
    each = math.ceil(count / slots)
    homes = [min(slots - 1, number // each) for number in range(count)]
    now = sorted(range(count), key=lambda number: homes[number] + chance.gauss(0, 1.2))
    home = {number: homes[place] for place, number in enumerate(now)}
    items = tuple(
        Item(f"i{n}", home[n], chance.choice((0.5, 1.0, 1.5)), 0, slots - 1) for n in range(count)
    )
    before = []
    for then in range(1, count):
        for first in sorted({chance.randrange(max(0, then - 3 * each), then) for _ in range(3)}):
            lag = int(homes[first] < homes[then] and chance.random() < 0.4)
            cost = None if chance.random() < 0.5 else float(chance.randint(1, 3))
            before.append(Before(first, then, lag, cost, f"{first}>{then}"))
    lane = Lane(tuple(range(count)), (1.25 * each,) * slots, "all")
    return Problem(items, slots, (lane,), tuple(before))


def ordered(count: int, slots: int = 4, **changes: object) -> Problem:
    """Items in the slots in turn, free to move, under no constraint."""
    items = tuple(Item(f"i{n}", n % slots, 1.0, 0, slots - 1) for n in range(count))
    return replace(Problem(items, slots), **changes)  # type: ignore[arg-type]


def test_a_proposal_is_no_better_than_the_best_and_not_far_from_it() -> None:
    problem = crowd(40, 8, 3)
    weights = fewest_moves(problem)
    first, best = propose(problem, weights), solve(problem, weights)
    assert first.outcome is best.outcome is Outcome.FOUND
    assert not violations(problem, first.slots)
    assert best.optimal
    assert best.cost <= first.cost <= 1.3 * best.cost
    assert first.bound <= best.cost


def test_the_same_problem_gives_the_same_order() -> None:
    problem = crowd(30, 8, 5)
    for mode in modes():
        weights = mode(problem)
        assert propose(problem, weights) == propose(problem, weights)
        assert solve(problem, weights, effort=2500) == solve(problem, weights, effort=2500)


def test_the_same_problem_gives_the_same_order_in_another_process() -> None:
    program = (
        "from tests.graph.test_sequencing import crowd\n"
        "from graph.sequencing.exact import solve\n"
        "from graph.sequencing.problem import fewest_moves\n"
        "problem = crowd(30, 8, 5)\n"
        "print(solve(problem, fewest_moves(problem)).slots)"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONPATH": ".", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    problem = crowd(30, 8, 5)
    assert told == {f"{solve(problem, fewest_moves(problem)).slots}\n"}


def test_little_effort_gives_an_order_with_its_gap() -> None:
    problem = crowd(40, 8, 3)
    weights = fewest_moves(problem)
    best, hasty = solve(problem, weights), solve(problem, weights, effort=1)
    assert hasty.outcome is Outcome.FOUND
    assert not violations(problem, hasty.slots)
    assert hasty.cost >= best.cost >= hasty.bound
    assert not hasty.optimal
    assert hasty.gap == pytest.approx((hasty.cost - hasty.bound) / hasty.cost)


def test_progress_is_told_and_comes_closer() -> None:
    problem = crowd(40, 8, 3)
    told: list[Progress] = []
    best = solve(problem, fewest_moves(problem), progress=told.append)
    assert len(told) > 1
    assert [one.step for one in told] == sorted(one.step for one in told)
    assert [one.bound for one in told] == sorted(one.bound for one in told)
    assert [one.cost for one in told] == sorted((one.cost for one in told), reverse=True)
    assert all(0 <= one.bound <= best.cost + 1e-6 and 0 <= one.gap <= 1 for one in told)
    assert told[0].cost <= propose(problem, fewest_moves(problem)).cost


@pytest.mark.parametrize("polls", [1, 2, 8])
def test_a_cancelled_search_gives_the_best_so_far(polls: int) -> None:
    problem = crowd(40, 8, 3)
    weights = fewest_moves(problem)
    start = propose(problem, weights, rounds=1000)
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) >= polls

    found = solve(problem, weights, cancelled=cancelled, start=start)
    assert len(asked) <= polls + 20
    assert found.outcome is Outcome.FOUND
    assert not violations(problem, found.slots)
    assert found.cost <= start.cost
    assert found.bound <= found.cost


def test_a_start_made_for_another_aim_is_priced_by_this_one() -> None:
    problem = crowd(40, 8, 3)
    weights = fewest_clashes(problem)
    start = propose(problem, fewest_moves(problem))
    told: list[Progress] = []
    solve(problem, weights, effort=1, progress=told.append, start=start)
    assert told[0].cost <= measure(problem, weights, start.slots)
    stopped = solve(problem, weights, cancelled=lambda: True, start=start)
    assert stopped.slots == start.slots
    assert stopped.cost == measure(problem, weights, start.slots)


def test_an_exception_from_the_caller_is_raised() -> None:
    problem = crowd(40, 8, 3)

    def fails(_: Progress) -> None:
        raise KeyError("the caller's own")

    with pytest.raises(KeyError, match="the caller's own"):
        solve(problem, fewest_moves(problem), progress=fails)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    problem = crowd(20, 8, 5)
    solve(problem, fewest_moves(problem), start=propose(problem, fewest_moves(problem), 1))
    assert capfd.readouterr() == ("", "")


def test_a_start_that_breaks_a_constraint_is_refused() -> None:
    problem = ordered(2, before=(Before(1, 0, 0, None, "b"),))
    wrong = replace(propose(problem, fewest_moves(problem)), slots=(0, 1))
    with pytest.raises(ValueError, match="before:b"):
        solve(problem, fewest_moves(problem), start=wrong)


def test_no_items_is_an_order() -> None:
    problem = Problem((), 3)
    for found in (propose(problem, fewest_moves(problem)), solve(problem, fewest_moves(problem))):
        assert (found.slots, found.cost, found.optimal) == ((), 0.0, True)
        assert found.outcome is Outcome.FOUND
    assert conflicts(problem) is None


def solved(problem: Problem) -> Solution:
    return solve(problem, fewest_moves(problem))


def test_a_plan_in_order_stays_as_it_is() -> None:
    problem = ordered(4, before=(Before(0, 1, 1, None, "b"), Before(1, 3, 0, 2.0, "c")))
    assert solved(problem).slots == (0, 1, 2, 3)
    assert propose(problem, fewest_moves(problem)).optimal


def test_pinned_items_stay() -> None:
    items = (Item("a", 2, 1.0, 2, 2), Item("b", 1, 1.0, 0, 3))
    assert solved(Problem(items, 4, before=(Before(0, 1, 1, None, "b"),))).slots == (2, 3)


def test_an_item_outside_its_window_moves_into_it() -> None:
    assert solved(Problem((Item("a", 0, 1.0, 2, 3),), 4)).slots == (2,)


def test_items_that_belong_together_move_together() -> None:
    items = (Item("a", 0, 1.0, 0, 3), Item("b", 3, 1.0, 0, 3), Item("c", 2, 1.0, 2, 2))
    problem = Problem(
        items, 4, before=(Before(2, 0, 1, None, "b"),), together=(Together((0, 1), "t"),)
    )
    assert solved(problem).slots == (3, 3, 2)


def test_a_circle_of_soft_order_shares_a_slot() -> None:
    circle = (Before(0, 1, 0, None, "x"), Before(1, 2, 0, None, "y"), Before(2, 0, 0, None, "z"))
    assert len(set(solved(ordered(3, before=circle)).slots)) == 1


def test_a_full_slot_may_stay_as_full_but_takes_nothing_more() -> None:
    items = (Item("a", 0, 2.0, 0, 1), Item("b", 0, 2.0, 0, 1), Item("c", 1, 1.0, 0, 1))
    lane = Lane((0, 1, 2), (3.0, 1.0), "l")
    order = (Before(2, 0, 0, None, "b"),)
    assert solved(Problem(items, 2, (lane,))).slots == (0, 0, 1)
    assert solved(Problem(items, 2, (lane,), order)).outcome is Outcome.IMPOSSIBLE
    assert solved(Problem(items, 2, (replace(lane, strict=True),))).outcome is Outcome.IMPOSSIBLE
    wide = replace(lane, weeks=(3.0, 4.0))
    assert solved(Problem(items, 2, (wide,), order)).slots == (1, 0, 1)


def test_a_long_item_takes_weeks_in_all_its_slots() -> None:
    items = (Item("long", 0, 4.0, 0, 2, length=2), Item("a", 3, 1.0, 0, 3))
    lane = Lane((0, 1), (2.0, 2.0, 2.0, 1.0), "l", strict=True)
    problem = Problem(items, 4, (lane,), (Before(1, 0, 0, None, "b"),))
    assert solved(problem).slots == (1, 0)


def test_courses_are_crowded_each_for_itself() -> None:
    items = tuple(Item(name, 0, 1.0, 0, 1) for name in "ab")
    lanes = (Lane((0,), (1.0, 1.0), "foundation", True), Lane((1,), (1.0, 1.0), "higher", True))
    assert solved(Problem(items, 2, lanes)).slots == (0, 0)
    assert solved(Problem(items, 2, (Lane((0, 1), (1.0, 1.0), "both", True),))).cost > 0


def test_spacing_counts_only_where_it_is_asked_for() -> None:
    problem = ordered(4, apart=(Apart(0, 3, 1, 1.0, "wide"),))
    assert solved(problem).broken == ("wide",)
    spaced = solve(problem, best_spacing(problem))
    assert spaced.broken == ()
    assert spaced.slots[3] - spaced.slots[0] <= 1


def test_a_soft_constraint_is_worth_as_many_moves_as_it_costs() -> None:
    pin = (Item("last", 3, 0.0, 3, 3),)
    items = (*(Item(f"i{n}", 0, 1.0, 0, 3) for n in range(3)), *pin)
    block = (Together((0, 1, 2), "t"),)

    def with_cost(cost: float) -> Problem:
        return Problem(items, 4, before=(Before(3, 0, 0, cost, "s"),), together=block)

    assert solved(with_cost(3.0)).broken == ("s",)
    assert solved(with_cost(6.0)).broken == ()
    cheap = with_cost(1.0)
    assert solve(cheap, fewest_clashes(cheap)).broken == ()


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (
            ordered(3, before=tuple(Before(a, b, 1, None, f"{a}{b}") for a, b in ((0, 1), (1, 0)))),
            {"before:01", "before:10"},
        ),
        (
            ordered(
                4,
                before=(
                    Before(0, 1, 2, None, "x"),
                    Before(1, 2, 2, None, "y"),
                    Before(0, 3, 0, None, "z"),
                ),
            ),
            {"before:x", "before:y"},
        ),
        (
            Problem(
                (Item("a", 1, 1, 1, 1), Item("b", 0, 1, 0, 0), Item("c", 2, 1, 1, 3)),
                4,
                before=(Before(0, 1, 0, None, "x"), Before(0, 2, 0, None, "y")),
            ),
            {"pin:a", "pin:b", "before:x"},
        ),
        (
            ordered(2, before=(Before(0, 1, 1, None, "x"),), together=(Together((0, 1), "t"),)),
            {"before:x", "together:t"},
        ),
        (
            Problem(
                (Item("a", 0, 2, 0, 1), Item("b", 0, 2, 0, 1), Item("c", 1, 2, 0, 3)),
                4,
                (Lane((0, 1, 2), (2.0, 1.0, 9.0, 9.0), "l", True),),
            ),
            {"window:a", "window:b", "weeks:l:0", "weeks:l:1"},
        ),
    ],
    ids=["circle", "too long for the calendar", "pins", "together", "weeks"],
)
def test_why_there_is_no_order(problem: Problem, expected: set[str]) -> None:
    found = conflicts(problem)
    assert found is not None
    assert {str(reason) for reason in found.reasons} == expected
    assert found.irreducible


def test_what_only_the_exact_model_can_tell_is_told() -> None:
    """Three of 2 weeks do not go into two slots of 3, though 6 weeks do into 6."""
    items = tuple(Item(name, 0, 2.0, 0, 1) for name in "abc")
    problem = Problem(items, 2, (Lane((0, 1, 2), (3.0, 3.0), "l", True),))
    assert solved(problem).outcome is Outcome.IMPOSSIBLE
    found = conflicts(problem)
    assert found is not None
    assert found.reasons == (Reason(Kind.WEEKS, "l", 0), Reason(Kind.WEEKS, "l", 1))


def test_a_conflict_in_a_large_plan_is_found_among_much_else() -> None:
    problem = crowd(120, 20, 1)
    assert conflicts(problem) is None
    late = Before(119, 0, 1, None, "wrong")
    found = conflicts(replace(problem, before=(*problem.before, late)))
    assert found is not None
    assert Reason(Kind.BEFORE, "wrong") in found.reasons
    assert found == conflicts(replace(problem, before=(*problem.before, late)))


def test_too_little_effort_for_a_conflict_is_said() -> None:
    """Sevens into slots of 20: no count of weeks shows that three do not go into one."""
    items = tuple(Item(f"i{n}", 0, 7.0 + n % 3 / 10, 0, 5) for n in range(13))
    problem = Problem(items, 6, (Lane(tuple(range(13)), (20.0,) * 6, "l", True),))
    with pytest.raises(Undecided):
        conflicts(problem, effort=1)


def test_every_constraint_is_a_reason_and_all_reasons_are_the_problem() -> None:
    problem = crowd(20, 8, 5)
    every = reasons(problem)
    assert len(set(every)) == len(every)
    hard = tuple(one for one in problem.before if one.cost is None)
    assert only(problem, every) == replace(problem, before=hard)
    assert only(problem, ()).before == ()


@pytest.mark.parametrize(
    "faulty",
    [
        lambda: Problem((Item("a", 0, 1.0, 0, 0),), 0),
        lambda: Problem((Item("a", 4, 1.0, 0, 3),), 4),
        lambda: Problem((Item("a", 0, 1.0, 2, 1),), 4),
        lambda: Problem((Item("a", 0, 1.0, 0, 3, length=2),), 4),
        lambda: Problem((Item("a", 0, 1.0, 0, 3, length=0),), 4),
        lambda: Problem((Item("a", 0, math.nan, 0, 3),), 4),
        lambda: Problem((Item("a", 0, -1.0, 0, 3),), 4),
        lambda: Problem((Item("a", 0, 1.0, 0, 3), Item("a", 0, 1.0, 0, 3)), 4),
        lambda: ordered(2, before=(Before(0, 0, 1, None, "b"),)),
        lambda: ordered(2, before=(Before(0, 2, 1, None, "b"),)),
        lambda: ordered(2, before=(Before(0, -1, 1, None, "b"),)),
        lambda: ordered(2, before=(Before(0, 1, -1, None, "b"),)),
        lambda: ordered(2, before=(Before(0, 1, 1, math.inf, "b"),)),
        lambda: ordered(2, before=(Before(0, 1, 1, -2.0, "b"),)),
        lambda: ordered(2, apart=(Apart(0, 1, -1, 1.0, "a"),)),
        lambda: ordered(2, together=(Together((0, 0), "t"),)),
        lambda: ordered(2, lanes=(Lane((0,), (1.0,), "l"),)),
        lambda: ordered(2, lanes=(Lane((0,), (1.0, 1.0, math.nan, 1.0), "l"),)),
    ],
)
def test_what_means_nothing_is_refused(faulty: object) -> None:
    assert callable(faulty)
    with pytest.raises(ValueError, match=r"item|slots|cost|name|weeks"):
        faulty()


def test_components_come_after_what_they_lead_to() -> None:
    after = [[1], [2], [0, 3], [4], [], [4]]
    assert list(components(after)) == [(4,), (3,), (0, 1, 2), (5,)]


def test_a_long_chain_needs_no_deep_stack() -> None:
    count = 3000
    before = tuple(Before(n, n + 1, 0, None, f"{n}") for n in range(count - 1))
    assert propose(ordered(count, before=before), Weights("", 0, 0, 0, 0), 1).slots


def test_the_solver_is_imported_only_when_it_is_needed() -> None:
    program = (
        "import sys, graph.sequencing.local, graph.sequencing.exact, graph.sequencing.conflict\n"
        "sys.exit('highspy' in sys.modules or 'numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
