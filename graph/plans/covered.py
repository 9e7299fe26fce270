"""Statements that one of two plans teaches and the other does not (COV001, compared)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.plans.both import Both
from graph.plans.course import Course, tier_and_pathway
from graph.plans.coverage import STAGES
from graph.plans.pathways import Run, describe
from graph.plans.tables import Tables, numbers_of
from graph.plans.topic_sets import ids_of, resting_on
from graph.plans.wording import cell
from ontology.ids import natural
from ontology.plan_changes import Change, ChangeKind
from ontology.vocabulary import Department


def coverage_changes(both: Both) -> list[Change]:
    """Statements that one plan teaches and the other does not.

    Asked of the stages of which both plans have a year, whether they span it or not; a statement
    is taught when one of its topics is.
    """
    found: dict[tuple[ChangeKind, Department, str], dict[Run, None]] = {}
    for run, sides in both.courses.items():
        for department in both.departments:
            old, new = (side[department] for side in sides)
            for id_, bits in statements_of(both.tables, new, (old, new)):
                had, has = bits & _have(old), bits & _have(new)
                if bool(had) != bool(has):
                    kind = ChangeKind.COVERAGE_GAINED if has else ChangeKind.COVERAGE_LOST
                    found.setdefault((kind, department, id_), {})[run] = None
    rows = [_covered(both, *key, tuple(concerned)) for key, concerned in found.items()]
    return sorted(rows, key=lambda row: (-(row.blocks or 0), *natural(row.statements[0])))


def _have(course: Course) -> int:
    """What is taught, or known because the plan begins in Year 10 or later."""
    return course.taught | (course.known if course.years and course.years[0] >= 10 else 0)


def statements_of(
    tables: Tables, course: Course, spanning: Sequence[Course]
) -> Iterator[tuple[str, int]]:
    """Statements of the stages of which all these courses have a year, and their topics."""
    for department, framework, years in STAGES:
        if department is course.department and all(set(years) & set(one.years) for one in spanning):
            for id_, _, bits in tables.statements.get((framework, *tier_and_pathway(course)), ()):
                yield id_, bits


def _covered(
    both: Both, kind: ChangeKind, department: Department, id_: str, concerned: tuple[Run, ...]
) -> Change:
    tables, index = both.tables, both.tables.index
    old, new = (side[department] for side in both.courses[concerned[0]])
    bits = next(bits for one, bits in statements_of(tables, new, (old, new)) if one == id_)
    gained = kind is ChangeKind.COVERAGE_GAINED
    teaching, other = (new, old) if gained else (old, new)
    taught = bits & teaching.taught
    lesson = min(
        (teaching.first(topic) for topic in numbers_of(taught)),
        key=lambda lesson: (lesson.low, lesson.high),
        default=None,
    )
    label = index.all_statements[id_].statement.label
    where = cell(lesson) if lesson else "what is taken as known"
    said = (
        f"{id_}, {label}, is taught now, in {where}; the old plan did not teach it."
        if gained
        else f"{id_}, {label}, is taught no more; the old plan taught it in {where}."
    )
    return Change(
        kind=kind,
        department=department,
        where=lesson.unit.where if lesson else None,
        rule="COV001",
        topics=ids_of(tables, bits),
        statements=(id_,),
        pathway=describe(concerned, both.every),
        provisional=bool(bits & other.possible or (lesson and not taught & ~lesson.unsure)),
        blocks=resting_on(tables, bits, new.taught).bit_count(),
        message=said,
    )
