"""PRE001, PRE002, PRE003: what a topic rests on is taught before it, and at all."""

from __future__ import annotations

from collections.abc import Iterator

from graph.plans.breach import Breach, by_strength, is_unsure
from graph.plans.course import Course, Lesson, tier_and_pathway
from graph.plans.tables import Tables, numbers_of
from ontology.vocabulary import Severity, Subject

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741


def missing(tables: Tables, course: Course) -> Iterator[tuple[Lesson, int, int]]:
    """Each first teaching (lesson, topic) with the prerequisites that no earlier lesson taught.

    Order compares first teachings: of lessons that begin together each is first. What the lesson
    itself teaches is never missing. O(units + topics) operations on bit sets.
    """
    ground = course.known | course.assumed
    told = set()
    for lesson, before in zip(course.lessons, course.before, strict=True):
        out = lesson.needed & ~(before | ground | lesson.taught)
        for topic in lesson.topics if out else ():
            lacks = tables.needs[topic] & out
            if lacks and topic not in told and course.first(topic).low == lesson.low:
                told.add(topic)
                yield lesson, topic, lacks


def check_order(tables: Tables, course: Course) -> Iterator[Breach]:
    """PRE001, PRE002 and PRE003: what is taught later, in unknown order, or never.

    What the course's pathway does not hold is never missing on it. Working scientifically, of a
    plan that names it in no unit, is taken as taught within the others, and told once.
    """
    never: dict[int, list[tuple[Lesson, int]]] = {}
    skills = tables.subjects[Subject.WORKING_SCIENTIFICALLY]
    skills = 0 if skills & course.taught else skills
    elsewhere = skills | ~tables.allowed[tier_and_pathway(course)]
    within = 0
    for lesson, topic, lacks in missing(tables, course):
        for lower in numbers_of(lacks):
            if lower in course.where:
                breach = _late(tables, course, lesson, topic, lower)
                if breach is not None:
                    yield breach
            elif elsewhere >> lower & 1:
                within |= skills & 1 << lower
            elif not course.undated >> lower & 1:
                never.setdefault(lower, []).append((lesson, topic))
    for lower, needed in never.items():
        yield _absent(tables, course, lower, needed)
    for assumed in (course.assumed, within):
        if assumed:
            topics = tuple(numbers_of(assumed))
            yield Breach("PRE003", I, course.department, None, None, -1, topics, False)


def _late(tables: Tables, course: Course, lesson: Lesson, topic: int, lower: int) -> Breach | None:
    """PRE001 or PRE002; none where a lesson that begins with this one teaches both."""
    for place in course.where[topic]:
        same = course.lessons[place]
        if same.low == lesson.low and same.taught >> lower & 1:
            return None
    other = course.first(lower)
    link = tables.link[topic, lower]
    strength = tables.index.net.strength[link]
    if other.low > lesson.high:
        rule, severity = "PRE001", by_strength(strength, E, W)
    else:
        rule, severity = "PRE002", by_strength(strength, W, I)
    unsure = is_unsure(lesson, topic) or is_unsure(other, lower)
    return Breach(rule, severity, course.department, lesson, other, link, (topic, lower), unsure)


def _absent(tables: Tables, course: Course, lower: int, needed: list[tuple[Lesson, int]]) -> Breach:
    """PRE003, once a prerequisite: at the first lesson that needs it most."""
    strength = tables.index.net.strength

    def rank(place: int) -> tuple[int, bool, int]:
        lesson, topic = needed[place]
        return strength[tables.link[topic, lower]], is_unsure(lesson, topic), place

    lesson, topic = needed[min(range(len(needed)), key=rank)]
    link = tables.link[topic, lower]
    others = tuple(other for _, other in needed if other != topic)
    unsure = is_unsure(lesson, topic) or bool(course.possible >> lower & 1)
    return Breach(
        "PRE003",
        by_strength(strength[link], E, W),
        course.department,
        lesson,
        None,
        link,
        (topic, lower, *others),
        unsure,
    )
