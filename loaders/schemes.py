"""A department's scheme of work as a plan, whatever its shape: sheets a year, lists, grids.

The shape is read from the headings. Half-terms, years or weeks across or down, headings in several
rows, anywhere, and again further down; lists with columns in any order; several tables on a sheet.
Every text becomes a unit, or is named in a finding that says why it is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath

from loaders.block_columns import Told
from loaders.blocks import Block, cut, term_numbers
from loaders.columns import WHEN, Kind
from loaders.drafts import Draft, draft
from loaders.grid import Grid, Workbook
from loaders.guarded import read_workbook, read_workbook_here
from loaders.headers import read_name
from loaders.heads import Seen, look_at
from loaders.labels import Label, Terms, join
from loaders.plan_findings import (
    tell_adrift,
    tell_left,
    tell_sheet,
    tell_term,
    tell_unreadable,
)
from loaders.plan_json import read_plan_json
from loaders.plan_settings import is_settings, read_settings
from loaders.pupils import refuse_pupils
from ontology.findings import Finding, Where
from ontology.plans import Plan, Settings, Unit
from ontology.uploads import Refused
from ontology.vocabulary import Department

_YEARS = range(7, 12)
_ORDERED = frozenset({*WHEN, Kind.WEEKS, Kind.ORDER, Kind.TIER, Kind.FIXED})
"""Columns that make a list a plan, even where it names no year."""


def read_plan(file: str, data: bytes, guarded: bool = True) -> Plan:
    """The plan in a file that a department hands in.

    Args:
        file: what the department calls it; its ending says the format.
        data: its bytes.
        guarded: whether spreadsheets are read in a child process with limits; `False` for files
            that one trusts.

    Raises:
        Refused: the file cannot be read, holds a list of pupils, or (JSON) is not one plan.

    Cost: O(cells), and about half a second for the process.
    """
    if PurePath(file).suffix.lower() == ".json":
        plans = read_plan_json(file, data)
        if len(plans) != 1:
            raise Refused(
                file, f"it holds {len(plans)} plans.", "hand in one plan in a file of its own."
            )
        return plans[0]
    return plan_of(read_workbook(file, data) if guarded else read_workbook_here(file, data))


def plan_of(workbook: Workbook) -> Plan:
    """The plan in a workbook that was read. O(cells).

    Raises:
        Refused: a sheet looks like a list of pupils.
    """
    for grid in workbook.grids:
        refuse_pupils(grid)
    settings = Settings()
    findings = list(workbook.findings)
    units: list[Unit] = []
    grids = [grid for grid in workbook.grids if grid.cells and not _is_check(grid)]
    looked = [[] if is_settings(grid) else look_at(grid.cells) for grid in grids]
    terms = Terms.of(
        n for g, seen in zip(grids, looked, strict=True) for n in term_numbers(g, seen)
    )
    named = read_name(PurePath(workbook.file).stem)
    departments = {named.department} if named.department else set()
    for grid, seen in zip(grids, looked, strict=True):
        if is_settings(grid):
            settings, told = read_settings(grid)
            findings += told
            continue
        found, told_here = _read_sheet(grid, seen, _context(grid, named, len(grids)), terms)
        units += found
        findings += told_here
    departments = departments or {unit.department for unit in units if unit.department}
    return Plan(
        file=workbook.file,
        department=next(iter(departments)) if len(departments) == 1 else None,
        courses=tuple(sorted({course for unit in units for course in unit.courses})),
        units=tuple(units),
        settings=settings,
        findings=tuple(findings),
    )


def _is_check(grid: Grid) -> bool:
    """Whether a sheet is the report that a check has put into the workbook."""
    first = grid.cells[0]
    named = grid.sheet is not None and grid.sheet.startswith("Check")
    return named and first.name == "A1" and first.text.startswith("Check of ")


def _context(grid: Grid, named: Label, sheets: int) -> Label:
    """What the names of the sheet and of a file with one sheet say; a file's subject is the plan's.

    A half-term in the name of a file is that of its saving as likely as not, and says nothing.
    """
    of_file = Label()
    if sheets == 1:
        of_file = Label(years=named.years, courses=named.courses, classes=named.classes)
    return of_file if grid.sheet is None else join(of_file, read_name(grid.sheet))


def _read_sheet(
    grid: Grid, seen: Sequence[Seen], context: Label, terms: Terms
) -> tuple[list[Unit], list[Finding]]:
    """The units of a sheet in the order of its cells, and what reading it has to tell."""
    pieces = cut(seen, context, terms)
    told = Told(headings=list(pieces.headings))
    drafts: list[Draft] = []
    calendar = False
    for block in pieces.blocks:
        found = _ordered(block, draft(block, terms, told))
        drafts += found
        calendar = calendar or _has_calendar(block, found)
    if not calendar:
        return [], [tell_sheet(grid)] if _has_words(grid) else []
    units = [_unit(grid, made, name) for made, name in _with_names(drafts)]
    findings = tell_unreadable(grid, told.unreadable)
    findings += _tell_terms(grid, seen, drafts)
    adrift = [(u, d.place.years) for u, d in zip(units, drafts, strict=True) if u.year is None]
    findings += tell_adrift(grid, [u for u, _ in adrift], [years for _, years in adrift])
    return units, findings + tell_left(grid, told)


def _has_words(grid: Grid) -> bool:
    return any(not cell.error for cell in grid.cells)


def _has_calendar(block: Block, drafts: Sequence[Draft]) -> bool:
    if any(made.place.years or made.place.when for made in drafts):
        return True
    return block.head.listed and bool(block.head.kinds() & _ORDERED)


def _ordered(block: Block, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with steps by their rows, where rows are in the order of teaching.

    They are where a column orders them, and where no half-term or week is named anywhere in the
    block: then rows are all the order that there is.
    """
    bare = not any(made.place.when or made.step is not None for made in drafts)
    ranks = {row: rank for rank, row in enumerate(sorted({d.row for d in drafts}), start=1)}
    return [
        replace(made, step=ranks[made.row])
        if bare or (made.ordered and made.step is None)
        else made
        for made in drafts
    ]


