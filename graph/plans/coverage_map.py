"""How much of each strand a plan teaches, in which year, and what for the first time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.plans.course import Course, tier_and_pathway
from graph.plans.coverage import STAGES, frameworks_spanned
from graph.plans.lint import build_courses
from graph.plans.pathways import Asked
from graph.plans.places import Courses, reading_notes
from graph.plans.read import Matched
from graph.plans.tables import Tables
from ontology.errors import BadParameter
from ontology.plan_answers import CoverageRow, YearCount
from ontology.vocabulary import Department, Pathway, Subject, Tier

Statements = Sequence[tuple[str, int]]
"""Ids of statements with their topics as bits."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Rows by department, framework, class, pathway, tier and strand, the whole of each first.

    `labels` are those of the frameworks.
    """

    data: tuple[CoverageRow, ...]
    notes: tuple[str, ...]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Taught:
    """A course as coverage reads it: topics taught by year, ascending, and those for certain."""

    course: Course
    by_year: Mapping[int, int]
    certain: int


def coverage(
    tables: Tables,
    plans: Sequence[Matched],
    asked: Asked = Asked(),  # noqa: B008 - frozen
) -> Coverage:
    """How many content statements and topics of each strand are taught, and in which year.

    Of every framework whose stage the plan holds a year of, or of which it teaches something. A
    statement counts as taught when one of its topics is. What counts as known before the plan is
    not counted.

    Raises:
        BadParameter: no unit has a year.

    Cost: O(courses × statements × years).
    """
    courses = build_courses(tables, plans, asked)
    if not any(course.lessons for own in courses.values() for course in own.values()):
        raise BadParameter("No unit has a year, so that nothing is taught in any.", "file")
    rows = [
        row
        for course in _distinct(courses)
        for framework in _frameworks(tables, course)
        for row in _rows(tables, _taught(course), framework)
    ]
    rows.sort(key=_place(tables))
    first = next(iter(courses.values()))
    frameworks = tables.index.frameworks
    labels = {row.framework: frameworks[row.framework].label for row in rows}
    return Coverage(tuple(rows), tuple(reading_notes(plans, tuple(first))), labels)


def _distinct(courses: Courses) -> list[Course]:
    """The courses that differ in what they hold: mathematics is one for both pathways."""
    found: dict[tuple[object, ...], Course] = {}
    for own in courses.values():
        for department, course in own.items():
            if course.lessons:
                key = (department, *_held(course), course.run.group)
                found.setdefault(key, course)
    return list(found.values())


def _held(course: Course) -> tuple[Tier, Pathway | None]:
    tier, pathway = tier_and_pathway(course)
    return tier, None if course.department is Department.MATHS else pathway


def _taught(course: Course) -> _Taught:
    by_year = dict.fromkeys(course.years, 0)
    certain = 0
    for lesson in course.lessons:
        assert lesson.unit.year is not None
        by_year[lesson.unit.year] |= lesson.taught
        certain |= lesson.taught & ~lesson.unsure
    return _Taught(course, by_year, certain)


def _frameworks(tables: Tables, course: Course) -> Iterator[str]:
    """The frameworks of a department that a course has to do with."""
    begun = {
        framework
        for department, framework, years in STAGES
        if department is course.department and set(years) & set(course.years)
    }
    maths = course.department is Department.MATHS
    for framework in tables.index.rows:
        rows = tables.statements[framework, *tier_and_pathway(course)]
        own = [row for row in rows if (row[1] is Subject.MATHS) is maths]
        if own and (framework in begun or any(bits & course.taught for _, _, bits in own)):
            yield framework


def _rows(tables: Tables, taught: _Taught, framework: str) -> Iterator[CoverageRow]:
    """The row of the whole framework, then one for each strand that has statements."""
    every: list[tuple[str, int]] = []
    strands: dict[str, list[tuple[str, int]]] = {}
    for id_, _, bits in tables.statements[framework, *tier_and_pathway(taught.course)]:
        every.append((id_, bits))
        strand = tables.index.all_statements[id_].statement.strand
        strands.setdefault(strand, []).append((id_, bits))
    yield _row(taught, framework, None, every)
    for strand, statements in strands.items():
        yield _row(taught, framework, strand, statements)


def _row(
    taught: _Taught, framework: str, strand: str | None, statements: Statements
) -> CoverageRow:
    course = taught.course
    tier, pathway = _held(course)
    topics = 0
    for _, bits in statements:
        topics |= bits
    counted = _count(statements, course.taught)
    return CoverageRow(
        department=course.department,
        framework=framework,
        strand=strand,
        tier=tier,
        pathway=pathway,
        group=course.run.group,
        spanned=framework in frameworks_spanned(course),
        statements=len(statements),
        statements_taught=counted,
        provisional=counted - _count(statements, taught.certain),
        topics=topics.bit_count(),
        topics_taught=(topics & course.taught).bit_count(),
        years=tuple(_years(taught, statements, topics)),
    )


def _years(taught: _Taught, statements: Statements, topics: int) -> Iterator[YearCount]:
    before = 0
    for year, bits in taught.by_year.items():
        yield YearCount(
            year=year,
            statements=_count(statements, bits),
            first_statements=_count(statements, before | bits) - _count(statements, before),
            topics=(topics & bits).bit_count(),
            first_topics=(topics & bits & ~before).bit_count(),
        )
        before |= bits


def _count(statements: Statements, bits: int) -> int:
    return sum(1 for _, own in statements if own & bits)


def _place(tables: Tables) -> Callable[[CoverageRow], tuple[Any, ...]]:
    """Where a row stands: frameworks as they begin, strands as their document has them."""
    departments, tiers, pathways = list(Department), list(Tier), [None, *Pathway]
    frameworks = {framework: place for place, (_, framework, _) in enumerate(STAGES)}

    def key(row: CoverageRow) -> tuple[Any, ...]:
        strands = tables.index.frameworks[row.framework].strands
        return (
            departments.index(row.department),
            frameworks.get(row.framework, len(frameworks)),
            row.framework,
            row.group or "",
            pathways.index(row.pathway),
            tiers.index(row.tier),
            -1 if row.strand is None else strands.index(row.strand),
        )

    return key
