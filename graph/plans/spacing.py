"""GAP001, GAP002, DUP001: how long ago, never again, and twice with nothing between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.plans.breach import Breach, by_strength, is_unsure
from graph.plans.course import Course, Lesson
from graph.plans.tables import Tables, numbers_of
from ontology.plans import Settings
from ontology.vocabulary import Severity


def met_by_half(tables: Tables, course: Course, science: Course | None = None) -> list[int]:
    """The topics met in each half-term, by its number.

    Met is what is taught, and what a topic that is taught rests on directly; in mathematics also
    what a science topic uses that is taught then.
    """
    ends = [lesson.until for lesson in course.lessons]
    if science is not None:
        ends += [lesson.until for lesson in science.lessons]
    found = [0] * (max(ends, default=-1) + 1)
    for lesson in course.lessons:
        _add(found, lesson, _met(lesson.taught, tables.needs))
    if science is not None:
        for lesson in science.lessons:
            _add(found, lesson, _met(lesson.taught, tables.uses_bits) & tables.maths)
    return found


def _add(found: list[int], lesson: Lesson, met: int) -> None:
    for half in range(lesson.half, lesson.until + 1):
        found[half] |= met


def _met(taught: int, lower: Sequence[int]) -> int:
    found, bits = taught, taught
    while bits:
        low = bits & -bits
        bits ^= low
        found |= lower[low.bit_length() - 1]
    return found


def check_gaps(
    tables: Tables, course: Course, met: Sequence[int], settings: Settings
) -> Iterator[Breach]:
    """GAP001: a prerequisite taught before, and not met for `gap` half-terms or more.

    Asked where a topic is taught first. What an earlier lesson of the same half-term met is fresh.
    O(lessons × `gap` + topics).
    """
    ended = sorted(course.lessons, key=lambda lesson: lesson.high)
    place = before = seen = 0
    fresh = [0] * len(met)
    for lesson in course.lessons:
        while place < len(ended) and ended[place].high < lesson.low:
            before |= ended[place].taught
            place += 1
        half, new = lesson.half, lesson.taught & ~seen
        seen |= new
        old = before & ~(lesson.taught | fresh[half])
        for earlier in range(max(0, half - settings.gap + 1), half):
            old &= ~met[earlier]
        if old:
            for topic in numbers_of(new):
                for lower in numbers_of(tables.needs[topic] & old):
                    yield _gap(tables, course, lesson, topic, lower)
        fresh[half] |= _met(lesson.taught, tables.needs)


def _gap(tables: Tables, course: Course, lesson: Lesson, topic: int, lower: int) -> Breach:
    link = tables.link[topic, lower]
    teaching = (course.lessons[place] for place in course.where[lower])
    last = max(
        (other for other in teaching if other.high < lesson.low), key=lambda other: other.until
    )
    unsure = is_unsure(lesson, topic) or is_unsure(last, lower)
    severity = by_strength(tables.index.net.strength[link], Severity.WARNING, Severity.INFO)
    return Breach("GAP001", severity, course.department, lesson, last, link, (topic, lower), unsure)


def last_met(met: Sequence[int], topic: int, before: int) -> int | None:
    """The last half-term before another in which a topic was met."""
    return next((half for half in range(before - 1, -1, -1) if met[half] >> topic & 1), None)


def check_revisits(
    tables: Tables, course: Course, met: Sequence[int], settings: Settings
) -> Iterator[Breach]:
    """GAP002: topics on which something rests, taught once and not met again before the end."""
    after = [0] * (len(met) + 1)
    for half in range(len(met) - 1, -1, -1):
        after[half] = after[half + 1] | met[half]
    again = 0
    end = max((lesson.until for lesson in course.lessons), default=0)
    for lesson in reversed(course.lessons):
        left = lesson.taught & tables.fed & ~again & ~after[lesson.until + 1]
        again |= lesson.taught
        if left and end - lesson.until > settings.revisit:
            topics = tuple(numbers_of(left))
            unsure = not left & ~lesson.unsure
            yield Breach(
                "GAP002", Severity.INFO, course.department, lesson, None, -1, topics, unsure
            )


def check_twice(course: Course) -> Iterator[Breach]:
    """DUP001: a topic in two lessons with nothing between.

    They follow one another, at most a half-term apart, or stand in one half-term in unknown order.
    """
    for place, lesson in enumerate(course.lessons):
        for earlier in range(place - 1, -1, -1):
            other = course.lessons[earlier]
            follows = earlier == place - 1
            if not follows and (other.half != lesson.half or other.high < lesson.low):
                break
            both = lesson.taught & other.taught
            if both and lesson.half - other.until <= 1:
                topics = tuple(numbers_of(both))
                unsure = not both & ~(lesson.unsure | other.unsure)
                yield Breach(
                    "DUP001", Severity.INFO, course.department, lesson, other, -1, topics, unsure
                )
