"""Whether a sheet looks like a list of pupils: then the file is refused.

No question that is answered here needs a pupil's data, so a sheet with names and dates of birth, or
with UPNs, was handed in by mistake. Teachers' initials, classes and dates alone are no such sign.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from loaders.grid import Cell, Grid
from loaders.headers import fold_label
from ontology.uploads import Refused

_UPN = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]")
_UPN_HEADS = {"upn", "upn no", "unique pupil number", "former upn"}
_BIRTH_HEADS = {"dob", "d.o.b", "d.o.b.", "date of birth", "birth date", "birthdate", "birthday"}
_BIRTH_HEADS |= {"born", "d o b"}
_FAMILY = {"surname", "last name", "lastname", "family name", "legal surname", "pupil surname"}
_FAMILY |= {"preferred surname", "student surname"}
_GIVEN = {"forename", "first name", "firstname", "given name", "legal forename", "pupil forename"}
_GIVEN |= {"preferred forename", "forenames", "christian name", "student forename"}
_WHOLE = {"name", "names", "full name", "pupil name", "student name", "pupil", "student"}
_WHOLE |= {"pupils", "students", "pupil names", "student names", "child", "child's name"}
_PERSON = re.compile(r"[A-Z][\w'’-]+,? [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?")
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)\b|(\d{4})-(\d\d)-(\d\d)")
_FEW = 3
_MANY = 5
_MEND = (
    "delete the list of pupils (or hand in the sheets of the plan alone); nothing was kept, and no "
    "names of pupils, dates of birth or UPNs are needed."
)


def refuse_pupils(grid: Grid) -> None:
    """Refuse a sheet that looks like a list of pupils. O(cells).

    Raises:
        Refused: naming the sheet, the cell, and what it looks like.
    """
    for cell in grid.cells:
        if _UPN.fullmatch(cell.text.strip()):
            raise _refusal(grid, cell, "a unique pupil number (UPN)")
    rows = [list(cells) for _, cells in groupby(grid.cells, key=lambda cell: cell.row)]
    below: dict[int, list[Cell]] = defaultdict(list)
    for cell in grid.cells:
        below[cell.column].append(cell)
    for row in rows:
        _refuse_heads(grid, row, below)
    _refuse_births(grid, rows)


def _refuse_heads(grid: Grid, row: Sequence[Cell], below: dict[int, list[Cell]]) -> None:
    heads = {fold_label(cell.text).rstrip(":"): cell for cell in row}
    if upn := heads.keys() & _UPN_HEADS:
        raise _refusal(grid, heads[min(upn)], "a column of unique pupil numbers (UPNs)")
    births = heads.keys() & _BIRTH_HEADS
    family, given, whole = (heads.keys() & words for words in (_FAMILY, _GIVEN, _WHOLE))
    if births and (family or given or whole):
        raise _refusal(grid, heads[min(births)], "a list of names with dates of birth")
    if births and _filled(heads[min(births)], below, _dated) >= 1:
        raise _refusal(grid, heads[min(births)], "a column of dates of birth")
    if family and given and _filled(heads[min(family)], below, _worded) >= _FEW:
        raise _refusal(grid, heads[min(family)], "a list of surnames and forenames")


def _filled(head: Cell, below: dict[int, list[Cell]], fits: object) -> int:
    assert callable(fits)
    return sum(1 for c in below[head.column] if c.row > head.row and fits(c.text))


def _dated(text: str) -> bool:
    return _day(text) is not None


def _worded(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _refuse_births(grid: Grid, rows: Iterable[Sequence[Cell]]) -> None:
    """Names beside dates without a head: dates in no order that lie more than a term apart."""
    found: list[tuple[Cell, date]] = []
    for row in rows:
        person = next((c for c in row if _PERSON.fullmatch(c.text)), None)
        days = [day for cell in row if (day := _day(cell.text)) is not None]
        if person is not None and len(days) == 1:
            found.append((person, days[0]))
    days = [day for _, day in found]
    if len(found) < _MANY or days in (sorted(days), sorted(days, reverse=True)):
        return
    columns = {cell.column for cell, _ in found}
    if len(columns) == 1 and (max(days) - min(days)).days > 100:
        raise _refusal(grid, found[0][0], "a list of names with dates of birth")


def _day(text: str) -> date | None:
    match = _DATE.match(text.strip())
    if match is None:
        return None
    if match[4]:
        year, month, day = int(match[4]), int(match[5]), int(match[6])
    else:
        day, month, year = int(match[1]), int(match[2]), int(match[3])
    if year < 100:
        year += 2000
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _refusal(grid: Grid, cell: Cell, what: str) -> Refused:
    sheet = "" if grid.sheet is None else f"the sheet '{grid.sheet}', "
    return Refused(grid.file, f"{sheet}cell {cell.name} looks like {what}.", _MEND)
