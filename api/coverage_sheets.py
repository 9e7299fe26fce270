"""Coverage by strand and year as a heat map to print, and when each theme is met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from api.plan_sheets import moment, render
from api.sheet import literal
from graph.plans.coverage_map import Coverage
from graph.plans.revisits import Spacing
from ontology.plan_answers import CoverageRow, Meeting, SpacingRow
from ontology.plan_repairs import Time
from ontology.plans import HALF_TERMS
from ontology.vocabulary import Department

SHADES = (
    ("#ffffff", "#1a1a1a"),
    ("#e3eef9", "#1a1a1a"),
    ("#b9d5f0", "#1a1a1a"),
    ("#7fb2e0", "#1a1a1a"),
    ("#2f6fae", "#ffffff"),
    ("#173f6b", "#ffffff"),
)
"""Ground and text of a cell, from nothing to all; its number stands there besides."""
STEPS = ("none", "under 25%", "25% or more", "50% or more", "75% or more", "all")
SIGNS = {"first": "●", "again": "○", "used": "u", "science": "s"}
KEY = "● taught first, ○ taught again, u used by what is taught, s used in science only"
NAMES = {Department.MATHS: "mathematics", Department.SCIENCE: "science"}


@dataclass(frozen=True, slots=True)
class Heat:
    """A cell of the map: statements taught in the year, those of them that are new, its shade."""

    statements: int
    new: int
    shade: int


@dataclass(frozen=True, slots=True)
class Strand:
    """A line of the map: its name, a cell for each year, what is taught of what there is."""

    name: str
    whole: bool
    cells: tuple[Heat, ...]
    statements: str
    topics: str


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Strands by years, of one framework for the pupils that its title names."""

    title: str
    years: tuple[int, ...]
    strands: tuple[Strand, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A theme by half-terms: a sign for each, empty where it is not met; the longest stretch."""

    name: str
    pathway: str | None
    signs: tuple[str, ...]
    alone: str


@dataclass(frozen=True, slots=True)
class Strips:
    """The themes that are met, under the years of the plan, and the names of those never met."""

    years: tuple[int, ...]
    themes: tuple[Strip, ...]
    never: tuple[str, ...]
    assumed: bool


def coverage_sheet(found: Coverage, met: Spacing | None = None, files: Sequence[str] = ()) -> str:
    """Coverage as a page that stands alone, with the themes by half-term where they are given.

    O(rows).
    """
    return render(
        "coverage.html",
        title="What is covered, and when",
        files=files,
        maps=_maps(found),
        strips=None if met is None else _strips(met),
        shades=SHADES,
        steps=STEPS,
        key=KEY,
        notes=_notes(found, met),
    )


def coverage_markdown(
    found: Coverage, met: Spacing | None = None, files: Sequence[str] = ()
) -> str:
    """Coverage as markdown tables. O(rows)."""
    lines = ["# What is covered, and when", ""]
    lines += [f"Read: {literal(' and '.join(files))}.", ""] if files else []
    for one in _maps(found):
        lines += [f"## {literal(one.title)}", ""]
        heads = ["Strand", *(f"Year {year}" for year in one.years), "Statements", "Topics"]
        lines += _table(heads, ([strand.name, *_numbers(strand)] for strand in one.strands))
    if met is not None:
        strips = _strips(met)
        lines += ["## When each theme is met", "", literal(KEY), ""]
        heads = ["Theme", *(f"Year {year}" for year in strips.years), "Longest left alone"]
        lines += _table(heads, (_strip_cells(strip) for strip in strips.themes))
        if strips.never:
            lines += [f"*Never met:* {literal('; '.join(strips.never))}", ""]
    lines += [f"- {literal(note)}" for note in _notes(found, met)]
    return "\n".join([*lines, ""])


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return [f"| {' | '.join(_cell(text) for text in line)} |" for line in lines] + [""]


def _cell(text: str) -> str:
    return text if text == "---" else literal(text).replace("|", "\\|")


def _numbers(strand: Strand) -> list[str]:
    cells = (f"{c.statements} ({c.new} new)" if c.new else f"{c.statements}" for c in strand.cells)
    return [*cells, strand.statements, strand.topics]


def _strip_cells(strip: Strip) -> list[str]:
    years = [
        " ".join(sign or "–" for sign in strip.signs[place : place + HALF_TERMS])
        for place in range(0, len(strip.signs), HALF_TERMS)
    ]
    name = f"{strip.name} ({strip.pathway})" if strip.pathway else strip.name
    return [name, *years, strip.alone]


def _notes(found: Coverage, met: Spacing | None) -> list[str]:
    doubtful = sum(row.provisional for row in found.data if row.strand is None)
    notes = [*found.notes, *(met.notes if met is not None else ())]
    if doubtful:
        notes.append("Statements marked ? are taught only if a match is confirmed.")
    return list(dict.fromkeys(notes))


def _maps(found: Coverage) -> list[HeatMap]:
    """The maps of every framework; of pathways and tiers that are alike one for all."""
    titles: dict[tuple[str, tuple[int, ...], tuple[Strand, ...]], list[str]] = {}
    every: dict[str, list[str]] = {}
    for _, group in groupby(found.data, key=_whose):
        rows = list(group)
        years = tuple(year.year for year in rows[0].years)
        name = found.labels[rows[0].framework] + ("" if rows[0].spanned else _part(years))
        pupils = _pupils(rows[0])
        titles.setdefault((name, years, tuple(map(_strand, rows))), []).append(pupils)
        every.setdefault(name, []).append(pupils)
    return [
        HeatMap(f"{name}: {_all_of(pupils, every[name])}", years, strands)
        for (name, years, strands), pupils in titles.items()
    ]


def _whose(row: CoverageRow) -> tuple[object, ...]:
    return row.department, row.framework, row.group, row.pathway, row.tier


def _part(years: Sequence[int]) -> str:
    """That the plan does not hold every year of a framework's stage."""
    return f" (the plan holds Year{'s' * (len(years) > 1)} {', '.join(map(str, years))} only)"


def _pupils(row: CoverageRow) -> str:
    named = [row.group, None if row.pathway is None else str(row.pathway), str(row.tier)]
    return " ".join(name for name in named if name)


def _all_of(pupils: Sequence[str], every: Sequence[str]) -> str:
    """Pupils in words: everybody, where all of several are alike."""
    if len(pupils) == 1:
        return pupils[0]
    if len(pupils) == len(every):
        return "everybody"
    return f"{', '.join(pupils[:-1])} and {pupils[-1]}"


def _strand(row: CoverageRow) -> Strand:
    return Strand(
        name=row.strand or "All strands",
        whole=row.strand is None,
        cells=tuple(
            Heat(year.statements, year.first_statements, _shade(year.statements, row.statements))
            for year in row.years
        ),
        statements=f"{row.statements_taught} of {row.statements}"
        + (f" ({row.provisional}?)" if row.provisional else ""),
        topics=f"{row.topics_taught} of {row.topics}",
    )


def _shade(part: int, whole: int) -> int:
    """The place of a share among the shades: 0 only for nothing, the last only for all."""
    if not part:
        return 0
    return 1 + part * (len(SHADES) - 2) // whole


def _strips(met: Spacing) -> Strips:
    """The rows of both departments together where there are such, else those of the one."""
    both = [row for row in met.data if row.department is None]
    rows = both or list(met.data)
    times = [one.at.year for row in rows for one in row.met]
    ends = [row.longest.last.year for row in rows if row.longest is not None]
    years = tuple(range(min(times), max(times + ends) + 1)) if times else ()
    never = dict.fromkeys(row.theme.label for row in rows if not row.met)
    for row in rows:
        if row.met:
            never.pop(row.theme.label, None)
    return Strips(
        years=years,
        themes=tuple(_strip(row, years) for row in rows if row.met),
        never=tuple(never),
        assumed=any(row.assumed for row in rows),
    )


def _strip(row: SpacingRow, years: Sequence[int]) -> Strip:
    signs = {one.at: _sign(one) for one in row.met}
    halves = [Time(year=year, half_term=half + 1) for year in years for half in range(HALF_TERMS)]
    return Strip(
        name=row.theme.label,
        pathway=row.pathway,
        signs=tuple(signs.get(half, "") for half in halves),
        alone=_alone(row),
    )


def _sign(met: Meeting) -> str:
    only_science = all(unit.department is Department.SCIENCE for unit in met.units)
    return SIGNS["science" if met.how == "used" and only_science else met.how]


def _alone(row: SpacingRow) -> str:
    """The longest stretch in words."""
    if row.longest is None:
        return "met in each"
    count, first, last = row.longest.half_terms, row.longest.first, row.longest.last
    if row.longest.to_end:
        return f"{count}, from {moment(first)} to the end"
    return f"{count}, {moment(first)} to {moment(last)}" if count > 1 else f"1, {moment(first)}"
