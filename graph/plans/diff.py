"""Two plans compared: what moved, what that breaks and mends, and what it does to classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.plans.both import Both, read_both
from graph.plans.classes import class_changes
from graph.plans.covered import coverage_changes
from graph.plans.faults import fault_changes
from graph.plans.lint import join_settings
from graph.plans.pairs import entries, pair_units
from graph.plans.pathways import Asked
from graph.plans.read import Matched
from graph.plans.tables import Tables
from graph.plans.unit_changes import unit_changes
from ontology.errors import BadParameter
from ontology.plan_changes import Change, ChangeKind
from ontology.plans import HALF_TERMS, Settings
from ontology.vocabulary import Department

YEARS = range(7, 12)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new plan does, against an old one.

    Rows in the order of their kinds: units by the new plan's order, links, statements and classes
    by how much rests on them, most first. `classes` are the years asked about, `from_half` the
    half-term of this school year at which they change plans (null: the next school year).
    """

    data: tuple[Change, ...]
    notes: tuple[str, ...]
    classes: tuple[int, ...]
    from_half: int | None
    settings: Settings

    def counts(self) -> dict[str, int]:
        """How many rows there are of each kind."""
        found = Counter(change.kind for change in self.data)
        return {str(kind): found[kind] for kind in ChangeKind}


def diff(
    tables: Tables,
    old: Sequence[Matched],
    new: Sequence[Matched],
    asked: Asked = Asked(),  # noqa: B008 - frozen
    settings: Settings | None = None,
    classes: Sequence[int] = (),
    from_half: int | None = None,
) -> Difference:
    """What changes from one plan (of a department, or of both) to another.

    Units are told to be the same by their words, else by what they teach (`pairs`). `settings`
    hold for both plans; else those of the new one do. `classes` are the years in which pupils are
    now (each that the plans span, unless told). A class has followed the old plan to the end of
    its year and follows the new one from the next; with `from_half` it changes at that half-term
    (1 to 6) of this year. Suppressions are not applied: a link that breaks is told.

    Raises:
        BadParameter: a year or half-term that there is none of; no department in common; a plan
            none of whose units has a year.

    Cost: O(runs × (units + topics taught + their links)), and `pair_units`.
    """
    for year in classes:
        if year not in YEARS:
            raise BadParameter(f"No class is in Year {year}: give years from 7 to 11.", "classes")
    if from_half is not None and not 1 <= from_half <= HALF_TERMS:
        raise BadParameter(
            f"A school year has no half-term {from_half}: give 1 (Autumn 1) to 6 (Summer 2).",
            "from_half",
        )
    chosen = settings or join_settings(plan.plan.settings for plan in new)
    both = read_both(tables, old, new, asked, chosen)
    years = tuple(sorted(set(classes))) or _years(both)
    pairing = pair_units(
        entries(tables, old, both.departments), entries(tables, new, both.departments)
    )
    taught = 0
    for _, courses in both.courses.values():
        for course in courses.values():
            taught |= course.taught
    rows = [
        *unit_changes(tables, pairing, taught),
        *fault_changes(both),
        *coverage_changes(both),
        *class_changes(both, years, from_half),
    ]
    order = list(ChangeKind)
    rows.sort(key=lambda row: order.index(row.kind))
    notes = tuple(_notes(both, old, new, from_half))
    return Difference(tuple(rows), notes, years, from_half, chosen)


def _years(both: Both) -> tuple[int, ...]:
    """Every year of which either plan has units."""
    found = {
        year
        for sides in both.courses.values()
        for side in sides
        for course in side.values()
        for year in course.years
    }
    return tuple(sorted(found))


def _notes(
    both: Both, old: Sequence[Matched], new: Sequence[Matched], from_half: int | None
) -> Iterator[str]:
    """What was assumed and what was not compared, so that silence is not read as praise."""
    for plan in (*old, *new):
        if plan.guessed:
            told = " and ".join(sorted(set(map(str, plan.departments))))
            yield f"{plan.plan.file} does not say whose it is: read as {told} by its words."
    for department in both.alone:
        yield f"Only one of the plans has units of {department}: they were not compared."
    if len(both.departments) < len(Department):
        yield "Clashes were not compared: they need the plans of both departments, old and new."
    for name, plans in (("old", old), ("new", new)):
        lost = sum(unit.year is None for plan in plans for unit in plan.plan.units)
        if lost:
            units = "1 unit" if lost == 1 else f"{lost} units"
            yield f"{units} of the {name} plan without a year: their order was not compared."
    if any(course.even for sides in both.courses.values() for s in sides for course in s.values()):
        rest = "" if from_half is None else ", and so is what a class has met by a half-term"
        yield (
            "Some units have no half-term: for spacing they are taken to be spread evenly over "
            f"the year, which is an assumption{rest}."
        )
