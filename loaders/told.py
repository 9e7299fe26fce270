"""What reading a spreadsheet has to tell about its cells, whatever is made of them later.

Each finding names a cell. Where a sheet has very many of a kind, the first are told one by one and
the last finding says how many more there are and where they end: nothing is left out unsaid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from loaders.grid import Cell, Grid, cell_name, column_name
from ontology.findings import Finding, Where
from ontology.plan_rules import find_in_plan
from ontology.vocabulary import Severity

MOST = 50
"""How many findings of a kind are told one by one in a sheet, and how many runs in a sentence."""
_FEW_DATES = 3
At = tuple[int, int]


@dataclass(slots=True)
class Seen:
    """What was seen of a sheet beside its cells, by row and column.

    `rows` and `columns` are hidden ones; `under` the cells that lie under a merged cell, and which
    that is; `unvalued` formulas without a value; `dates` those that `tell_dates` judges.
    """

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    under: dict[At, At] = field(default_factory=dict)
    unvalued: list[At] = field(default_factory=list)
    dates: dict[At, tuple[date, str]] = field(default_factory=dict)


def tell_sheet(grid: Grid, seen: Seen) -> list[Finding]:
    """All that reading one sheet has to tell. O(cells)."""
    file, sheet = grid.file, grid.sheet or ""
    if grid.hidden:
        told = tell_hidden_sheet(file, sheet, grid.cells)
    else:
        told = tell_hidden(file, sheet, grid.cells, seen.rows, seen.columns)
        told += tell_covered(file, sheet, seen.under)
    told += tell_errors(file, sheet, grid.cells)
    told += tell_unvalued(file, sheet, seen.unvalued)
    return told + tell_dates(file, sheet, seen.dates)


def _each(
    cells: Sequence[tuple[At, str]],
    file: str,
    sheet: str | None,
    tell: Callable[[Where, str], Finding],
) -> list[Finding]:
    """A finding for each cell, up to the most, and one for those beyond.

    `cells` are where and what is seen there, in order; `tell` gets the sentence without its stop.
    """
    told = [
        tell(Where(file=file, sheet=sheet, cell=cell_name(*at)), f"{cell_name(*at)} {seen}")
        for at, seen in cells[:MOST]
    ]
    rest = cells[MOST:]
    if rest:
        first, last = cell_name(*rest[0][0]), cell_name(*rest[-1][0])
        more = f"so it is with {len(rest):,} more cells, {first} to {last}"
        told.append(tell(Where(file=file, sheet=sheet, cell=first), more))
    return told


def tell_errors(file: str, sheet: str | None, cells: Iterable[Cell]) -> list[Finding]:
    """A finding for every cell that holds an error value. O(cells)."""
    return _each(
        [((c.row, c.column), f"holds the error value {c.text}") for c in cells if c.error],
        file,
        sheet,
        lambda where, seen: find_in_plan(
            "READ001", where, f"{seen}.", "put back what stood there, or delete it."
        ),
    )


def tell_unvalued(file: str, sheet: str | None, cells: Iterable[At]) -> list[Finding]:
    """A finding for every formula that has left no value; such a cell is read as empty."""
    return _each(
        [(at, "holds a formula without a value, and is read as empty") for at in cells],
        file,
        sheet,
        lambda where, seen: find_in_plan(
            "READ004",
            where,
            f"{seen}.",
            "open the file in Excel, which works formulas out, and save it.",
        ),
    )


def tell_covered(file: str, sheet: str | None, cells: Mapping[At, At]) -> list[Finding]:
    """A finding for every cell with text that lies under a merged cell (whose place is given)."""
    return _each(
        [
            (at, f"lies under the merged cell {cell_name(*over)} and cannot be seen; it is read")
            for at, over in cells.items()
        ],
        file,
        sheet,
        lambda where, seen: _hidden(where, f"{seen}."),
    )


def tell_hidden(
    file: str, sheet: str, cells: Sequence[Cell], rows: Collection[int], columns: Collection[int]
) -> list[Finding]:
    """One finding for the hidden rows that hold something, one for such columns. O(cells)."""
    told = []
    for what, places, name in (
        ("row", {c.row: c for c in reversed(cells) if c.row in rows}, str),
        ("column", {c.column: c for c in reversed(cells) if c.column in columns}, column_name),
    ):
        if places:
            runs = _runs(sorted(places))
            named = [
                name(first) if first == last else f"{name(first)} to {name(last)}"
                for first, last in runs[:MOST]
            ]
            more = [f"{len(runs) - MOST} more runs of them"] if len(runs) > MOST else []
            verb = (
                f"{what} {named[0]} is"
                if len(places) == 1
                else f"{what}s {_list(named + more)} are"
            )
            first_cell = places[runs[0][0]]
            where = Where(file=file, sheet=sheet, cell=first_cell.name)
            told.append(_hidden(where, f"{verb} hidden, and read all the same."))
    return told


def tell_hidden_sheet(file: str, sheet: str, cells: Sequence[Cell]) -> list[Finding]:
    """A finding for a hidden sheet that holds something."""
    if not cells:
        return []
    held = "one cell is" if len(cells) == 1 else f"{len(cells):,} cells are"
    where = Where(file=file, sheet=sheet)
    return [_hidden(where, f"the sheet is hidden; its {held} read all the same.")]


def _hidden(where: Where, message: str) -> Finding:
    return find_in_plan(
        "READ002", where, message, "show it, or delete it if it is no part of the plan."
    )


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of numbers that follow each other."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _list(words: Sequence[str]) -> str:
    """The words with commas, the last with `and`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def tell_dates(file: str, sheet: str | None, dates: Mapping[At, tuple[date, str]]) -> list[Finding]:
    """A finding for every date that Excel may have made of `1/2` or `3-4`.

    `dates` are those shown as a day and a month (or a month and a year) only, with what is shown:
    the form that Excel gives a cell by itself. Three or more in a row or a column that fall on one
    weekday are weeks that somebody meant, and are not told. O(dates).
    """
    lines: dict[tuple[str, int], list[date]] = defaultdict(list)
    for (row, column), (day, _) in dates.items():
        lines["row", row].append(day)
        lines["column", column].append(day)
    meant = {
        line
        for line, days in lines.items()
        if len(days) >= _FEW_DATES and len({day.weekday() for day in days}) == 1
    }
    return _each(
        [
            (at, f"holds the date {day.day:02}/{day.month:02}/{day.year}, shown as {shown}")
            for at, (day, shown) in dates.items()
            if ("row", at[0]) not in meant and ("column", at[1]) not in meant
        ],
        file,
        sheet,
        lambda where, seen: find_in_plan(
            "READ004",
            where,
            f"{seen}: Excel makes dates of entries such as 1/2 or 3-4.",
            "if no date is meant, format the cell as Text and type it again.",
            Severity.INFO,
        ),
    )


def tell_macros(file: str) -> Finding:
    """A finding for a workbook with macros, which are neither run nor read."""
    return find_in_plan(
        "READ005",
        Where(file=file),
        "the workbook holds macros, which are neither run nor read.",
        "what only a macro writes, write into a cell.",
    )


def tell_chart(file: str, sheet: str) -> Finding:
    """A finding for a tab that holds no cells, such as a chart."""
    return find_in_plan(
        "READ005",
        Where(file=file, sheet=sheet),
        "the sheet is a chart or a dialogue without cells, and is not read.",
        "what belongs to the plan, write into the cells of a worksheet.",
    )


def tell_blind(file: str, unseen: str) -> Finding:
    """A finding for a format of which the library cannot tell everything."""
    return find_in_plan(
        "READ002",
        Where(file=file),
        f"of this format {unseen} cannot be told.",
        "save the file as an Excel workbook (.xlsx) to have them told.",
    )
