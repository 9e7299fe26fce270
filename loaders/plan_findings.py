"""What turning a sheet into units has to tell: cells left out, cells not understood, units adrift.

Where a sheet has very many of a kind, the first are told one by one and the last finding says how
many more there are and where they end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from loaders.block_columns import Told
from loaders.grid import Cell, Grid, column_name
from ontology.findings import Finding, Where
from ontology.plan_rules import find_in_plan
from ontology.plans import Unit
from ontology.vocabulary import Severity

MOST = 50
"""How many findings of a kind are told one by one, and how many cells a sentence names."""


def _at(grid: Grid, cell: Cell | None = None) -> Where:
    return Where(file=grid.file, sheet=grid.sheet, cell=None if cell is None else cell.name)


def _named(cells: Sequence[Cell]) -> str:
    names = [cell.name for cell in cells[:MOST]]
    more = len(cells) - MOST
    return ", ".join(names) + (f" and {more:,} more, the last {cells[-1].name}" if more > 0 else "")


def tell_unreadable(grid: Grid, told: Sequence[tuple[Cell, str]]) -> list[Finding]:
    """A finding for every cell of a known column that cannot be read."""
    cells = list({(cell.row, cell.column): (cell, wanted) for cell, wanted in told}.values())
    found = [
        find_in_plan(
            "READ004",
            _at(grid, cell),
            f'{cell.name} holds "{_short(cell.text)}", which cannot be read and is left out.',
            f"write {wanted}.",
        )
        for cell, wanted in cells[:MOST]
    ]
    if len(cells) > MOST:
        rest = [cell for cell, _ in cells[MOST:]]
        found.append(
            find_in_plan(
                "READ004",
                _at(grid, rest[0]),
                f"so it is with {len(rest):,} more cells, {rest[0].name} to {rest[-1].name}.",
                "write what the heads of their columns ask for.",
            )
        )
    return found


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def tell_term(grid: Grid, cell: Cell) -> Finding:
    """A finding for numbered terms that can be terms or half-terms."""
    return find_in_plan(
        "READ004",
        _at(grid, cell),
        f'{cell.name} says "{_short(cell.text)}", which can be one of three terms or one of six '
        "half-terms; the half-term is left out.",
        "write Autumn 1 to Summer 2, HT1 to HT6, or name all terms.",
    )


def tell_adrift(
    grid: Grid, units: Sequence[Unit], years: Sequence[tuple[int, ...]]
) -> list[Finding]:
    """A finding for every unit without a year; `years` are those that its headings name."""
    found = [
        find_in_plan(
            "READ003",
            unit.where,
            f"{unit.where.cell}, {_short(unit.text)!r}, {_why(named)}.",
            "give it one year from 7 to 11: a column Year, a heading such as Year 8, or the name "
            "of the sheet.",
        )
        for unit, named in list(zip(units, years, strict=True))[:MOST]
    ]
    rest = units[MOST:]
    if rest:
        found.append(
            find_in_plan(
                "READ003",
                rest[0].where,
                f"{len(rest):,} more units have no year, {rest[0].where.cell} to "
                f"{rest[-1].where.cell}.",
                "give each one year from 7 to 11.",
            )
        )
    return found


def _why(years: tuple[int, ...]) -> str:
    if not years:
        return "has no year"
    if len(years) == 1:
        return f"is for Year {years[0]}, which is outside Years 7 to 11"
    return f"is under more than one year ({', '.join(map(str, years))})"


def tell_left(grid: Grid, told: Told) -> list[Finding]:
    """One finding for each reason why cells with text are no units."""
    found = []
    if told.headings:
        found.append(_left(grid, told.headings, "as headings"))
    if told.figures:
        found.append(_left(grid, told.figures, "as numbers or signs"))
    for head, cells in told.beside.items():
        if cells:
            columns = ", ".join(column_name(c) for c in sorted({c.column for c in cells})[:MOST])
            found.append(_left(grid, cells, f'as what "{_short(head)}" heads (column {columns})'))
    return found


def _left(grid: Grid, cells: Iterable[Cell], how: str) -> Finding:
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    held = "one cell is" if len(ordered) == 1 else f"{len(ordered):,} cells are"
    return find_in_plan(
        "READ005",
        _at(grid, ordered[0]),
        f"{held} read {how}, not as units: {_named(ordered)}.",
        "if something is taught there, write it below the head of a half-term or of units.",
        Severity.INFO,
    )


def tell_sheet(grid: Grid) -> Finding:
    """A finding for a sheet in which no calendar was found."""
    held = "one cell is" if len(grid.cells) == 1 else f"{len(grid.cells):,} cells are"
    what = "the file" if grid.sheet is None else f"the sheet '{grid.sheet}'"
    return find_in_plan(
        "READ005",
        _at(grid),
        f"{what} names no years, half-terms or weeks; its {held} not read as units.",
        "if it is part of the plan, name the year and the half-terms in its headings.",
    )
