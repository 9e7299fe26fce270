"""The page that checks Oak's own sequences of mathematics and science together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from api.planning import Planner
from docs.worked_oak_findings import cell, counts_table, finding_tables, verdict_tables
from docs.worked_oak_input import ONTOLOGY, Reading, Side, Worked, work_out
from docs.worked_oak_timing import timing_section
from graph.plans.repair import repair
from ontology.plan_repairs import Proposal, UnitMove
from ontology.plans import Match, State
from ontology.vocabulary import Department

BECAUSE = 2
"""Reasons that are named of a unit that moves."""
HEAD = """# Oak's sequences, checked

Written from the data (version `{version}`) by `make docs`. It shows what a department gets, on real
input: the published sequences of mathematics and science of Oak National Academy, read as two plans
and checked together. It is no judgement on Oak's curriculum: only titles of units were read, the
topics and links are this project's own, mostly editorial and not yet reviewed by teachers, and a
plan that was made with its lessons in view may do in a lesson what no title tells.

Titles of units are quoted from the
[Oak Curriculum Ontology](https://github.com/oaknational/oak-curriculum-ontology), version 0.1.3, by
Oak National Academy. Contains public sector information licensed under the
[Open Government Licence v3.0](https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/).
Oak National Academy has neither seen nor endorsed this page.
"""
READ = """
The ontology has the order of units in a year and no half-terms. So departments are compared by
year: science is *before* mathematics where it is in an earlier year, and in the same year nobody
knows. For spacing and for the repaired order units are taken to be spread evenly over their year,
which is an assumption. Separate biology, chemistry and physics run side by side in Years 10 and
11; their units are put into one order by how far through its year each stands, an assumption too.
The plans of combined and of separate science are checked one at a time, each with mathematics:
both hold the same units for Years 7 to 9.
"""
MATCHED = """
A title such as "Forces" names no single topic, and matching by names alone (without the sentence
model) is sure of few. So every title was read once and confirmed, as a department does for its own
plan: [oak-matches.csv](oak-matches.csv) has each title with the topics that it was taken to teach
in its year, and why where that is not plain. The readings are editorial. Where a title leaves
something open it was read in the plan's favour (as teaching what is needed soon, as leaving what
needs more to a later unit), so that a finding does not hang on a narrow reading. A few readings
were mended where a timing fact, which was read off a lesson, showed a finding to be false or too
large; they say so. Titles that name a context ("Maths in the workplace") teach nothing here.
"""
REPAIRED = """
Where no order is faultless the program says what cannot be had together and proposes the nearest
orders. This is the instant proposal with the fewest moves, of the local search. Half-terms come
from the even spread, an assumption. A move takes a whole unit, and these units hold many lessons: a
department would sooner move two lessons than a unit, and would not teach what this table puts far
from its kind. The table is a list of what to talk about, and no advice.
"""
LOOKED = """
Every error above (those about working scientifically aside) and some of the warnings were looked
at one by one, as a teacher would who doubts the program more than the plan. *Holds* means that the
departments have something to talk about, not that the plan is wrong. Where a link is in doubt, it
is so because of the mathematics or the science, never because a published order does otherwise. The
verdicts are in [oak-findings.csv](oak-findings.csv).
"""
LIMITS = """
- **Only titles were read.** Nothing says that a topic is not taught because no title names it; a
  "never taught" here means *named by no title*.
- **The readings are ours.** Another reader of the same titles would get other findings. The timing
  facts above show how often a title misleads about the year.
- **An order of years is coarse.** Two units of one year may be months apart either way.
- **The links are opinions with reasons.** Most are editorial and none was reviewed by a teacher
  outside this project. A finding quotes its reason so that it can be refused.
- **A clash is not a fault of either department.** Science often cannot wait, and mathematics builds
  what it needs. What follows is an agreement on words and methods, not a verdict.
