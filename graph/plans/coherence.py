"""COH001 to COH004: mathematics before the science that uses it, on one calendar."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from operator import or_

from graph.plans.breach import Breach, by_strength, is_unsure
from graph.plans.course import Course, Lesson
from graph.plans.school_year import half_of
from graph.plans.tables import Tables, numbers_of, uses_link
from ontology.plans import HALF_TERMS, Settings
from ontology.vocabulary import Department, Pathway, Severity, Stage, Tier

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741
GCSE_YEAR = 10
"""From this year a topic of KS3 that is taught again is taught for GCSE."""


def check_coherence(
    tables: Tables, maths: Course, science: Course, settings: Settings
) -> Iterator[Breach]:
    """COH001, COH002 and COH003: uses whose mathematics is late, at the same time, or never taught.

    Once for each lesson of science and topic of mathematics, at its strongest use; COH003 once a
    topic of mathematics. Science before the mathematics plan begins is not judged, nor that
    after its last year against mathematics that it never teaches. O(uses of what science teaches).
    """
    strength = tables.index.net.strength
    settled = _settled(maths, settings.lag, science.end)
    never: dict[int, list[tuple[int, Lesson, int]]] = {}
    clashes: dict[tuple[int, int], tuple[int, Lesson, int]] = {}
    for topic in sorted(science.where):
        left = tables.uses_bits[topic] & ~settled[science.first(topic).first]
        for number in tables.uses[topic] if left else ():
            lower = tables.index.net.prerequisite[number]
            lesson = needed_at(tables, science, topic, number) if left >> lower & 1 else None
            if lesson is None or not is_judged(maths, lesson, lower):
                continue
            found = (strength[number], lesson, number)
            if lower in maths.where:
                key = (lower, id(lesson))
                if key not in clashes or found[0] < clashes[key][0]:
                    clashes[key] = found
            else:
                never.setdefault(lower, []).append(found)
    for (lower, _), (_, lesson, number) in clashes.items():
        yield from _clash(tables, maths, lesson, number, lower, settings)
    for lower, uses in never.items():
        yield _never(tables, maths, lower, uses)


def _settled(maths: Course, lag: int, end: int) -> list[int]:
    """By half-term, up to `end`, what science may use: known, or taught long enough before."""
    found = [0] * (end + 1)
    found[:1] = [maths.known | maths.assumed | maths.undated] * bool(found)
    for lesson in maths.lessons:
        if lesson.last + lag < end:
            found[lesson.last + lag + 1] |= lesson.taught
    return list(accumulate(found, or_))


def is_judged(maths: Course, lesson: Lesson, lower: int) -> bool:
    """Whether a lesson of science can be held against a plan that begins or ends when it does.

    Not before the plan begins, nor after its last year for what the plan never teaches.
    """
    if lesson.last < maths.start:
        return False
    return lower in maths.where or lesson.first <= half_of(max(maths.years, default=0), HALF_TERMS)


def needed_at(tables: Tables, science: Course, topic: int, number: int) -> Lesson | None:
    """The lesson at which a use arises on a course; None where it does not.

    A use at GCSE of a topic of KS3 arises where that topic is taught again for GCSE; a use for
    Higher, or of separate sciences, only there.
    """
    link = uses_link(tables, number)
    if science.run.science is Tier.FOUNDATION and link.tier is Tier.HIGHER:
        return None
    if science.run.pathway not in (link.pathway or tuple(Pathway)):
        return None
    places = science.where[topic]
    if link.stage is Stage.GCSE and tables.index.topics[topic].stage is not Stage.GCSE:
        for place in places:
            if (science.lessons[place].unit.year or 0) >= GCSE_YEAR:
                return science.lessons[place]
        return None
    return science.lessons[places[0]]


def _clash(
    tables: Tables, maths: Course, lesson: Lesson, number: int, lower: int, settings: Settings
) -> Iterator[Breach]:
    teaching = [maths.lessons[place] for place in maths.where[lower]]
    if any(other.last + settings.lag < lesson.first for other in teaching):
        return
    other = teaching[0]
    strength = tables.index.net.strength[number]
    topic = tables.index.net.dependent[number]
    unsure = is_unsure(lesson, topic) or is_unsure(other, lower)
    late = other.first > lesson.last
    rule = "COH001" if late else "COH002"
    severity = by_strength(strength, E, W) if late else by_strength(strength, W, I)
    yield Breach(rule, severity, Department.SCIENCE, lesson, other, number, (topic, lower), unsure)


def lower_is_known(maths: Course, lower: int) -> bool:
    """Whether a topic of mathematics was known before the plan began, taught again or not."""
    return bool(maths.known >> lower & 1)


def _never(
    tables: Tables, maths: Course, lower: int, uses: list[tuple[int, Lesson, int]]
) -> Breach:
    least, lesson, number = min(uses, key=lambda use: (use[0], use[1].low, use[2]))
    topic = tables.index.net.dependent[number]
    others = {tables.index.net.dependent[use]: None for _, _, use in uses}
    unsure = is_unsure(lesson, topic) or bool(maths.possible >> lower & 1)
    return Breach(
        "COH003",
        by_strength(least, E, W),
        Department.SCIENCE,
        lesson,
        None,
        number,
        (topic, lower, *(other for other in others if other != topic)),
        unsure,
    )


def check_words(tables: Tables, maths: Course, science: Course) -> Iterator[Breach]:
    """COH004: terms that both departments meet, where science first meets them. O(terms)."""
    for term, bits in tables.terms:
        here, there = bits & science.taught, bits & maths.taught
        if not here or not there:
            continue
        first, other = _first_of(science, here), _first_of(maths, there)
        topics = tuple(numbers_of(here | there))
        unsure = not here & ~first.unsure or not there & ~other.unsure
        yield Breach(
            "COH004", I, Department.SCIENCE, first, other, -1, topics, unsure, term=term.id
        )


def _first_of(course: Course, topics: int) -> Lesson:
    """The first lesson that teaches any of some topics, which the course does."""
    return course.lessons[min(course.where[topic][0] for topic in numbers_of(topics))]
