"""Whom a later unit of mathematics would hurt, as a sheet to print: HTML, and markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from api.plan_sheets import count, moment, place_of, render, when_of
from api.sheet import literal
from graph.plans.risk import Risks
from ontology.plan_answers import Hurt, RiskRow
from ontology.vocabulary import Department

MANY = 30
"""Units from which the sheet is set tight."""


@dataclass(frozen=True, slots=True)
class Move:
    """A unit of mathematics on the sheet: when, how late it could be, who is hurt after that.

    `maths` and `science` tell the first units of each that would come too early, and from when;
    `rests` counts the topics of each that rest on it.
    """

    unit: str
    now: str
    until: str
    fixed: bool
    maths: str
    science: str
    rests: tuple[int, int]
    pathway: str | None


def risk_sheet(found: Risks, files: Sequence[str] = ()) -> str:
    """Who is hurt when a unit of mathematics is taught later, to print. O(rows)."""
    return render(
        "moves.html",
        title="When we move this, who is hurt?",
        files=files,
        years=_by_year(found.data),
        free=_free(found.data),
        told=risk_headline(found.data),
        notes=found.notes,
        setting="tight" if sum(row.latest is not None for row in found.data) > MANY else "",
    )


def risk_markdown(found: Risks, files: Sequence[str] = ()) -> str:
    """Who is hurt when a unit of mathematics is taught later, as markdown. O(rows)."""
    lines = ["# When we move this, who is hurt?", ""]
    lines += [f"Read: {literal(' and '.join(files))}.", ""] if files else []
    lines += [literal(risk_headline(found.data)), ""]
    for year, moves in _by_year(found.data):
        lines += [f"## Year {year}", ""]
        for move in moves:
            path = f" *({literal(move.pathway)})*" if move.pathway else ""
            lines.append(f"- **{literal(move.unit)}**, {move.now}{path}: {literal(move.until)}")
            for name, hurt in (("mathematics", move.maths), ("science", move.science)):
                lines += [f"  - *{name}:* {literal(hurt)}"] if hurt else []
            maths, science = move.rests
            lines.append(f"  - *rest on it:* {maths} topics of mathematics, {science} of science")
        lines.append("")
    free = _free(found.data)
    if free:
        lines += [f"*Not limited by these plans:* {literal('; '.join(free))}", ""]
    lines += [f"- {literal(note)}" for note in found.notes]
    return "\n".join([*lines, ""])


def risk_headline(rows: Sequence[RiskRow]) -> str:
    """How many units cannot be later at all, have some room, or are not limited."""
    fixed = sum(row.room == 0 for row in rows)
    free = sum(row.latest is None for row in rows)
    return (
        f"Of {count(len(rows), 'unit')} of mathematics {fixed} cannot be later without something "
        f"coming too early, {len(rows) - fixed - free} have some room, and {free} are not limited "
        "by these plans."
    )


def _by_year(rows: Iterable[RiskRow]) -> list[tuple[int, list[Move]]]:
    """The units that something limits, by the year they are taught in."""
    limited = [row for row in rows if row.latest is not None]
    limited.sort(key=lambda row: (row.unit.year, row.unit.half_term or 0))
    return [
        (year, [_move(row) for row in group])
        for year, group in groupby(limited, key=lambda row: row.unit.year)
    ]


def _free(rows: Iterable[RiskRow]) -> list[str]:
    return [f"{row.unit.text} ({when_of(row.unit)})" for row in rows if row.latest is None]


def _move(row: RiskRow) -> Move:
    by_department = (
        [hurt for hurt in row.hurts if hurt.unit.department is department]
        for department in Department
    )
    maths, science = (_hurt(hurts) for hurts in by_department)
    return Move(
        unit=place_of(row.unit),
        now=when_of(row.unit),
        until=_until(row),
        fixed=row.room == 0,
        maths=maths,
        science=science,
        rests=(row.rests_maths, row.rests_science),
        pathway=row.pathway,
    )


def _until(row: RiskRow) -> str:
    """How late it could be, and how late if only what is essential counts."""
    assert row.latest is not None
    told = "no later" if row.room == 0 else f"to {moment(row.latest)}"
    if row.latest_essential is None:
        return f"{told} (helpful only)"
    if row.latest_essential != row.latest:
        return f"{told} (essential: {moment(row.latest_essential)})"
    return told


def _hurt(hurts: Sequence[Hurt]) -> str:
    """The units that are hurt first, after when, and how many more there are."""
    if not hurts:
        return ""
    first = [hurt for hurt in hurts if hurt.latest == hurts[0].latest]
    names = list(dict.fromkeys(place_of(hurt.unit) for hurt in first))
    others = {(hurt.unit.where, hurt.unit.id) for hurt in hurts}
    more = len(others) - 1
    doubt = ", to confirm" if all(hurt.provisional for hurt in first) else ""
    told = f"after {moment(hurts[0].latest)}: {names[0]}{doubt}"
    return f"{told}; {more} more" if more else told
