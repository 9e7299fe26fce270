"""A department's units as one pupil meets them: in order, with the topics that each teaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from graph.plans.pathways import Run, is_taught
from graph.plans.school_year import Times, times_of
from graph.plans.tables import Tables, bits_of, lower_of, numbers_of
from ontology.plans import Match, State, Unit
from ontology.vocabulary import Department, Pathway, Stage, Tier


class Lesson(NamedTuple):
    """What is wanted of one unit: when, what for certain, what only if the match is confirmed.

    `low` and `high` are ticks within its own department, `first` and `last` half-terms that both
    departments share; it is taken to be taught from the half-term `half` to `until`. `taught`
    holds all topics, `unsure` those of parts to confirm, `above` those that the pathway does not
    hold; `needed` is what its topics require directly. `topics` are the numbers of `taught`.
    """

    unit: Unit
    low: int
    high: int
    first: int
    last: int
    half: int
    until: int
    taught: int
    unsure: int
    above: int
    needed: int
    topics: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """The lessons of one department for one run, in order.

    `where` maps a topic to its lessons (places, ascending); `before` has for each lesson the topics
    of those that surely end before it begins. `known` are topics that count as known
    before it starts, `assumed` those that are taken as taught because the plan begins within their
    stage. `possible` are the candidates of every part to confirm, `undated` what only units without
    a year teach. `start` and `end` are half-terms.
    """

    department: Department
    run: Run
    lessons: tuple[Lesson, ...]
    where: Mapping[int, tuple[int, ...]]
    before: tuple[int, ...]
    taught: int
    possible: int
    undated: int
    known: int
    assumed: int
    years: tuple[int, ...]
    start: int
    end: int
    even: bool = field(default=False)

    def first(self, topic: int) -> Lesson:
        """The lesson that teaches a topic first."""
        return self.lessons[self.where[topic][0]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A unit with what it was taken for, as bits: each part's topics, and the candidates.

    `whole` is the union of the parts, `certain` that of those that are certain, `topics` the
    numbers of `whole` and `needed` what they require directly.
    """

    unit: Unit
    department: Department
    parts: tuple[tuple[int, State], ...]
    possible: int
    whole: int
    certain: int
    needed: int
    topics: tuple[int, ...]


def read_unit(tables: Tables, unit: Unit, department: Department, match: Match) -> Reading:
    """A unit with its match as bits. Raises KeyError: a match names a topic that the data lack."""
    number = tables.index.number
    parts = []
    possible = whole = certain = 0
    for part in match.parts:
        bits = bits_of(number[id_] for id_ in part.topics)
        parts.append((bits, part.state))
        whole |= bits
        if part.state is State.MATCHED:
            certain |= bits
        if part.state is State.CONFIRM:
            possible |= bits_of(number[candidate.topic] for candidate in part.candidates)
    topics = tuple(numbers_of(whole))
    needed = lower_of(tables.needs, topics)
    return Reading(unit, department, tuple(parts), possible, whole, certain, needed, topics)


def build_course(
    tables: Tables, department: Department, run: Run, readings: Sequence[Reading]
) -> Course:
    """The course of a department on a run. O(units log units + topics).

    A part that names a statement teaches its topics at the tier of the run; a part of which no
    topic is held by the run's pathway teaches above it. Units without a year are no lessons.
    """
    taken = [
        reading
        for reading in readings
        if reading.department is department and is_taught(reading.unit, run, department)
    ]
    kept = [reading for reading in taken if reading.unit.year is not None]
    units = [reading.unit for reading in kept]
    allowed = tables.allowed[run.tier(department), run.pathway]
    lessons = [
        _lesson(tables, reading, allowed, when)
        for reading, when in zip(kept, times_of(units), strict=True)
    ]
    lessons.sort(key=attrgetter("low", "high"))
    where: dict[int, tuple[int, ...]] = {}
    taught = possible = undated = 0
    for place, lesson in enumerate(lessons):
        taught |= lesson.taught
        for topic in lesson.topics:
            where[topic] = (*where[topic], place) if topic in where else (place,)
    for reading in taken:
        possible |= reading.possible
        if reading.unit.year is None:
            undated |= _topics(reading, allowed)[0]
    years = tuple(sorted({unit.year for unit in units if unit.year is not None}))
    known, assumed = _known(tables, department, years, taught)
    assumed &= allowed & ~undated
    return Course(
        department=department,
        run=run,
        lessons=tuple(lessons),
        where=where,
        before=_before(lessons),
        taught=taught,
        possible=possible,
        undated=undated & ~taught,
        known=known,
        assumed=assumed,
        years=years,
        start=min((lesson.first for lesson in lessons), default=0),
        end=max((lesson.last for lesson in lessons), default=0),
        even=any(unit.half_term is None for unit in units),
    )


def _before(lessons: Sequence[Lesson]) -> tuple[int, ...]:
    """For each lesson what those that surely end before it teach. O(lessons log lessons)."""
    ended = sorted(lessons, key=attrgetter("high"))
    place = taught = 0
    found = []
    for lesson in lessons:
        while ended[place].high < lesson.low:
            taught |= ended[place].taught
            place += 1
        found.append(taught)
    return tuple(found)


def _lesson(tables: Tables, reading: Reading, allowed: int, when: Times) -> Lesson:
    taught, unsure, above = _topics(reading, allowed)
    *_, last, half = when
    until = half if reading.unit.half_term is None else last
    topics, needed = reading.topics, reading.needed
    if taught != reading.whole:
        topics = tuple(numbers_of(taught))
        needed = lower_of(tables.needs, topics)
    return Lesson(reading.unit, *when, until, taught, unsure, above, needed, topics)


def _topics(reading: Reading, allowed: int) -> tuple[int, int, int]:
    """What a unit teaches, what of it no certain part teaches, and what is above the pathway."""
    if not reading.whole & ~allowed:
        return reading.whole, reading.whole & ~reading.certain, 0
    taught = sure = above = 0
    for bits, state in reading.parts:
        held = bits & allowed
        if not held:
            held = bits
            above |= bits
        taught |= held
        if state is State.MATCHED:
            sure |= held
    return taught, taught & ~sure, above


def _known(
    tables: Tables, department: Department, years: tuple[int, ...], taught: int
) -> tuple[int, int]:
    """What counts as known before the plan, and what of a stage already begun is assumed."""
    own = tables.maths if department is Department.MATHS else ~tables.maths
    stages = tables.stages
    known = stages[Stage.KS2]
    if not years:
        return known & own, 0
    start = years[0]
    if start >= 10:
        known |= stages[Stage.KS3]
    begun = {8: Stage.KS3, 9: Stage.KS3, 11: Stage.GCSE}.get(start)
    assumed = stages[begun] & ~taught if begun is not None else 0
    return known & own, assumed & own


def tier_and_pathway(course: Course) -> tuple[Tier, Pathway]:
    """The keys of what a course's pathway holds."""
    return course.run.tier(course.department), course.run.pathway
