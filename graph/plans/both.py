"""Two plans on the same pathways: the courses of each run, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.plans.course import Course, Reading, build_course, read_unit
from graph.plans.pathways import Asked, Run, runs
from graph.plans.read import Matched
from graph.plans.tables import Tables
from ontology.errors import BadParameter
from ontology.findings import Where
from ontology.plans import Settings
from ontology.vocabulary import Department

Courses = Mapping[Department, Course]


@dataclass(frozen=True, slots=True)
class Both:
    """The old and the new plan, ready to be compared.

    `courses` are those of each run, old and new; `departments` those that both have, `alone` those
    that only one has, which are not compared. `settings` hold for both.
    """

    tables: Tables
    departments: tuple[Department, ...]
    alone: tuple[Department, ...]
    courses: Mapping[Run, tuple[Courses, Courses]]
    files: tuple[Mapping[Department, Where], Mapping[Department, Where]]
    settings: Settings

    @property
    def every(self) -> tuple[Run, ...]:
        """Every run."""
        return tuple(self.courses)


def read_both(
    tables: Tables,
    old: Sequence[Matched],
    new: Sequence[Matched],
    asked: Asked,
    settings: Settings,
) -> Both:
    """The courses of two plans, on every pathway that either names or that was asked for.

    Raises:
        BadParameter: the plans have no department in common, or no unit of one has a year.
    """
    sides = _departments(old), _departments(new)
    common = tuple(d for d in Department if d in sides[0] and d in sides[1])
    if not common:
        told = [" and ".join(side) or "nothing" for side in sides]
        raise BadParameter(
            f"The old plan is of {told[0]} and the new one of {told[1]}, so that there is nothing "
            "to compare. Say whose a file is where it was taken for the other department's.",
            "file",
        )
    for name, plans in (("old", old), ("new", new)):
        units = (unit for plan in plans for unit, own, _ in plan.rows() if own in common)
        if all(unit.year is None for unit in units):
            raise BadParameter(
                f"No unit of the {name} plan has a year, so that it cannot be compared.", "file"
            )
    every = _runs(asked, (*old, *new))
    return Both(
        tables,
        common,
        tuple(d for d in Department if (d in sides[0]) != (d in sides[1])),
        _courses(tables, (old, new), common, every),
        (_files(old), _files(new)),
        settings,
    )


def _departments(plans: Iterable[Matched]) -> tuple[Department, ...]:
    found = {department for plan in plans for department in plan.departments}
    return tuple(department for department in Department if department in found)


def _runs(asked: Asked, plans: Sequence[Matched]) -> tuple[Run, ...]:
    named = [course for plan in plans for course in plan.plan.courses]
    units = [unit for plan in plans for unit in plan.plan.units]
    named += [course for unit in units for course in unit.courses]
    return runs(asked, named, sorted({group for unit in units for group in unit.classes}))


def _courses(
    tables: Tables,
    sides: tuple[Sequence[Matched], Sequence[Matched]],
    departments: Sequence[Department],
    every: Sequence[Run],
) -> dict[Run, tuple[Courses, Courses]]:
    """The courses of every run; of runs that are the same on both sides one (mathematics alone)."""
    made: dict[Run, tuple[Courses, Courses]] = {}
    seen: dict[tuple[int, ...], Run] = {}
    sources = [_Source(tables, plans) for plans in sides]
    for run in every:
        old, new = ({d: source.course(d, run) for d in departments} for source in sources)
        key = tuple(id(course) for course in (*old.values(), *new.values()))
        if seen.setdefault(key, run) == run:
            made[run] = (old, new)
    return made


class _Source:
    """The courses of one side, each made once."""

    def __init__(self, tables: Tables, plans: Iterable[Matched]) -> None:
        self._tables = tables
        self._readings: list[Reading] = [
            read_unit(tables, unit, department, match)
            for plan in plans
            for unit, department, match in plan.rows()
        ]
        self._made: dict[tuple[object, ...], Course] = {}

    def course(self, department: Department, run: Run) -> Course:
        pathway = run.pathway if department is Department.SCIENCE else None
        key = (department, run.tier(department), run.group, pathway)
        if key not in self._made:
            self._made[key] = build_course(self._tables, department, run, self._readings)
        return self._made[key]


def _files(plans: Iterable[Matched]) -> dict[Department, Where]:
    found: dict[Department, Where] = {}
    for plan in plans:
        for department in plan.departments:
            found.setdefault(department, Where(file=plan.plan.file))
    return found
