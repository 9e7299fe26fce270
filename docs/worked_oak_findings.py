"""The findings of the worked example: counts by rule, tables, and what was thought of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from docs.worked_oak_input import WORDS, Side, Worked
from ontology.findings import Finding, Where
from ontology.plan_rules import PLAN_RULES
from ontology.plans import Unit
from ontology.vocabulary import Department, Severity

SKILLS = "working-scientifically:"
ORDER = ("PRE001", "PRE002", "PRE003", "COH001", "COH002", "COH003")
SHOWN = 12
"""Warnings that are shown of each rule."""


@dataclass(frozen=True, slots=True)
class Row:
    """Findings that tell the same of units of one title: on which of the four pathways."""

    finding: Finding
    unit: Unit
    other: Unit | None
    runs: frozenset[tuple[str, str]]

    @property
    def topics(self) -> tuple[str, str]:
        """What the finding is about, and what is late or missing."""
        first, second = self.finding.topics[:2]
        return first, second

    @property
    def pathway(self) -> str:
        """The pathways in words."""
        tiers = {tier for _, tier in self.runs}
        names = {name for name, _ in self.runs}
        if len(self.runs) == len(names) * len(tiers):
            words = [*(tiers if len(tiers) == 1 else ()), *(names if len(names) == 1 else ())]
            return ", ".join(words) or "all"
        return "; ".join(f"{name} {tier}" for name, tier in sorted(self.runs))


def rows_of(worked: Worked, severity: Severity, rules: Iterable[str] = ORDER) -> list[Row]:
    """Findings of order of a severity, those that say the same of both tiers joined, by weight."""
    kept: dict[tuple[object, ...], Row] = {}
    asked = set(rules)
    for side in worked.sides:
        for finding in side.report.data:
            if finding.severity is not severity or finding.rule not in asked:
                continue
            if len(finding.topics) < 2 or finding.edge is None:
                continue
            unit, other = _unit(side, finding.where), _unit(side, finding.other)
            assert unit is not None
            key = (
                finding.rule, finding.edge.id, unit.text, unit.year,
                other and other.text, other and other.year,
            )  # fmt: skip
            held = kept.get(key)
            tiers = [finding.pathway] if finding.pathway else ["foundation", "higher"]
            runs = frozenset((side.name, tier) for tier in tiers)
            if held is None:
                kept[key] = Row(finding, unit, other, runs)
            else:
                kept[key] = Row(held.finding, held.unit, held.other, held.runs | runs)
    return sorted(kept.values(), key=lambda row: (row.finding.rule, -(row.finding.blocks or 0)))


def _unit(side: Side, where: object) -> Unit | None:
    if not isinstance(where, Where):
        return None
    return side.unit(where.file, where.sheet, where.cell)


def counts_table(worked: Worked) -> Iterator[str]:
    """How many findings each rule has, by severity, with combined and with separate sciences."""
    yield "| rule | asks | combined: error | warning | info | separate: error | warning | info |"
    yield "|---|---|---|---|---|---|---|---|"
    counted = [Counter((f.rule, f.severity) for f in side.report.data) for side in worked.sides]
    for rule, known in PLAN_RULES.items():
        numbers = [count[rule, severity] for count in counted for severity in Severity]
        if any(numbers):
            cells = " | ".join(str(number) if number else "–" for number in numbers)
            yield f"| {rule} | {known.asks} | {cells} |"
    totals = [
        sum(n for (_, own), n in count.items() if own is s) for count in counted for s in Severity
    ]
    yield f"| all | | {' | '.join(map(str, totals))} |"


def is_about_skills(row: Row) -> bool:
    """Whether what is missing is a topic of working scientifically, which no title names."""
    return row.topics[1].startswith(SKILLS)


def finding_tables(worked: Worked) -> Iterator[str]:
    """The errors, apart by what they are about, and the weightiest warnings."""
    errors = rows_of(worked, Severity.ERROR)
    skills = [row for row in errors if is_about_skills(row)]
    rest = [row for row in errors if not is_about_skills(row)]
    within = [row for row in rest if row.finding.rule.startswith("PRE")]
    across = [row for row in rest if row.finding.rule.startswith("COH")]
    for department, name in ((Department.MATHS, "mathematics"), (Department.SCIENCE, "science")):
        own = [row for row in within if _is_of(row, department)]
        yield from _section(worked, f"Errors within {name}", own)
    yield from _section(worked, "Errors between mathematics and science", across)
    yield from _skills(worked, skills)
    yield from _coverage(worked)
    warnings = rows_of(worked, Severity.WARNING, ("PRE001", "COH001", "COH003"))
    shown = [
        row
        for rule in ("PRE001", "COH001", "COH003")
        for row in [w for w in warnings if w.finding.rule == rule][:SHOWN]
    ]
    yield from _section(
        worked,
        f"The weightiest warnings: {len(shown)} of {len(warnings)}",
        shown,
        "What is only helpful and comes later, or never; up to "
        f"{SHOWN} of each rule, those first on which most rests.",
    )


def _is_of(row: Row, department: Department) -> bool:
    return row.topics[0].startswith("maths:") is (department is Department.MATHS)


def _section(worked: Worked, title: str, rows: Sequence[Row], says: str = "") -> Iterator[str]:
    yield from ("", f"### {title}", "")
    if says:
        yield from (says, "")
    if not rows:
        yield "None."
        return
    yield "| rule | unit | what it teaches | needs | which is taught | why | for | rests on it |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        edge = row.finding.edge
        assert edge is not None
        first, second = (worked.label(topic) for topic in row.topics)
        place = at(row.other) if row.other else "nowhere, by its titles"
        cells = [
            row.finding.rule, at(row.unit), first, second, place, edge.rationale or "",
            row.pathway, str(row.finding.blocks or 0),
        ]  # fmt: skip
        yield f"| {' | '.join(map(cell, cells))} |"


def _skills(worked: Worked, rows: Sequence[Row]) -> Iterator[str]:
    yield from ("", "### Errors about working scientifically", "")
    if not rows:
        yield "None."
        return
    missing = {topic: worked.label(topic) for topic in sorted({row.topics[1] for row in rows})}
    yield (
        f"{len(rows)} findings say that no unit teaches one of {len(missing)} topics of working "
        "scientifically. Titles of units never name such topics, which are taught through the "
        "content, so nothing follows from these: a department names the skill in the unit that "
        f"teaches it, or suppresses the finding with that reason. They are: "
        f"{'; '.join(missing.values())}."
    )


def _coverage(worked: Worked) -> Iterator[str]:
    yield from ("", "### Named by no title, or beyond a tier", "")
    said: dict[str, dict[str, None]] = {}
    for side in worked.sides:
        for finding in side.report.data:
            if finding.rule.startswith("COV"):
                said.setdefault(finding.message, {})[finding.pathway or "all"] = None
    yield from (f"- {cell(message)} ({', '.join(runs)})" for message, runs in said.items())


def at(unit: Unit) -> str:
    """A unit by its title and its year."""
    return f"{' '.join(unit.text.split())} (Year {unit.year})"


def cell(text: str) -> str:
    """A text as a cell of a table of markdown."""
    return text.replace("|", r"\|").replace("*", r"\*")


def verdict_tables(worked: Worked) -> Iterator[str]:
    """What was thought of findings that were looked at one by one, and what was not looked at."""
    errors = [row for row in rows_of(worked, Severity.ERROR) if not is_about_skills(row)]
    found = {_link(row) for severity in Severity for row in rows_of(worked, severity)}
    for verdict, words in WORDS.items():
        links = [link for link, own in worked.verdicts.items() if own.verdict == verdict]
        here = [link for link in links if link in found]
        yield from ("", f"### {words.rstrip('.')}: {len(here)}", "")
        yield from (_said(worked, link) for link in here)
    gone = [link for link in worked.verdicts if link not in found]
    if gone:
        yield from ("", f"### Found before and found no longer: {len(gone)}", "")
        yield "The data were mended, or a title is read otherwise now."
        yield ""
        yield from (_said(worked, link) for link in gone)
    left = {_link(row): None for row in errors if _link(row) not in worked.verdicts}
    if left:
        yield from ("", f"### Errors that nobody has looked at yet: {len(left)}", "")
        yield from (f"- {_named(worked, link)}" for link in left)


def _link(row: Row) -> str:
    assert row.finding.edge is not None
    return "~".join(row.finding.edge.id.split("~")[:2])


def _said(worked: Worked, link: str) -> str:
    return f"- *{_named(worked, link)}.* {worked.verdicts[link].says}"


def _named(worked: Worked, link: str) -> str:
    dependent, prerequisite = link.split("~")
    first, second = worked.label(dependent), worked.label(prerequisite)
    if prerequisite.startswith("maths:") != dependent.startswith("maths:"):
        return f"{first} in science uses {second} of mathematics"
    return f"{first} needs {second}"
