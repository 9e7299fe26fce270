"""What stands beside a unit in its row: for whom it is, how long it takes, what it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from loaders.block_columns import Told
from loaders.columns import Kind
from loaders.headers import read_label
from loaders.heads import Seen
from loaders.labels import NOTHING, Label
from loaders.values import (
    BLANK,
    CALENDAR,
    WANTED,
    read_classes,
    read_courses,
    read_names,
    read_subject,
    read_weeks,
    read_yes,
)

Cells = Mapping[Kind, Sequence[Seen]]


@dataclass(frozen=True, slots=True)
class Beside:
    """For whom (courses, classes, department), how many weeks, names, whether it must stay.

    `years` are those of classes such as 8X1, where nothing else says the year.
    """

    whom: Label = NOTHING
    years: tuple[int, ...] = ()
    weeks: float | None = None
    names: tuple[str, ...] = ()
    fixed: bool = False
    together: str | None = None


def read_beside(cells: Cells, told: Told) -> Beside:
    """What the cells beside a unit say; what cannot be read goes to `told`. O(cells)."""
    weeks = None
    for seen in cells.get(Kind.WEEKS, ()):
        said = read_weeks(seen.cell.text)
        _tell(said, seen, Kind.WEEKS, told)
        weeks = weeks if weeks is not None else said
    fixed = False
    for seen in cells.get(Kind.FIXED, ()):
        yes = read_yes(seen.cell.text)
        _tell(yes, seen, Kind.FIXED, told)
        fixed = fixed or bool(yes)
    together = [seen.cell.text for seen in cells.get(Kind.TOGETHER, ())]
    return Beside(
        whom=_whom(cells, told),
        years=_years(cells),
        weeks=weeks,
        names=tuple(n for seen in cells.get(Kind.CODE, ()) for n in read_names(seen.cell.text)),
        fixed=fixed,
        together=together[0] if together else None,
    )


def _whom(cells: Cells, told: Told) -> Label:
    whom = NOTHING
    for kind in (Kind.TIER, Kind.PATHWAY):
        for seen in cells.get(kind, ()):
            courses = read_courses(seen.cell.text)
            _tell(courses, seen, kind, told)
            whom = replace(whom, courses=whom.courses | (courses or frozenset()))
    for seen in cells.get(Kind.CLASS, ()):
        classes = dict.fromkeys((*whom.classes, *read_classes(seen.cell.text)))
        whom = replace(whom, classes=tuple(classes))
    for seen in cells.get(Kind.SUBJECT, ()):
        department = read_subject(seen.cell.text)
        _tell(department, seen, Kind.SUBJECT, told)
        whom = replace(whom, department=whom.department or department)
    return whom


def _years(cells: Cells) -> tuple[int, ...]:
    """The year of the classes beside a unit, if it is one."""
    classes = [name for seen in cells.get(Kind.CLASS, ()) for name in read_classes(seen.cell.text)]
    years = {label.years if (label := read_label(name)) else () for name in classes}
    return years.pop() if len(years) == 1 else ()


def read_week(cells: Cells) -> int | None:
    """The week, of its half-term or of the year, in which a unit begins."""
    week = None
    for seen in cells.get(Kind.WEEK, ()):
        label = CALENDAR[Kind.WEEK](seen.cell.text)
        if label is not None and label.week is not None:
            week = label.week
    return week


def _tell(read: object, seen: Seen, kind: Kind, told: Told) -> None:
    """Tell a cell that was not read, once."""
    if read is None and not BLANK.fullmatch(seen.cell.text.casefold()):
        entry = (seen.cell, WANTED[kind])
        if entry not in told.unreadable[-8:]:
            told.unreadable.append(entry)
