"""A unit of a plan by what a teacher calls it: its cell, its words, its id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from graph.plans.read import Matched
from graph.plans.school_year import name_of
from ontology.errors import Ambiguous, NotFound
from ontology.findings import Where
from ontology.plan_repairs import Time
from ontology.plans import Match, Unit
from ontology.text import fold
from ontology.vocabulary import Department

UnitKey = tuple[Where, str]
"""Place and id of a unit: what names it among all plans."""
NEAREST = 5
SHOWN_TEXT = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A unit with the department that it is of and what it was taken for."""

    unit: Unit
    department: Department
    match: Match


def key_of(unit: Unit) -> UnitKey:
    """What names a unit among all plans: ids alone are told apart within one plan only."""
    return unit.where, unit.id


def find_unit(plans: Iterable[Matched], asked: str, parameter: str) -> Found:
    """The one unit that is asked for.

    Tried in turn, the first that hits decides: its place with the file (`maths.xlsx 'Year 8'!C7`),
    its id, its place (`Year 8!C7`, `'Year 8'!C7`), the cell alone (`C7`), its words, in which case,
    spacing and hyphens do not count.

    Raises:
        NotFound: no unit is called so; with the texts that are most like it.
        Ambiguous: several are; with their places.
    """
    rows = [Found(*row) for plan in plans for row in plan.rows()]
    for same, names in _STEPS:
        wanted = same(asked)
        found = [row for row in rows if wanted and wanted in map(same, names(row.unit))]
        if len(found) == 1:
            return found[0]
        if found:
            places = tuple(str(row.unit.where) for row in found)
            raise Ambiguous(
                f'{len(found)} units are called "{asked}": give one of {", ".join(places)}.',
                parameter,
                places,
            )
    nearest = _nearest(rows, asked)
    told = f" The nearest: {', '.join(nearest)}." if nearest else ""
    raise NotFound(f'No unit of the plan is called "{asked}".{told}', parameter, nearest)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _places(unit: Unit) -> tuple[str, ...]:
    where = unit.where
    if where.sheet is None or where.cell is None:
        return ()
    return f"{where.sheet}!{where.cell}", f"'{where.sheet}'!{where.cell}"


_STEPS: Sequence[tuple[Callable[[str], str], Callable[[Unit], Iterable[str]]]] = (
    (_plain, lambda unit: (str(unit.where),)),
    (_plain, lambda unit: (unit.id,)),
    (_plain, _places),
    (_plain, lambda unit: (unit.where.cell or "",)),
    (fold, lambda unit: (unit.text,)),
)
"""How names are compared, and the names of a unit, step by step."""


def _nearest(rows: Sequence[Found], asked: str) -> tuple[str, ...]:
    """The texts of units that are most like the words, best first, each once."""
    from rapidfuzz import fuzz, process

    texts = {row.unit.text: fold(row.unit.text) for row in rows}
    name = fold(asked)
    if not name:
        return ()
    found = process.extract(name, texts, scorer=fuzz.WRatio, limit=NEAREST)
    ranked = sorted(found, key=lambda row: (-row[1], row[2]))
    return tuple(text for _, score, text in ranked if score > 0)


def cell_of(unit: Unit) -> str:
    """A unit as its author knows it: its text, where it stands and when."""
    place = "!".join(part for part in (unit.where.sheet, unit.where.cell) if part)
    when = name_of(unit.year, unit.half_term)
    return f"{quoted(unit)} ({place or unit.where.file}, {when})"


def quoted(unit: Unit) -> str:
    """A unit's text in one line, a long one cut."""
    return f'"{short(unit.text)}"'


def short(text: str) -> str:
    """A text in one line, a long one cut."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_TEXT else line[: SHOWN_TEXT - 3] + "…"


def time_of(unit: Unit) -> Time | None:
    """When a unit is taught; null where it has no year."""
    return None if unit.year is None else Time(year=unit.year, half_term=unit.half_term)
