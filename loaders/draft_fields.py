"""What stands beside a unit in its row: for whom it is, how long it takes, what it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from loaders.block_columns import Told
from loaders.columns import Kind
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
    """For whom (courses, classes, department), how many weeks, names, whether it must stay."""

    whom: Label = NOTHING
    weeks: float | None = None
    names: tuple[str, ...] = ()
    fixed: bool = False
    together: str | None = None


def read_beside(cells: Cells, told: Told) -> Beside:
    """What the cells beside a unit say; what cannot be read goes to `told`. O(cells)."""
    weeks = None
    for seen in cells.get(Kind.WEEKS, ()):
        weeks = read_weeks(seen.cell.text)
        _tell(weeks, seen, Kind.WEEKS, told)
    fixed = False
    for seen in cells.get(Kind.FIXED, ()):
        said = read_yes(seen.cell.text)
        _tell(said, seen, Kind.FIXED, told)
        fixed = fixed or bool(said)
    together = [seen.cell.text for seen in cells.get(Kind.TOGETHER, ())]
    return Beside(
        whom=_whom(cells, told),
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
        whom = replace(whom, classes=read_classes(seen.cell.text))
    for seen in cells.get(Kind.SUBJECT, ()):
        department = read_subject(seen.cell.text)
        _tell(department, seen, Kind.SUBJECT, told)
        whom = replace(whom, department=department)
    return whom


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
