"""Units and half-terms as answers show them, and what has to be said about how plans were read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from graph.matching.words import names_no_topic, words_of
from graph.plans.course import Course, Lesson
from graph.plans.pathways import Run
from graph.plans.read import Matched
from graph.plans.school_year import FIRST_YEAR
from graph.plans.tables import Tables, numbers_of
from ontology.crossings import Named
from ontology.errors import BadParameter
from ontology.plan_answers import UnitAt
from ontology.plan_repairs import Time
from ontology.plans import HALF_TERMS, Match, State
from ontology.vocabulary import Department, TierAsked

Courses = Mapping[Run, Mapping[Department, Course]]


def time_of(half: int, dated: bool = True) -> Time:
    """The half-term of a number; only its year where that is all that is known."""
    return Time(
        year=FIRST_YEAR + half // HALF_TERMS, half_term=half % HALF_TERMS + 1 if dated else None
    )


def is_dated(lesson: Lesson) -> bool:
    """Whether the plan gives the half-term."""
    return lesson.unit.half_term is not None


def unit_at(lesson: Lesson, department: Department) -> UnitAt:
    """A unit with where it stands and when it is taught."""
    unit = lesson.unit
    assert unit.year is not None
    return UnitAt(
        id=unit.id,
        department=department,
        text=" ".join(unit.text.split()),
        where=unit.where,
        year=unit.year,
        half_term=unit.half_term,
        last=time_of(lesson.last, is_dated(lesson)),
    )


def named(tables: Tables, bits: int) -> tuple[Named, ...]:
    """The topics of a bit set by id and label."""
    topics = tables.index.topics
    return tuple(Named(id=topics[n].id, label=topics[n].label) for n in numbers_of(bits))


def statements_by_topic(tables: Tables) -> Mapping[int, tuple[str, ...]]:
    """By topic the statements that it addresses, in the order of their documents. O(addresses)."""
    found: dict[int, list[str]] = {}
    for id_, at in tables.index.all_statements.items():
        for topic in at.topics[TierAsked.HIGHER]:
            found.setdefault(topic, []).append(id_)
    return {topic: tuple(ids) for topic, ids in found.items()}


def require_lessons(courses: Courses, department: Department, what: str) -> None:
    """Raises BadParameter where no unit of a department has a place on the calendar."""
    if any(own[department].lessons for own in courses.values() if department in own):
        return
    given = any(department in own for own in courses.values())
    lack = "none of its units has a year" if given else "none of the files is one"
    raise BadParameter(f"{what} need a plan of {department}, and {lack}.", "file")


def reading_notes(plans: Sequence[Matched], departments: Sequence[Department]) -> Iterator[str]:
    """What reading the plans of departments left out or guessed, so that silence misleads nobody.

    O(units).
    """
    for plan in plans:
        if plan.guessed and set(plan.departments) & set(departments):
            told = " and ".join(sorted(set(map(str, plan.departments))))
            yield f"{plan.plan.file} does not say whose it is: read as {told} by its words."
    for department in departments:
        matches = [match for plan in plans for _, own, match in plan.rows() if own is department]
        yield from _left_out(department, matches)


def _left_out(department: Department, matches: Sequence[Match]) -> Iterator[str]:
    silent = sum(match.year is None for match in matches)
    unknown = sum(map(_is_unknown, matches))
    doubtful = sum(match.state is State.CONFIRM for match in matches)
    if silent:
        yield f"{_units(silent, department)} no year and {_verb(silent, 'is', 'are')} left out."
    if unknown:
        yield (
            f"{_units(unknown, department)} text that is not matched to any topic, and "
            f"{_verb(unknown, 'counts', 'count')} for nothing there."
        )
    if doubtful:
        yield f"{_units(doubtful, department)} text to confirm, read as its first candidate."


def _is_unknown(match: Match) -> bool:
    """Whether a part of a cell means something that nobody knows; revision names no topic."""
    return any(
        part.state is State.UNMATCHED and not names_no_topic(words_of(part.text))
        for part in match.parts
    )


def _units(number: int, department: Department) -> str:
    return f"1 unit of {department} has" if number == 1 else f"{number} units of {department} have"


def _verb(number: int, one: str, several: str) -> str:
    return one if number == 1 else several
