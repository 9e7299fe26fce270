"""The nearest valid order of a plan: proposals, what they mend, and what cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.plans.lint import build_courses, find_breaches, join_settings
from graph.plans.ordering import Ordering, build_ordering, let_go, with_weeks
from graph.plans.pathways import Asked
from graph.plans.read import Matched
from graph.plans.school_year import name_of_half
from graph.plans.tables import Tables
from graph.plans.units import UnitKey, key_of
from graph.plans.wording import cell
from graph.sequencing.conflict import conflicts
from graph.sequencing.local import propose
from graph.sequencing.problem import Kind, Outcome, Reason, Solution, Weights, modes
from ontology.errors import BadParameter
from ontology.plan_repairs import (
    Conflict,
    ConflictReason,
    LinkLeft,
    Proposal,
    Time,
    UnitMove,
)
from ontology.plans import HALF_TERMS, Plan, Settings, Unit
from ontology.vocabulary import Department, Severity

if TYPE_CHECKING:
    from graph.sequencing.exact import Progress

ORDER_RULES = frozenset({"PRE001", "PRE002", "COH001", "COH002"})
NAMES = {
    "moves": "fewest moves",
    "clashes": "fewest clashes",
    "spacing": "best spacing",
}
MOST_CONFLICTS = 40
"""Conflicts that are let go one after another before the search is given up."""


@dataclass(frozen=True, slots=True)
class Repair:
    """Proposals, best first, and the sets of constraints that cannot be satisfied together."""

    data: tuple[Proposal, ...]
    conflicts: tuple[Conflict, ...]
    units: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class Watch:
    """What a caller of a long search wants to be told, and whether it wants it to end."""

    progress: Callable[[str, Progress], None] | None = None
    cancelled: Callable[[], bool] | None = None


def repair(
    tables: Tables,
    plans: Sequence[Matched],
    asked: Asked = Asked(),  # noqa: B008 - frozen
    moving: Sequence[Department] = tuple(Department),
    quick: bool = False,
    settings: Settings | None = None,
    watch: Watch = Watch(),
) -> Repair:
    """Orders in which as little as possible moves and nothing essential is out of order.

    `quick` gives the proposals of the local search (where it finds none, those of a short search
    of the exact model); else each is improved until it is proved best
    or the effort is spent (a number of steps, not of seconds, so that the same plans give the same
    proposals). Constraints that cannot be satisfied together are told, then let go until the rest
    can be.

    Raises:
        BadParameter: no unit has a place on the calendar.
    """
    chosen = settings or join_settings(plan.plan.settings for plan in plans)
    courses = build_courses(tables, plans, asked)
    if not any(course.lessons for own in courses.values() for course in own.values()):
        raise BadParameter("No unit has a year, so that there is no order to mend.", "file")
    ordering = build_ordering(tables, courses, chosen, frozenset(moving))
    ordering = with_weeks(ordering, chosen)
    told = [_knot(tables, ordering, knot) for knot in ordering.knots]
    ordering, found = _feasible(tables, ordering)
    told += found
    proposals: dict[tuple[int, ...], Proposal] = {}
    for mode in modes():
        weights = mode(ordering.problem)
        solved = _solve(ordering, weights, quick, watch)
        if solved.outcome is Outcome.FOUND and solved.slots not in proposals:
            proposals[solved.slots] = _proposal(
                tables, ordering, plans, asked, chosen, weights, solved
            )
    return Repair(tuple(proposals.values()), tuple(told), len(ordering.units), chosen)


def _solve(ordering: Ordering, weights: Weights, quick: bool, watch: Watch) -> Solution:
    """The order of one objective; spacing, whose bound hardly rises, gets less of the effort."""
    first = propose(ordering.problem, weights)
    if first.optimal or (quick and first.outcome is Outcome.FOUND):
        return first
    from graph.sequencing.exact import EFFORT, solve

    progress = watch.progress
    name = NAMES[weights.name]
    return solve(
        ordering.problem,
        weights,
        effort=EFFORT // (20 if quick else 6 if weights.apart else 1),
        progress=None if progress is None else lambda step: progress(name, step),
        cancelled=watch.cancelled,
        start=first,
    )


def _feasible(tables: Tables, ordering: Ordering) -> tuple[Ordering, list[Conflict]]:
    """The problem with conflicts let go, one irreducible set at a time, and those sets in words."""
    told: list[Conflict] = []
    for _ in range(MOST_CONFLICTS):
        weights = modes()[0](ordering.problem)
        if propose(ordering.problem, weights, 1).outcome is Outcome.FOUND:
            return ordering, told
        found = conflicts(ordering.problem)
        if found is None:
            return ordering, told
        freed = _weakest(ordering, found.reasons)
        told.append(_conflict(tables, ordering, found.reasons, found.irreducible, freed))
        if freed is None:
            return ordering, told
        ordering = let_go(ordering, frozenset({freed.key}))
    return ordering, told


def _weakest(ordering: Ordering, reasons: Sequence[Reason]) -> Reason | None:
    """The constraint to let go: between departments before within one, of the fewest links."""
    bonds = [
        (ordering.bonds[reason.key], reason) for reason in reasons if reason.kind is Kind.BEFORE
    ]
    found = min(
        bonds, key=lambda pair: (pair[0].lag == 0, len(pair[0].links), pair[1].key), default=None
    )
    return None if found is None else found[1]


def _knot(tables: Tables, ordering: Ordering, knot: Sequence[int]) -> Conflict:
    """Units of which each needs another, with a link for each need."""
    keys = {key_of(ordering.units[item].unit) for item in knot}
    reasons = [
        _bond_reason(tables, ordering, key)
        for key, bond in ordering.bonds.items()
        if bond.hard and bond.first in keys and bond.then in keys
    ]
    cells = ", ".join(cell(ordering.units[item]) for item in knot)
    return Conflict(
        message=f"{cells} each teach something that another of them needs: no order of whole "
        "units mends this. Split one, or name its topics one by one.",
        irreducible=False,
        let_go=None,
        reasons=tuple(reasons),
    )


def _conflict(
    tables: Tables,
    ordering: Ordering,
    reasons: Sequence[Reason],
    irreducible: bool,
    freed: Reason | None,
) -> Conflict:
    worded = tuple(_reason(tables, ordering, reason) for reason in reasons)
    return Conflict(
        irreducible=irreducible,
        let_go=None if freed is None else _reason(tables, ordering, freed),
        message="These cannot all be: " + " ".join(reason.message for reason in worded),
        reasons=worded,
    )


def _reason(tables: Tables, ordering: Ordering, reason: Reason) -> ConflictReason:
    """A constraint in words."""
    if reason.kind is Kind.BEFORE:
        return _bond_reason(tables, ordering, reason.key)
    if reason.kind in (Kind.PIN, Kind.WINDOW):
        place = next(n for n, i in enumerate(ordering.problem.items) if i.id == reason.key)
        lesson = ordering.units[place]
        stays = "stays where it is" if reason.kind is Kind.PIN else "stays within its plan's years"
        return ConflictReason(
            kind=str(reason.kind), message=f"{cell(lesson)} {stays}.", where=(lesson.unit.where,)
        )
    if reason.kind is Kind.TOGETHER:
        group = next(g for g in ordering.problem.together if g.key == reason.key)
        lessons = [ordering.units[item] for item in group.items]
        return ConflictReason(
            kind=str(reason.kind),
            message=f"{' and '.join(cell(lesson) for lesson in lessons)} stay together.",
            where=tuple(lesson.unit.where for lesson in lessons),
        )
    half = ordering.start + (reason.slot or 0)
    return ConflictReason(
        kind=str(reason.kind),
        message=f"{name_of_half(half)} holds no more weeks than it does.",
        where=(),
    )


def _bond_reason(tables: Tables, ordering: Ordering, key: str) -> ConflictReason:
    bond = ordering.bonds[key]
    units = {key_of(lesson.unit): lesson for lesson in ordering.units}
    first, then = units[bond.first], units[bond.then]
    link = tables.index.links[bond.links[0]]
    labels = [
        tables.index.topics[tables.index.number[id_]].label
        for id_ in (link.prerequisite, link.dependent)
    ]
    return ConflictReason(
        kind=str(Kind.BEFORE),
        message=f"{cell(first)} comes before {cell(then)}: {labels[1]} needs {labels[0]}.",
        where=(first.unit.where, then.unit.where),
        edge=link,
    )


def _proposal(
    tables: Tables,
    ordering: Ordering,
    plans: Sequence[Matched],
    asked: Asked,
    settings: Settings,
    weights: Weights,
    solved: Solution,
) -> Proposal:
    times = _times(ordering, solved)
    changed = [replace(plan, plan=_moved(plan.plan, times)) for plan in plans]
    counts = dict.fromkeys(Severity, 0)
    courses = build_courses(tables, changed, asked)
    seen = set()
    for own in courses.values():
        for breach in find_breaches(tables, own, settings):
            if breach.rule in ORDER_RULES:
                key = (breach.rule, breach.link, breach.lesson and key_of(breach.lesson.unit))
                if key not in seen:
                    seen.add(key)
                    counts[breach.severity] += 1
    return Proposal(
        name=NAMES[weights.name],
        optimal=solved.optimal,
        gap=round(solved.gap, 4),
        cost=round(solved.cost, 4),
        bound=round(solved.bound, 4),
        method=solved.method,
        moves=tuple(_moves(tables, ordering, solved, times)),
        left=tuple(_left(tables, ordering, solved)),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        plans=tuple(_sorted(plan.plan) for plan in changed),
    )


def _times(ordering: Ordering, solved: Solution) -> dict[UnitKey, tuple[int, int | None, int]]:
    """Year, half-term and step of every unit in the new order.

    Within a half-term prerequisites come first, otherwise units as they stood; a plan that has
    years only keeps to years and steps.
    """
    groups: dict[tuple[object, int], list[int]] = {}
    for place, slot in enumerate(solved.slots):
        groups.setdefault((ordering.departments[place], slot), []).append(place)
    found: dict[UnitKey, tuple[int, int | None, int]] = {}
    step: dict[tuple[object, int], int] = {}
    after: dict[int, set[int]] = {}
    for one in ordering.problem.before:
        after.setdefault(one.then, set()).add(one.first)
    for (department, slot), places in sorted(
        groups.items(), key=lambda group: (str(group[0][0]), group[0][1])
    ):
        half = ordering.start + slot
        year = 7 + half // HALF_TERMS
        for number, place in enumerate(_in_order(ordering, places, after), start=1):
            unit = ordering.units[place].unit
            if unit.half_term is None:
                key = (department, year)
                step[key] = step.get(key, 0) + 1
                found[key_of(ordering.units[place].unit)] = (year, None, step[key])
            else:
                found[key_of(ordering.units[place].unit)] = (year, half % HALF_TERMS + 1, number)
    return found


def _in_order(
    ordering: Ordering, places: Sequence[int], after: Mapping[int, set[int]]
) -> Iterator[int]:
    """The units of one half-term, what others need first, else as they stood."""
    left = sorted(
        places, key=lambda place: (ordering.units[place].low, ordering.units[place].high, place)
    )
    while left:
        waiting = set(left)
        free = next((p for p in left if not after.get(p, set()) & waiting), left[0])
        left.remove(free)
        yield free


def _moved(plan: Plan, times: Mapping[UnitKey, tuple[int, int | None, int]]) -> Plan:
    units = [_at(unit, times.get(key_of(unit))) for unit in plan.units]
    return plan.model_copy(update={"units": tuple(units)})


def _sorted(plan: Plan) -> Plan:
    """The plan with its units in teaching order, those without a year last."""
    units = plan.units
    order = sorted(
        range(len(units)),
        key=lambda n: (units[n].year or 99, units[n].half_term or 0, units[n].step or 0, n),
    )
    return plan.model_copy(update={"units": tuple(units[n] for n in order)})


def _at(unit: Unit, time: tuple[int, int | None, int] | None) -> Unit:
    if time is None:
        return unit
    year, half_term, step = time
    return unit.model_copy(update={"year": year, "half_term": half_term, "step": step})


def _moves(
    tables: Tables,
    ordering: Ordering,
    solved: Solution,
    times: Mapping[UnitKey, tuple[int, int | None, int]],
) -> Iterator[UnitMove]:
    """Units that change their half-term, in the order of where they go."""
    home = [item.home for item in ordering.problem.items]
    because: dict[int, dict[int, None]] = {}
    for one in ordering.problem.before:
        mended = solved.slots[one.first] + one.lag <= solved.slots[one.then]
        if home[one.first] + one.lag > home[one.then] and mended:
            for end in (one.first, one.then):
                because.setdefault(end, {}).update(dict.fromkeys(ordering.bonds[one.key].links))
    for place in sorted(solved.moved, key=lambda p: (solved.slots[p], p)):
        lesson = ordering.units[place]
        unit = lesson.unit
        year, half_term, _ = times[key_of(lesson.unit)]
        yield UnitMove(
            unit=unit.id,
            text=unit.text,
            where=unit.where,
            department=str(ordering.departments[place]),
            before=Time(year=unit.year or 0, half_term=unit.half_term),
            after=Time(year=year, half_term=half_term),
            by=solved.slots[place] - home[place],
            because=tuple(tables.index.links[link] for link in because.get(place, ())),
        )


def _left(tables: Tables, ordering: Ordering, solved: Solution) -> Iterator[LinkLeft]:
    units = {key_of(lesson.unit): lesson for lesson in ordering.units}
    for key in solved.broken:
        bond = ordering.bonds.get(key)
        if bond is None:
            continue
        first, then = units[bond.first], units[bond.then]
        for link in bond.links:
            edge = tables.index.links[link]
            yield LinkLeft(
                edge=edge,
                first=first.unit.where,
                then=then.unit.where,
                message=f"{cell(then)} still comes before {cell(first)}, on which it rests.",
            )
