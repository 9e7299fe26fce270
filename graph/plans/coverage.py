"""COV001, COV002: what is never taught, and what a pathway cannot be examined in."""

from __future__ import annotations

from collections.abc import Iterator

from graph.plans.breach import Breach
from graph.plans.coherence import GCSE_YEAR
from graph.plans.course import Course, tier_and_pathway
from graph.plans.tables import Tables, numbers_of
from ontology.vocabulary import Department, Severity

STAGES = (
    (Department.MATHS, "ks3-maths", (7, 8, 9)),
    (Department.MATHS, "gcse-maths", (10, 11)),
    (Department.SCIENCE, "ks3-science", (7, 8, 9)),
    (Department.SCIENCE, "ks4-science", (10, 11)),
)
"""The framework of each stage of a department, and the years that span it."""


def frameworks_spanned(course: Course) -> list[str]:
    """The frameworks of the stages that the plan spans whole years of."""
    return [
        framework
        for department, framework, years in STAGES
        if department is course.department and set(years) <= set(course.years)
    ]


def check_coverage(tables: Tables, course: Course) -> Iterator[Breach]:
    """COV001: content statements none of whose topics is taught, in a unit with a year or without.

    In science only of the subjects that the plan teaches at all in those years.
    """
    subjects = {subject for subject, bits in tables.subjects.items() if bits & course.taught}
    have = course.taught | course.undated
    if course.years and course.years[0] >= GCSE_YEAR:
        have |= course.known
    for framework in frameworks_spanned(course):
        rows = tables.statements.get((framework, *tier_and_pathway(course)), ())
        for id_, subject, bits in rows:
            if not bits & have and subject in subjects:
                yield Breach(
                    "COV001",
                    Severity.WARNING,
                    course.department,
                    None,
                    None,
                    -1,
                    tuple(numbers_of(bits)),
                    bool(bits & course.possible),
                    statement=id_,
                )


def check_pathway(course: Course) -> Iterator[Breach]:
    """COV002: lessons of which a part is wholly above the tier, or off the pathway."""
    for lesson in course.lessons:
        if lesson.above:
            unsure = not lesson.above & ~lesson.unsure
            topics = tuple(numbers_of(lesson.above))
            yield Breach(
                "COV002", Severity.WARNING, course.department, lesson, None, -1, topics, unsure
            )
