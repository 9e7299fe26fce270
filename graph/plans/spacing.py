"""GAP001, GAP002, DUP001: how long ago, never again, and twice with nothing between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import combinations
from operator import or_

from graph.plans.breach import Breach, by_strength, is_unsure
from graph.plans.course import Course, Lesson
from graph.plans.tables import Tables, lower_of, numbers_of
from ontology.plans import Settings
from ontology.vocabulary import Severity

W, I = Severity.WARNING, Severity.INFO  # noqa: E741


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
        _add(found, lesson, lesson.taught | lesson.needed)
    if science is not None:
        for lesson in science.lessons:
            met = lesson.taught | lower_of(tables.uses_bits, lesson.topics)
            _add(found, lesson, met & tables.maths)
    return found


def _add(found: list[int], lesson: Lesson, met: int) -> None:
    for half in range(lesson.half, lesson.until + 1):
        found[half] |= met


def check_gaps(
    tables: Tables, course: Course, met: Sequence[int], settings: Settings
) -> Iterator[Breach]:
    """GAP001: a prerequisite taught before, and not met for `gap` half-terms or more.

    Asked where a topic is taught first. What an earlier lesson of the same half-term met is fresh.
    For information only where half-terms are unknown and an even spread is assumed.
    O(lessons + half-terms × `gap` + topics).
    """
    recent = [
        reduce(or_, met[max(0, half - settings.gap + 1) : half], 0) for half in range(len(met))
    ]
    fresh = [0] * len(met)
    for lesson, before in zip(course.lessons, course.before, strict=True):
        half = lesson.half
        old = lesson.needed & before & ~(lesson.taught | fresh[half] | recent[half])
        fresh[half] |= lesson.taught | lesson.needed
        for topic in lesson.topics if old else ():
            under = tables.needs[topic] & old
            if under and course.first(topic) is lesson:
                for lower in numbers_of(under):
                    yield _gap(tables, course, lesson, topic, lower)


def _gap(tables: Tables, course: Course, lesson: Lesson, topic: int, lower: int) -> Breach:
    link = tables.link[topic, lower]
    last = None
    for place in course.where[lower]:
        other = course.lessons[place]
        if other.high < lesson.low and (last is None or other.until > last.until):
            last = other
    unsure = is_unsure(lesson, topic) or is_unsure(last, lower)
    severity = by_strength(tables.index.net.strength[link], I if course.even else W, I)
    return Breach("GAP001", severity, course.department, lesson, last, link, (topic, lower), unsure)


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
        left = 0
        if end - lesson.until > settings.revisit:
            left = lesson.taught & tables.fed & ~(again | after[lesson.until + 1])
        again |= lesson.taught
        if left:
            topics = tuple(numbers_of(left))
            unsure = not left & ~lesson.unsure
            yield Breach("GAP002", I, course.department, lesson, None, -1, topics, unsure)


def check_twice(course: Course) -> Iterator[Breach]:
    """DUP001: a topic in two lessons with nothing between.

    They follow one another, at most a half-term apart, or stand in one half-term in unknown order.
    O(topics + pairs of lessons that teach one).
    """
    found: dict[tuple[int, int], int] = {}
    for topic, places in course.where.items():
        if len(places) > 1:
            for pair in combinations(places, 2):
                if _is_beside(course, *pair):
                    found[pair] = found.get(pair, 0) | 1 << topic
    for (earlier, later), both in sorted(found.items()):
        lesson, other = course.lessons[later], course.lessons[earlier]
        topics = tuple(numbers_of(both))
        unsure = not both & ~(lesson.unsure | other.unsure)
        yield Breach("DUP001", I, course.department, lesson, other, -1, topics, unsure)


def _is_beside(course: Course, earlier: int, later: int) -> bool:
    lesson, other = course.lessons[later], course.lessons[earlier]
    if later == earlier + 1:
        return lesson.half - other.until <= 1
    return lesson.half == other.half and other.high >= lesson.low
