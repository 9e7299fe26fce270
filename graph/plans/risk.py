"""How late each unit of mathematics could be, and who is hurt when it is moved beyond that.

A unit may end in the half-term in which another begins that rests on it (it comes first there), and
`lag` + 1 half-terms before science that uses it. Where another unit teaches the same topic in time,
nothing of it is hurt. What is out of order already cannot break; what clashes already, but is not
settled, breaks where it would be settled the wrong way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.plans.breach import is_unsure
from graph.plans.coherence import lower_is_known, needed_at
from graph.plans.course import Course, Lesson
from graph.plans.lint import build_courses, join_settings
from graph.plans.pathways import Asked, Run, describe
from graph.plans.places import (
    Courses,
    is_dated,
    named,
    reading_notes,
    require_lessons,
    time_of,
    unit_at,
)
from graph.plans.read import Matched
from graph.plans.tables import Tables, numbers_of
from graph.plans.units import UnitKey, key_of
from ontology.plan_answers import Hurt, RiskRow
from ontology.plans import HALF_TERMS, Settings
from ontology.vocabulary import Department, Strength, Subject

STRENGTHS = tuple(Strength)


@dataclass(frozen=True, slots=True)
class Risks:
    """A row for each unit of mathematics that teaches something, in the order of the plan."""

    data: tuple[RiskRow, ...]
    notes: tuple[str, ...]
    settings: Settings


@dataclass(frozen=True, slots=True)
class _Tie:
    """Something that a lesson must not come after: by which link, until when it may end.

    `until` is null where it comes after already.
    """

    link: int
    lesson: Lesson
    department: Department
    until: int | None
    worse: bool
    unsure: bool


@dataclass(slots=True)
class _Group:
    """The ties of a lesson to one other that break at one half-term, and their runs."""

    ties: dict[int, _Tie]
    runs: dict[Run, None]


@dataclass(slots=True)
class _Entry:
    """What a row is made of: the lesson, the runs it is taught on, ties, and what rests on it."""

    lesson: Lesson
    runs: dict[Run, None]
    groups: dict[tuple[UnitKey, int, bool], _Group]
    broken: dict[UnitKey, None]
    topics: int
    maths: int
    science: int


def at_risk(
    tables: Tables,
    plans: Sequence[Matched],
    asked: Asked = Asked(),  # noqa: B008 - frozen
    settings: Settings | None = None,
) -> Risks:
    """For each unit of mathematics, how late it could be and what a later move would hurt.

    Moving a unit up to its `latest` adds no PRE001, COH001 or COH002. With a plan of science its
    uses count, without one only what rests on the unit in mathematics. `settings` stand above those
    of the plans.

    Raises:
        BadParameter: no unit of a plan of mathematics has a year.

    Cost: O(runs × links of what is taught × lessons that teach a topic).
    """
    chosen = settings or join_settings(plan.plan.settings for plan in plans)
    courses = build_courses(tables, plans, asked)
    require_lessons(courses, Department.MATHS, "Answers about moving units")
    entries: dict[UnitKey, _Entry] = {}
    for run, own in courses.items():
        maths, science = own[Department.MATHS], own.get(Department.SCIENCE)
        for lesson in maths.lessons:
            entry = entries.setdefault(key_of(lesson.unit), _Entry(lesson, {}, {}, {}, 0, 0, 0))
            _enter(entry, tables, run, maths, science, lesson, chosen.lag)
    every = tuple(courses)
    rows = [_row(tables, entry, every) for entry in entries.values() if entry.topics]
    silent = len(entries) - len(rows)
    return Risks(tuple(rows), tuple(_notes(plans, courses, silent)), chosen)


def _enter(
    entry: _Entry,
    tables: Tables,
    run: Run,
    maths: Course,
    science: Course | None,
    lesson: Lesson,
    lag: int,
) -> None:
    """Add what one run says of a lesson."""
    entry.runs[run] = None
    entry.topics |= lesson.taught
    resting = 0
    for topic in numbers_of(lesson.taught):
        if lower_is_known(maths, topic):
            continue
        if maths.first(topic) is lesson:
            resting |= tables.rests[topic]
        for tie in _ties(tables, maths, science, lesson, topic, lag):
            if tie.until is None:
                entry.broken[key_of(tie.lesson.unit)] = None
            else:
                key = (key_of(tie.lesson.unit), tie.until, tie.worse)
                group = entry.groups.setdefault(key, _Group({}, {}))
                group.ties.setdefault(tie.link, tie)
                group.runs[run] = None
    entry.maths |= resting & maths.taught & ~lesson.taught
    if science is not None:
        entry.science |= resting & science.taught


def _ties(
    tables: Tables,
    maths: Course,
    science: Course | None,
    lesson: Lesson,
    topic: int,
    lag: int,
) -> Iterator[_Tie]:
    """What needs a topic of a lesson and has it from no other in time."""
    others = [place for place in maths.where[topic] if maths.lessons[place] is not lesson]
    rivals = [maths.lessons[place] for place in others]
    for link in tables.index.net.feeds[topic]:
        upper = tables.index.net.dependent[link]
        if tables.index.topics[upper].subject is Subject.MATHS:
            other = _resting(maths, lesson, topic, upper)
            if other is not None:
                at = _together(lesson, other)
                yield from _tie(link, lesson, other, Department.MATHS, at, rivals, topic, upper)
        elif science is not None and upper in science.where:
            other = needed_at(tables, science, upper, link)
            if other is not None and other.last >= maths.start:
                at = other.first - 1 - lag
                yield from _tie(link, lesson, other, Department.SCIENCE, at, rivals, topic, upper)


def _resting(maths: Course, lesson: Lesson, topic: int, upper: int) -> Lesson | None:
    """The first other lesson that teaches what rests on a topic; None if it teaches both."""
    taught = (maths.lessons[place] for place in maths.where.get(upper, ()))
    found = [other for other in taught if other is not lesson]
    if not found:
        return None
    first = min(found, key=lambda other: (other.first, not other.taught >> topic & 1, other.low))
    return None if first.taught >> topic & 1 else first


def _together(lesson: Lesson, other: Lesson) -> int:
    """The half-term in which a lesson may end to be before another: that in which it begins.

    Where one of the two has only a year, the other's year: its order within is unknown.
    """
    if not is_dated(lesson):
        return _year_end(other.first)
    return other.first if is_dated(other) else other.last


def _year_end(half: int) -> int:
    return half // HALF_TERMS * HALF_TERMS + HALF_TERMS - 1


def _tie(
    link: int,
    lesson: Lesson,
    other: Lesson,
    department: Department,
    at: int,
    rivals: Sequence[Lesson],
    topic: int,
    upper: int,
) -> Iterator[_Tie]:
    """The tie to another lesson, none where a rival teaches the topic in time for it."""
    touching = other.last + lesson.last - lesson.first
    if not is_dated(lesson):
        at = (at + 1) // HALF_TERMS * HALF_TERMS - 1
        touching = _year_end(other.last)
    if any(rival.last <= at for rival in rivals):
        return
    unsure = is_unsure(other, upper) or is_unsure(lesson, topic)
    if lesson.last <= at:
        yield _Tie(link, other, department, at, False, unsure)
    elif not any(rival.first <= other.last for rival in rivals):
        until = touching if lesson.last <= touching else None
        yield _Tie(link, other, department, until, True, unsure)


def _row(tables: Tables, entry: _Entry, every: Sequence[Run]) -> RiskRow:
    lesson = entry.lesson
    dated = is_dated(lesson)
    order = sorted(entry.groups, key=lambda key: _hurt_order(tables, key[1], entry.groups[key]))
    hurts = tuple(_hurt(tables, entry, key[1], entry.groups[key], every) for key in order)
    latest = min((key[1] for key in order), default=None)
    essential = min(
        (
            key[1]
            for key, hurt in zip(order, hurts, strict=True)
            if hurt.strength is Strength.ESSENTIAL
        ),
        default=None,
    )
    room = None if latest is None else latest - lesson.last
    if room is not None and not dated:
        room //= HALF_TERMS
    return RiskRow(
        unit=unit_at(lesson, Department.MATHS),
        pinned=lesson.unit.pinned,
        pathway=describe(entry.runs, every),
        topics=named(tables, entry.topics),
        latest=None if latest is None else time_of(latest, dated),
        latest_essential=None if essential is None else time_of(essential, dated),
        room=room,
        hurts=hurts,
        rests_maths=entry.maths.bit_count(),
        rests_science=entry.science.bit_count(),
        broken=len(entry.broken),
    )


def _strength(tables: Tables, group: _Group) -> int:
    return min(tables.index.net.strength[link] for link in group.ties)


def _hurt_order(tables: Tables, until: int, group: _Group) -> tuple[int, int, str, int, str]:
    tie = next(iter(group.ties.values()))
    where, id_ = key_of(tie.lesson.unit)
    place = f"{where}\0{id_}"
    return until, _strength(tables, group), str(tie.department), tie.lesson.low, place


def _hurt(tables: Tables, entry: _Entry, until: int, group: _Group, every: Sequence[Run]) -> Hurt:
    strength = tables.index.net.strength
    ties = sorted(group.ties.values(), key=lambda tie: (strength[tie.link], tie.link))
    everybody = group.runs.keys() == entry.runs.keys()
    return Hurt(
        unit=unit_at(ties[0].lesson, ties[0].department),
        latest=time_of(until, is_dated(entry.lesson)),
        strength=STRENGTHS[_strength(tables, group)],
        links=tuple(tables.index.links[tie.link] for tie in ties),
        worse=ties[0].worse,
        pathway=None if everybody else describe(group.runs, every),
        provisional=all(tie.unsure for tie in ties),
    )


def _notes(plans: Sequence[Matched], courses: Courses, silent: int) -> Iterator[str]:
    own = next(iter(courses.values()))
    yield from reading_notes(plans, tuple(own))
    if Department.SCIENCE not in own:
        yield "Only mathematics was asked who is hurt: no plan of science is given."
    if silent:
        told, them = ("1 unit teaches", "it") if silent == 1 else (f"{silent} units teach", "them")
        yield f"{told} no topic that was recognised: nothing is said of moving {them}."
    if own[Department.MATHS].even:
        yield "Some units of mathematics have no half-term: for them moves are told by year."
    if Department.SCIENCE in own and own[Department.SCIENCE].even:
        yield "Some units of science have no half-term: they count from the start of their year."