def _with_names(drafts: Iterable[Draft]) -> Iterable[tuple[Draft, str]]:
    """Each draft with its name in the sheet: its cell's, the year or subject added where shared."""
    by_cell: dict[str, list[Draft]] = defaultdict(list)
    ordered = list(drafts)
    for made in ordered:
        by_cell[made.cell.name].append(made)
    for made in ordered:
        shared = by_cell[made.cell.name]
        if len(shared) == 1:
            yield made, made.cell.name
        else:
            yield made, f"{made.cell.name} ({_difference(made, shared)})"


def _difference(made: Draft, shared: Sequence[Draft]) -> str:
    said = []
    if len({other.place.years for other in shared}) > 1:
        said.append(
            f"Year {'/'.join(map(str, made.place.years))}" if made.place.years else "no year"
        )
    if len({other.place.department for other in shared}) > 1:
        said.append(str(made.place.department or "no subject"))
    return ", ".join(said)


def _unit(grid: Grid, made: Draft, name: str) -> Unit:
    place = made.place
    year = place.years[0] if len(place.years) == 1 and place.years[0] in _YEARS else None
    return Unit(
        id=name if grid.sheet is None else f"{grid.sheet}!{name}",
        text=made.text,
        where=Where(file=grid.file, sheet=grid.sheet, cell=made.cell.name),
        department=place.department,
        year=year,
        half_term=place.half,
        span=place.span if place.half is not None else 1,
        step=made.step,
        weeks=made.weeks,
        names=made.beside.names,
        courses=tuple(sorted(place.courses)),
        classes=place.classes,
        pinned=made.beside.fixed,
        together=made.beside.together,
        hidden=made.hidden,
    )


def _tell_terms(grid: Grid, seen: Sequence[Seen], drafts: Sequence[Draft]) -> list[Finding]:
    """One finding where units stand under numbered terms of which nobody knows what they are."""
    if not any(made.place.term is not None and made.place.half is None for made in drafts):
        return []
    named = [one.cell for one in seen if one.label is not None and one.label.term is not None]
    return [tell_term(grid, named[0] if named else drafts[0].cell)]


def departments_of(plan: Plan) -> frozenset[Department]:
    """The departments that a plan names: its own and its units'."""
    named = {unit.department for unit in plan.units} | {plan.department}
    return frozenset(department for department in named if department is not None)
