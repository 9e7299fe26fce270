"""A plan as a problem of order: units to place in half-terms, and what binds them.

An essential prerequisite must not come after what needs it (in one half-term it comes first), and
mathematics that science uses essentially must come in an earlier half-term, the setting `lag` more.
What is helpful costs something when it is broken. Pinned units stay, units that belong together
stay together, a half-term holds its weeks (or what it holds now, if that is more). A knot of units
that each need another of it cannot be put in order at all; it is told, and then let go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.plans.coherence import lower_is_known, needed_at
from graph.plans.course import Course, Lesson
from graph.plans.pathways import Run
from graph.plans.tables import Tables, numbers_of
from graph.plans.units import UnitKey, key_of
from graph.sequencing.compact import components
from graph.sequencing.problem import Apart, Before, Item, Lane, Problem, Together
from ontology.plans import Settings
from ontology.vocabulary import Department

UNTOLD = 2
"""What a half-term may hold, in its weeks, where units do not say theirs."""
HELPFUL, KNOT, CLASH = 1.0, 5.0, 8.0
"""What it costs to break a helpful link, one of a knot, one let go because it conflicts."""


@dataclass(frozen=True, slots=True)
class Bond:
    """Why one unit comes before another: the links, strongest first."""

    first: UnitKey
    then: UnitKey
    links: tuple[int, ...]
    lag: int
    hard: bool


@dataclass(frozen=True, slots=True)
class Ordering:
    """A problem of order with what its names mean.

    `units` are the lessons by item, `bonds` by the key of their constraint, `knots` units that each
    need another of the same knot, `start` the half-term of slot 0.
    """

    problem: Problem
    units: tuple[Lesson, ...]
    departments: tuple[Department, ...]
    bonds: Mapping[str, Bond]
    knots: tuple[tuple[int, ...], ...]
    start: int


def build_ordering(
    tables: Tables,
    courses: Mapping[Run, Mapping[Department, Course]],
    settings: Settings,
    moving: frozenset[Department],
) -> Ordering:
    """The problem of the courses of all runs together; only units of `moving` may move.

    O(runs × links of what is taught).
    """
    units: dict[UnitKey, tuple[Lesson, Department]] = {}
    for own in courses.values():
        for department, course in own.items():
            for lesson in course.lessons:
                units.setdefault(key_of(lesson.unit), (lesson, department))
    number = {key: place for place, key in enumerate(units)}
    lessons = tuple(lesson for lesson, _ in units.values())
    departments = tuple(department for _, department in units.values())
    start, end = _span(courses)
    items = tuple(
        _item(lesson, department, courses, start, end, department in moving)
        for lesson, department in units.values()
    )
    bonds = _bonds(tables, courses, settings, number)
    knots = _knots(len(items), bonds, number)
    tied = {item: place for place, knot in enumerate(knots) for item in knot}
    before, named = [], {}
    for place, bond in enumerate(bonds):
        key = f"b{place}"
        first, then = number[bond.first], number[bond.then]
        knotted = first in tied and tied[first] == tied.get(then)
        cost = (KNOT if knotted else None) if bond.hard else HELPFUL
        lag = bond.lag + items[first].length - 1
        before.append(Before(first, then, lag, cost, key))
        named[key] = bond
    problem = Problem(
        items=items,
        slots=end - start + 1,
        lanes=tuple(_lanes(courses, settings, number, end - start + 1, lessons)),
        before=tuple(before),
        together=tuple(_together(lessons)),
        apart=tuple(
            Apart(number[bond.first], number[bond.then], settings.gap, HELPFUL, f"a{place}")
            for place, bond in enumerate(bonds)
            if bond.hard
        ),
    )
    return Ordering(problem, lessons, departments, named, knots, start)


def _span(courses: Mapping[Run, Mapping[Department, Course]]) -> tuple[int, int]:
    every = [course for own in courses.values() for course in own.values() if course.lessons]
    return min(course.start for course in every), max(course.end for course in every)


def _item(
    lesson: Lesson,
    department: Department,
    courses: Mapping[Run, Mapping[Department, Course]],
    start: int,
    end: int,
    moves: bool,
) -> Item:
    """A unit may be anywhere in the years that its own plan spans."""
    own = [c[department] for c in courses.values() if department in c and c[department].lessons]
    home, length = lesson.half - start, lesson.unit.span
    length = min(length, end - start + 1 - home)
    if lesson.unit.pinned or not moves:
        lowest = highest = home
    else:
        lowest = min(min(course.start for course in own) - start, home)
        highest = max(max(course.end for course in own) - start - length + 1, home)
    name = f"{lesson.unit.where}\0{lesson.unit.id}"
    weeks = lesson.unit.weeks or 0.0
    return Item(name, home, weeks, lowest, highest, length)


def _bonds(
    tables: Tables,
    courses: Mapping[Run, Mapping[Department, Course]],
    settings: Settings,
    number: Mapping[UnitKey, int],
) -> list[Bond]:
    """One bond a pair of units, with all its links; hard if one of them is essential."""
    strength = tables.index.net.strength
    found: dict[tuple[UnitKey, UnitKey, int], dict[int, None]] = {}
    for own in courses.values():
        for course in own.values():
            for first, then, link in _within(tables, course):
                found.setdefault((key_of(first.unit), key_of(then.unit), 0), {})[link] = None
        maths, science = own.get(Department.MATHS), own.get(Department.SCIENCE)
        if maths is not None and science is not None:
            for first, then, link in _across(tables, maths, science):
                pair = (key_of(first.unit), key_of(then.unit), 1 + settings.lag)
                found.setdefault(pair, {})[link] = None
    return [
        Bond(
            first,
            then,
            tuple(sorted(links, key=lambda link: (strength[link], link))),
            lag,
            any(strength[link] == 0 for link in links),
        )
        for (first, then, lag), links in sorted(
            found.items(), key=lambda bond: (number[bond[0][0]], number[bond[0][1]])
        )
    ]


def _within(tables: Tables, course: Course) -> Iterator[tuple[Lesson, Lesson, int]]:
    """Every lesson after the first teaching of each prerequisite that is taught."""
    known = course.known | course.assumed
    for topic in sorted(course.where):
        for lower in numbers_of(tables.needs[topic] & course.taught & ~known):
            first = course.first(lower)
            for place in course.where[topic]:
                then = course.lessons[place]
                if then is not first and not then.taught >> lower & 1:
                    yield first, then, tables.link[topic, lower]


def _across(tables: Tables, maths: Course, science: Course) -> Iterator[tuple[Lesson, Lesson, int]]:
    for topic in sorted(science.where):
        for link in tables.uses[topic]:
            lower = tables.index.net.prerequisite[link]
            if lower not in maths.where or lower_is_known(maths, lower):
                continue
            then = needed_at(tables, science, topic, link)
            if then is not None and then.last >= maths.start:
                yield maths.first(lower), then, link


def _knots(
    size: int, bonds: Sequence[Bond], number: Mapping[UnitKey, int]
) -> tuple[tuple[int, ...], ...]:
    """Units that each must come before another of the same knot. O(units + bonds)."""
    after: list[list[int]] = [[] for _ in range(size)]
    for bond in bonds:
        if bond.hard:
            after[number[bond.first]].append(number[bond.then])
    return tuple(tuple(sorted(group)) for group in components(after) if len(group) > 1)


def _lanes(
    courses: Mapping[Run, Mapping[Department, Course]],
    settings: Settings,
    number: Mapping[UnitKey, int],
    slots: int,
    lessons: Sequence[Lesson],
) -> Iterator[Lane]:
    """What one pupil is taught in one department shares the weeks of each half-term.

    Where some units do not say their weeks, a half-term may hold `UNTOLD` times as much: their
    share of what it holds now is a guess, and would else leave no room for any move.
    """
    seen: dict[tuple[int, ...], None] = {}
    for own in courses.values():
        for course in own.values():
            seen.setdefault(tuple(number[key_of(lesson.unit)] for lesson in course.lessons), None)
    for place, items in enumerate(seen):
        if items:
            told = all(lessons[item].unit.weeks is not None for item in items)
            weeks = settings.weeks * (1 if told else UNTOLD)
            yield Lane(items, (weeks,) * slots, f"l{place}")


def _together(lessons: Sequence[Lesson]) -> Iterator[Together]:
    groups: dict[tuple[str, str], list[int]] = {}
    for place, lesson in enumerate(lessons):
        if lesson.unit.together:
            groups.setdefault((lesson.unit.where.file, lesson.unit.together), []).append(place)
    for (_, name), items in groups.items():
        if len(items) > 1:
            yield Together(tuple(items), f"t:{name}:{items[0]}")


def with_weeks(ordering: Ordering, settings: Settings) -> Ordering:
    """The weeks of units that do not say theirs: an even share of what their half-term has left."""
    problem = ordering.problem
    held: dict[tuple[Department, int], list[int]] = {}
    for place, item in enumerate(problem.items):
        held.setdefault((ordering.departments[place], item.home), []).append(place)
    items = list(problem.items)
    for places in held.values():
        told = sum(items[place].weight for place in places)
        silent = [place for place in places if not items[place].weight]
        share = max(settings.weeks - told, 0.0) / len(silent) if silent else 0.0
        for place in silent:
            weight = round(max(share, 0.5) * items[place].length, 2)
            items[place] = replace(items[place], weight=weight)
    return replace(ordering, problem=replace(problem, items=tuple(items)))


def let_go(ordering: Ordering, keys: frozenset[str]) -> Ordering:
    """The problem with some constraints no longer hard: broken at a cost, pins and groups freed."""
    problem = ordering.problem
    before = tuple(
        replace(one, cost=CLASH) if one.key in keys and one.cost is None else one
        for one in problem.before
    )
    return replace(ordering, problem=replace(problem, before=before))