- **Spacing is reckoned from an even spread**, so that GAP001 and GAP002 say little here.
"""


def oak_page(planner: Planner, folder: Path = ONTOLOGY) -> str:
    """The page as markdown, in some ten to twenty seconds.

    Raises:
        FileNotFoundError: the folder lacks a file of Oak's ontology.
        ValueError: a table beside the page does not fit the plans or the data.
    """
    worked = work_out(planner.index, folder)
    lines = [HEAD.format(version=worked.index.version), "## What was read", "", *_read(worked)]
    lines += [READ, "## How titles were matched", MATCHED, *_matched(worked)]
    lines += ["", "## Findings by rule", "", *counts_table(worked), "", *_notes(worked)]
    lines += ["", "## Findings of weight", *finding_tables(worked)]
    lines += ["", "## Beside the timing facts", "", *timing_section(worked)]
    lines += ["", "## A repaired order", REPAIRED, *_repaired(worked)]
    lines += ["", "## Findings we looked at and what they say", LOOKED.rstrip()]
    lines += [*verdict_tables(worked), "", "## What not to conclude", LIMITS.rstrip()]
    return "\n".join(lines) + "\n"


def _read(worked: Worked) -> Iterator[str]:
    """The programmes of the plans, those of Years 7 to 9 of science once."""
    yield "| programme | year | units | for |"
    yield "|---|---|---|---|"
    counted: Counter[tuple[str, int, str]] = Counter()
    for side in worked.sides:
        seen = {key[0] for key in counted}
        for plan in side.named:
            for unit in plan.plan.units:
                sheet = unit.where.sheet or ""
                if sheet not in seen:
                    counted[sheet, unit.year or 0, ", ".join(unit.courses) or "all"] += 1
    for (sheet, year, courses), units in counted.items():
        yield f"| {sheet} | {year} | {units} | {courses} |"
    files = [plan.plan.file for side in worked.sides for plan in side.named]
    yield ""
    yield (
        f"{counted.total()} units in {len(counted)} programmes, put together as "
        f"{len(set(files))} plans ({', '.join(dict.fromkeys(files))})."
    )


def _matched(worked: Worked) -> Iterator[str]:
    """How sure names alone were, by department, and the titles with both readings."""
    rows = _by_title(worked)
    yield "| | titles | matched | to confirm | unmatched | best candidate is one confirmed |"
    yield "|---|---|---|---|---|---|"
    for department in Department:
        own = [(worked.titles[key], match) for key, match in rows.items() if key[0] is department]
        states = Counter(match.state for _, match in own)
        open_ = [(r, m) for r, m in own if m.state is State.CONFIRM and r.topics]
        right = sum(bool(set(_best(match)) & set(reading.topics)) for reading, match in open_)
        numbers = " | ".join(str(states[state]) for state in State)
        yield f"| {department}, names alone | {len(own)} | {numbers} | {right} of {len(open_)} |"
    none = [title for (_, title), reading in worked.titles.items() if not reading.topics]
    topics = {topic for reading in worked.titles.values() for topic in reading.topics}
    yield ""
    yield (
        f"As confirmed: {len(worked.titles)} titles, {len(none)} of them without a topic, "
        f"{len(topics)} topics in all."
    )
    yield from ("", "<details>", "<summary>What names alone left open, and how it was read")
    yield from ("</summary>", "", "| title | years | by names | read as |", "|---|---|---|---|")
    for key, match in rows.items():
        if match.state is not State.MATCHED:
            yield _title_row(worked, key[1], worked.titles[key], match)
    yield from ("", "</details>")


def _by_title(worked: Worked) -> dict[tuple[Department, str], Match]:
    """The match by names alone of each title."""
    return {
        (department, unit.text): match
        for side in worked.sides
        for plan in side.named
        for unit, department, match in plan.rows()
    }


def _best(match: Match) -> list[str]:
    return [topic for part in match.parts for topic in part.topics]


def _title_row(worked: Worked, title: str, reading: Reading, match: Match) -> str:
    years = sorted(
        {
            unit.year
            for side in worked.sides
            for plan in side.named
            for unit in plan.plan.units
            if unit.text == title and unit.year is not None
        }
    )
    best = "; ".join(worked.label(topic) for topic in _best(match)) or "nothing"
    read = "; ".join(worked.label(topic) for topic in reading.topics) or "no topic"
    cells = [title, ", ".join(map(str, years)), f"{match.state}: {best}", read]
    return f"| {' | '.join(map(cell, cells))} |"


def _notes(worked: Worked) -> Iterator[str]:
    notes = dict.fromkeys(note for side in worked.sides for note in side.report.notes)
    yield from (f"- {note}" for note in notes)
    provisional = sum(finding.provisional for side in worked.sides for finding in side.report.data)
    yield f"- Findings that hang on a match which nobody has confirmed: {provisional}."


def _repaired(worked: Worked) -> Iterator[str]:
    side = worked.sides[0]
    found = repair(worked.planner.tables, side.matched, quick=True)
    for conflict in found.conflicts:
        yield f"- {conflict.message}"
    proposal = found.data[0]
    yield ""
    yield (
        f"*{proposal.name.capitalize()}* ({proposal.method}, "
        f"{'proved best' if proposal.optimal else 'not proved best'}): of {found.units} units "
        f"{len(proposal.moves)} move. Findings of order and coherence after it: "
        f"{proposal.errors} errors, {proposal.warnings} warnings; now: {_now(side)}."
    )
    yield from ("", "| unit | from | to | so that |", "|---|---|---|---|")
    yield from _moves(worked, proposal)


def _now(side: Side) -> str:
    counted = Counter(
        str(finding.severity)
        for finding in side.report.data
        if finding.rule in ("PRE001", "PRE002", "COH001", "COH002")
    )
    return f"{counted['error']} errors, {counted['warning']} warnings"


def _moves(worked: Worked, proposal: Proposal) -> Iterator[str]:
    """A row a unit that moves; units of both tiers that move alike once."""
    rows: dict[tuple[str, ...], dict[str, None]] = {}
    for move in proposal.moves:
        key = (move.text, f"Year {move.before.year}", _to(move), _because(worked, move))
        tier = next((t for t in ("Foundation", "Higher") if t in (move.where.sheet or "")), "")
        rows.setdefault(key, {})[tier] = None
    for (text, *rest), tiers in rows.items():
        only = f" ({next(iter(tiers))})" if len(tiers) == 1 and next(iter(tiers)) else ""
        yield f"| {' | '.join(map(cell, [text + only, *rest]))} |"


def _to(move: UnitMove) -> str:
    if move.before.year != move.after.year:
        return f"Year {move.after.year}"
    return f"Year {move.after.year}, {'earlier' if move.by < 0 else 'later'}"


def _because(worked: Worked, move: UnitMove) -> str:
    """The links that a move mends, the first of them; none where it makes room."""
    named = [
        f"{worked.label(link.dependent)} after {worked.label(link.prerequisite)}"
        for link in move.because[:BECAUSE]
    ]
    more = len(move.because) - BECAUSE
    return "; ".join([*named, *([f"{more} more"] if more > 0 else [])]) or "others have room"
