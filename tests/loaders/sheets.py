"""Workbooks for tests, drawn as text: a row a line, cells between bars, `{2x3}` for merged ones.

`Autumn {2x1}` lies over two columns and one row, `Year 7 {1x3}` over three rows.
"""

from __future__ import annotations

import re

from loaders.grid import Cell, Grid, Workbook
from loaders.told import tell_errors, tell_hidden
from ontology.plans import Plan, Unit

_MERGED = re.compile(r"\s*\{(\d+)x(\d+)\}$")


def grid(
    sheet: str | None, drawn: str, file: str = "plan.xlsx", hidden: tuple[int, ...] = ()
) -> Grid:
    """The sheet that is drawn; rows in `hidden` are hidden, cells that begin with # are errors."""
    cells = []
    for row, line in enumerate(drawn.strip("\n").split("\n"), start=1):
        for column, part in enumerate(line.split("|"), start=1):
            text = part.strip().replace("\\n", "\n")
            columns, rows = 1, 1
            if match := _MERGED.search(text):
                columns, rows = int(match[1]), int(match[2])
                text = text[: match.start()]
            if text:
                error = text in ("#N/A", "#REF!")
                cells.append(Cell(row, column, text, error, rows, columns, hidden=row in hidden))
    return Grid(file, sheet, tuple(cells))


def book(*sheets: Grid, file: str = "plan.xlsx") -> Workbook:
    """The workbook of these sheets, with what their reader would tell."""
    findings = []
    for sheet in sheets:
        findings += tell_errors(file, sheet.sheet, sheet.cells)
        rows = {cell.row for cell in sheet.cells if cell.hidden}
        if rows and sheet.sheet is not None:
            findings += tell_hidden(file, sheet.sheet, sheet.cells, rows, ())
    return Workbook(file, sheets, tuple(findings))


def short(unit: Unit) -> str:
    """A unit in few signs: text, year.half-term, +span, #step, ~weeks, for whom."""
    when = f"{unit.year or '-'}.{unit.half_term or '-'}"
    parts = [unit.text.replace("\n", " / "), when]
    parts += [f"+{unit.span}"] if unit.span != 1 else []
    parts += [f"#{unit.step}"] if unit.step is not None else []
    parts += [f"~{unit.weeks:g}"] if unit.weeks is not None else []
    parts += [str(course) for course in unit.courses]
    parts += list(unit.classes)
    parts += [str(unit.department)] if unit.department else []
    return " ".join(parts)


def shorts(plan: Plan) -> list[str]:
    """All units of a plan in few signs."""
    return [short(unit) for unit in plan.units]
