"""Deadlines for a department of mathematics as a sheet to print: HTML, and markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.sheet import literal
from api.template import TEMPLATES, get_template
from graph.plans.deadlines import Deadlines
from graph.plans.school_year import TERMS, name_of
from ontology.plan_answers import DeadlineRow, Standing, UnitAt, UseAt, Wording
from ontology.plan_repairs import Time
from ontology.vocabulary import Strength

LONG, VERY_LONG = 60, 130
"""Lines of a sheet from which it is set tight, so that it stays one page."""
TOLD: tuple[tuple[Standing, str], ...] = (
    ("late", "late"),
    ("same-time", "at the same time or too near"),
    ("never", "never taught"),
    ("in-time", "in time"),
    ("undated", "of unknown time"),
)
MET = ("in-time", "undated")
"""Standings of what mathematics teaches, and not too late as far as is known."""
TAKEN = ("known", "assumed", "not-judged")
"""Standings that ask nothing of mathematics."""


@dataclass(frozen=True, slots=True)
class Line:
    """A topic on the sheet: which units need it first, for what, how it stands, for whom."""

    label: str
    units: str
    context: str
    standing: str
    trouble: bool
    pathway: str | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Due:
    """What is due by one half-term: needed and taught in time or not, and what only helps."""

    when: str
    essential: tuple[Line, ...]
    met: tuple[Line, ...]
    helpful: tuple[Line, ...]


def deadlines_sheet(found: Deadlines, files: Sequence[str] = ()) -> str:
    """Deadlines as one page for a department of mathematics, with the words to agree behind it.

    `files` are named at its head. The page stands alone and runs nothing. O(rows).
    """
    due, taken = _due(found.data)
    lines = sum(2 + len(group.essential) + len(group.helpful) // 4 for group in due)
    return render(
        "deadlines.html",
        title="Mathematics that science needs, and by when",
        files=files,
        due=due,
        taken=taken,
        words=_words(found.data),
        short=_in_short,
        told=deadlines_headline(found.data),
        notes=found.notes,
        setting="tight dense" if lines > VERY_LONG else "tight" if lines > LONG else "",
    )


def deadlines_markdown(found: Deadlines, files: Sequence[str] = ()) -> str:
    """Deadlines as markdown, their words to be read as they stand. O(rows)."""
    due, taken = _due(found.data)
    lines = ["# Mathematics that science needs, and by when", ""]
    lines += [f"Read: {literal(' and '.join(files))}.", ""] if files else []
    lines += [literal(deadlines_headline(found.data)), ""]
    for group in due:
        lines += [f"## {group.when[0].upper()}{group.when[1:]}", ""]
        for line in group.essential:
            lines.append(f"- **{literal(line.label)}** {literal(_told(line))}")
        if group.met:
            told = "; ".join(f"{line.label}{_in_short(line)}" for line in group.met)
            lines.append(f"- *Needed, and taught by then:* {literal(told)}")
        if group.helpful:
            helped = "; ".join(f"{line.label}{_in_short(line)}" for line in group.helpful)
            lines.append(f"- *Helps if taught by then:* {literal(helped)}")
        lines.append("")
    if taken:
        lines += [f"*Taken as known:* {literal('; '.join(taken))}", ""]
    words = _words(found.data)
    if words:
        lines += ["## Words to agree", ""]
        lines += [f"- **{literal(word.label)}:** {literal(word.wording)}" for word in words]
        lines.append("")
    lines += [f"- {literal(note)}" for note in found.notes]
    return "\n".join([*lines, ""])


def deadlines_headline(rows: Sequence[DeadlineRow]) -> str:
    """How much is due, and how much of it the plan of mathematics teaches in time."""
    asked = [row for row in rows if row.standing not in TAKEN]
    essential = len({row.topic.id for row in asked if row.strength is Strength.ESSENTIAL})
    topics = len({row.topic.id for row in asked})
    told = f"Science needs {count(essential, 'topic')} of mathematics"
    told += f" and is helped by {topics - essential} more." if topics > essential else "."
    if any(row.standing != "not-told" for row in asked):
        counts = Counter(row.standing for row in asked)
        parts = (f"{counts[standing]} {words}" for standing, words in TOLD if counts[standing])
        told += f" Of {count(len(asked), 'deadline')}: {', '.join(parts)}."
    return told


def _due(found: Sequence[DeadlineRow]) -> tuple[list[Due], list[str]]:
    """The rows by half-term, and the labels of what is taken as known."""
    asked = [row for row in found if row.standing not in TAKEN]
    taken = [row.topic.label for row in found if row.standing in TAKEN]
    groups: dict[str, list[DeadlineRow]] = {}
    for row in asked:
        groups.setdefault(row.when, []).append(row)
    due = []
    for when, rows in groups.items():
        needed = [row for row in rows if row.strength is Strength.ESSENTIAL]
        due.append(
            Due(
                when,
                tuple(_line(row) for row in needed if row.standing not in MET),
                tuple(_line(row) for row in needed if row.standing in MET),
                tuple(_line(row) for row in rows if row.strength is not Strength.ESSENTIAL),
            )
        )
    return due, list(dict.fromkeys(taken))


def _line(row: DeadlineRow) -> Line:
    return Line(
        label=row.topic.label,
        units=_units(row.uses),
        context=row.uses[0].link.context or "",
        standing=_standing(row),
        trouble=row.standing in ("late", "never", "same-time"),
        pathway=row.pathway,
        provisional=row.provisional,
    )


def _told(line: Line) -> str:
    """What stands behind the name of a topic that is needed, in one line of text."""
    asides = [line.units, line.context, line.pathway, line.standing]
    asides += ["to confirm"] if line.provisional else []
    return f"({'; '.join(aside for aside in asides if aside)})"


def _in_short(line: Line) -> str:
    """What stands behind a name in a list: for whom, when it is taught."""
    asides = [line.pathway, line.standing]
    asides += ["to confirm"] if line.provisional else []
    told = "; ".join(aside for aside in asides if aside)
    return f" ({told})" if told else ""


def _units(uses: Sequence[UseAt]) -> str:
    """The unit that needs it first, and how many others need it."""
    places = list(dict.fromkeys(place_of(use.unit) for use in uses))
    more = len(places) - 1
    return f"{places[0]} + {more} more" if more else places[0]


def _standing(row: DeadlineRow) -> str:
    """How the plan of mathematics meets it, in few words; empty where none is given."""
    if row.standing == "never":
        return "never taught"
    if row.standing == "undated":
        return "taught, no year given"
    if row.taught is None:
        return ""
    when = f"taught {when_of(row.taught)}"
    words = {"late": f"late: {when}", "same-time": f"{_too_near(row.taught, row.uses)}: {when}"}
    return words.get(row.standing, when)


def _too_near(taught: UnitAt, uses: Sequence[UseAt]) -> str:
    """How mathematics is too near to science: in one half-term or year, or within the lag."""
    first = uses[0].unit
    if first.half_term is None or taught.last.half_term is None:
        return "same year" if taught.last.year >= first.year else "too near"
    before = (taught.last.year, taught.last.half_term) < (first.year, first.half_term)
    return "too near" if before else "same time"


def _words(rows: Iterable[DeadlineRow]) -> list[Wording]:
    """The words of the rows, each once, in alphabetical order."""
    found = {word.id: word for row in rows if row.standing not in TAKEN for word in row.words}
    return sorted(found.values(), key=lambda word: (word.label.casefold(), word.id))


def place_of(unit: UnitAt) -> str:
    """A unit by its text and cell."""
    text = unit.text if len(unit.text) <= 48 else f"{unit.text[:45].rstrip()}…"
    where = unit.where
    place = "!".join(part for part in (where.sheet, where.cell) if part) or where.file
    return f"{text} ({place})"


def when_of(unit: UnitAt) -> str:
    """When a unit is taught, short: to the half-term it ends in, where it takes several."""
    begins = moment(Time(year=unit.year, half_term=unit.half_term))
    ends = moment(unit.last)
    return begins if begins == ends else f"{begins} to {ends}"


def moment(time: Time) -> str:
    """A half-term, short.

    >>> moment(Time(year=8, half_term=3)), moment(Time(year=9, half_term=None))
    ('Y8 Spr 1', 'Year 9')
    """
    if time.half_term is None:
        return name_of(time.year, None)
    term = TERMS[(time.half_term - 1) // 2][:3]
    return f"Y{time.year} {term} {(time.half_term - 1) % 2 + 1}"


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def render(template: str, **values: object) -> str:
    """A template of a sheet with its style within it."""
    style = (TEMPLATES / "plan_sheets.css").read_text(encoding="utf-8")
    return get_template(template).render(style=style, **values)
