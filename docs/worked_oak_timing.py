"""The worked example beside the timing facts, which were read off lessons and not off titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from docs.worked_oak_findings import ORDER, cell
from docs.worked_oak_input import Worked
from graph.plans.course import Course, Lesson
from graph.plans.pathways import Run
from graph.questions import FirstNeed
from graph.register import first_need
from ontology.crossings import FirstNeedRow
from ontology.register import Timing
from ontology.vocabulary import Department, Pathway, Tier, TimingFact

MATHS, SCIENCE = "oak-maths", "oak-science"
SCHEMES = ((MATHS, Tier.HIGHER), ("oak-maths-foundation", Tier.FOUNDATION))
ORDERS = {
    "science-first": "science first",
    "same-time": "same year",
    "maths-first": "mathematics first",
    "not-told": "mathematics not told",
    "not-read": "not read from any title",
}


def timing_section(worked: Worked) -> Iterator[str]:
    """How the plans as read agree with the facts, and the clashes that the facts tell."""
    yield from _taught(worked)
    yield from _orders(worked)


def course(worked: Worked, tier: Tier, department: Department) -> Course:
    """The course of a department with combined science."""
    run = Run(tier, tier, Pathway.COMBINED)
    return worked.sides[0].report.courses[run][department]


def _taught(worked: Worked) -> Iterator[str]:
    yield from ("### Where mathematics is taught", "")
    yield (
        "The first fact of each topic of mathematics against the first unit whose title was read "
        "as teaching it:"
    )
    yield from ("", "| scheme | facts | same unit | same year | earlier | later | no unit |")
    yield "|---|---|---|---|---|---|---|"
    apart: dict[tuple[str, int, str], list[Tier]] = {}
    for scheme, tier in SCHEMES:
        own = course(worked, tier, Department.MATHS)
        counted: Counter[str] = Counter()
        for topic, fact in _first_facts(worked, scheme).items():
            lesson = _first(worked, own, topic)
            counted[_place(fact, lesson)] += 1
            if lesson is None or lesson.unit.year != fact.year:
                said = "no unit" if lesson is None else f"Year {lesson.unit.year}"
                apart.setdefault((topic, fact.year, said), []).append(tier)
        label = next(s.label for s in worked.index.curriculum.schemes if s.id == scheme)
        names = ("same unit", "same year", "earlier", "later", "no unit")
        numbers = " | ".join(str(counted[name]) for name in names)
        yield f"| {label} | {counted.total()} | {numbers} |"
    yield from ("", "In another year, or in none:", "")
    yield "| topic | lessons (facts) | titles (as read) | tier |"
    yield "|---|---|---|---|"
    for (topic, year, said), tiers in apart.items():
        tier_word = "both" if len(tiers) == len(SCHEMES) else str(tiers[0])
        yield f"| {cell(worked.label(topic))} | Year {year} | {said} | {tier_word} |"


def _first_facts(worked: Worked, scheme: str) -> Mapping[str, Timing]:
    found: dict[str, Timing] = {}
    for row in worked.index.curriculum.timing:
        if row.scheme != scheme or row.fact is not TimingFact.TAUGHT:
            continue
        held = found.get(row.topic)
        if held is None or (row.year, row.position or 0) < (held.year, held.position or 0):
            found[row.topic] = row
    return dict(sorted(found.items(), key=lambda item: (item[1].year, item[1].position or 0)))


def _first(worked: Worked, own: Course, topic: str) -> Lesson | None:
    number = worked.index.number[topic]
    return own.first(number) if number in own.where else None


def _place(fact: Timing, lesson: Lesson | None) -> str:
    if lesson is None:
        return "no unit"
    year = lesson.unit.year or 0
    if year != fact.year:
        return "earlier" if year < fact.year else "later"
    return "same unit" if lesson.unit.where.cell == str(fact.position) else "same year"


def _orders(worked: Worked) -> Iterator[str]:
    asked = FirstNeed(maths=MATHS, science=SCIENCE)
    rows = [(row, _as_read(worked, row)) for row in first_need(worked.index, asked).data]
    counted = Counter((row.order, read) for row, read in rows)
    yield from ("", "### Who comes first", "")
    yield (
        f"`.venv/bin/coherence first-need --maths {MATHS} --science {SCIENCE}` has {len(rows)} "
        "pieces of mathematics that science needs, each with the lesson that needs it. Down: by "
        "the facts. Across: by the titles as read (Higher, combined)."
    )
    kinds = ("science-first", "same-time", "maths-first", "not-read")
    yield from ("", f"| by the facts | {' | '.join(ORDERS[k] for k in kinds)} |")
    yield "|---|---|---|---|---|"
    for order in ("science-first", "same-time", "maths-first", "not-told"):
        yield f"| {ORDERS[order]} | {' | '.join(str(counted[order, k]) for k in kinds)} |"
    yield ""
    yield "The clashes that the facts tell, and whether the check of the titles found them:"
    yield from ("", "| mathematics | science | needed | taught | by the titles | finding |")
    yield "|---|---|---|---|---|---|"
    found = _found(worked)
    for row, read in rows:
        if row.order != "science-first" or row.taught is None:
            continue
        cells = [
            row.topic.label, row.by.label, f"Year {row.needed.year}", f"Year {row.taught.year}",
            ORDERS[read], _told(worked, found, row),
        ]  # fmt: skip
        yield f"| {' | '.join(map(cell, cells))} |"
    skills = sum(
        row.order == "science-first" and row.by.id.startswith("working-scientifically:")
        for row, _ in rows
    )
    yield ""
    yield (
        f"{skills} of them are skills of working scientifically, which no title of a unit names: "
        "a plan of titles cannot show them. They are seen where a department names the skill in "
        "the unit that uses it."
    )
    yield from _against(worked, rows)


def _as_read(worked: Worked, row: FirstNeedRow) -> str:
    """Who is first by the titles, at the first unit that teaches the science."""
    science = _first(worked, course(worked, Tier.HIGHER, Department.SCIENCE), row.by.id)
    maths = _first(worked, course(worked, Tier.HIGHER, Department.MATHS), row.topic.id)
    if science is None or maths is None:
        return "not-read"
    needed, taught = science.unit.year or 0, maths.unit.year or 0
    if needed == taught:
        return "same-time"
    return "science-first" if needed < taught else "maths-first"


def _found(worked: Worked) -> Mapping[tuple[str, object], str]:
    """The gravest finding of a piece of mathematics, by the science and by the unit that use it."""
    found: dict[tuple[str, object], str] = {}
    for finding in worked.sides[0].report.data:
        if finding.rule in ORDER and finding.edge is not None and finding.rule.startswith("COH"):
            said = f"{finding.rule}, {finding.severity}"
            found.setdefault((finding.edge.prerequisite, finding.edge.dependent), said)
            found.setdefault((finding.edge.prerequisite, finding.where), said)
    return found


def _told(worked: Worked, found: Mapping[tuple[str, object], str], row: FirstNeedRow) -> str:
    """The finding of a pair, or that of another topic of its unit: a unit is told once."""
    said = found.get((row.topic.id, row.by.id))
    lesson = _first(worked, course(worked, Tier.HIGHER, Department.SCIENCE), row.by.id)
    if said is None and lesson is not None:
        said = found.get((row.topic.id, lesson.unit.where))
        said = None if said is None else f"{said}, told with another topic of the unit"
    return said or "none"


def _against(worked: Worked, rows: list[tuple[FirstNeedRow, str]]) -> Iterator[str]:
    """What the check tells as science first, and the facts do not."""
    other = [
        (row, read)
        for row, read in rows
        if read == "science-first" and row.order in ("same-time", "maths-first")
    ]
    if not other:
        return
    yield from ("", "Where the titles put science first and the lessons do not:", "")
    yield "| mathematics | science | needed | taught |"
    yield "|---|---|---|---|"
    for row, _ in other:
        assert row.taught is not None
        yield (
            f"| {cell(row.topic.label)} | {cell(row.by.label)} | Year {row.needed.year} "
            f"| Year {row.taught.year} |"
        )
