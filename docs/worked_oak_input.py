"""What the worked example of Oak's sequences is made from: plans, confirmed matches, verdicts."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from api.planning import Planner
from graph.index import Index
from graph.plans.lint import Report
from graph.plans.read import Matched
from loaders.oak import read_oak
from ontology.plans import Plan, Unit
from ontology.text import fold
from ontology.vocabulary import Department

ROOT = Path(__file__).parent.parent
ONTOLOGY = ROOT.parent / "shared" / "fixtures" / "oak-curriculum-ontology" / "data"
"""Oak's ontology, where it lies beside the checkout; it is not part of this repository."""
MATCHES = ROOT / "docs" / "worked" / "oak-matches.csv"
VERDICTS = ROOT / "docs" / "worked" / "oak-findings.csv"
WORDS = {
    "right": "Holds.",
    "title": "Hangs on how the title is read.",
    "edge": "The link is in doubt.",
}
"""What was thought of a finding when it was looked at."""

Titles = Mapping[tuple[Department, str], "Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a unit's title was confirmed to mean, as ids of topics, and why."""

    topics: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader thought of the findings of a link: a key of `WORDS`, and in words."""

    verdict: str
    says: str


@dataclass(frozen=True, slots=True)
class Side:
    """Mathematics with one pathway of science: plans by names alone, as confirmed, the report."""

    name: str
    named: tuple[Matched, ...]
    matched: tuple[Matched, ...]
    report: Report

    def unit(self, file: str, sheet: str | None, cell: str | None) -> Unit:
        """The unit that stands at a place. Raises KeyError: none does."""
        for plan in self.matched:
            for unit in plan.plan.units:
                if (unit.where.file, unit.where.sheet, unit.where.cell) == (file, sheet, cell):
                    return unit
        raise KeyError((file, sheet, cell))


@dataclass(frozen=True, slots=True)
class Worked:
    """Everything that the page is written from."""

    planner: Planner
    titles: Titles
    verdicts: Mapping[str, Verdict]
    sides: tuple[Side, Side]

    @property
    def index(self) -> Index:
        """The index."""
        return self.planner.index

    def label(self, topic: str) -> str:
        """A topic's label."""
        return self.index.topics[self.index.number[topic]].label


def work_out(index: Index, folder: Path) -> Worked:
    """Reads, matches and checks: mathematics with combined, then with separate sciences.

    The sentence model is left out, so that the page is the same on every machine.

    Raises:
        FileNotFoundError: the folder lacks a file of the ontology.
        ValueError: a row of the two tables beside the page names what is not there, or a title
            of a plan has no row.
    """
    planner = Planner(index, sentences=False)
    (maths,) = read_oak(folder, Department.MATHS)
    combined, separate = read_oak(folder, Department.SCIENCE)
    titles = read_titles(index, [maths, combined, separate])
    confirmed = {
        department: {
            fold(title): reading.topics
            for (own, title), reading in titles.items()
            if own is department
        }
        for department in Department
    }

    plans = [maths, combined, separate]
    named = planner.match_plans(plans)
    matched = planner.match_plans(plans, confirmed=lambda department: confirmed[department])

    def side(name: str, place: int) -> Side:
        own = (matched[0], matched[place])
        return Side(name, (named[0], named[place]), own, planner.check(own))

    sides = side("combined", 1), side("separate", 2)
    return Worked(planner, titles, read_verdicts(index), sides)


def read_titles(index: Index, plans: Iterable[Plan]) -> Titles:
    """The confirmed reading of every title of the plans, in the order of the file.

    Raises:
        ValueError: a row names an unknown topic or a title that no plan has, or one is missing.
    """
    wanted = {
        (plan.department, unit.text): None
        for plan in plans
        for unit in plan.units
        if plan.department is not None
    }
    found: dict[tuple[Department, str], Reading] = {}
    for number, row in _rows(MATCHES):
        key = (Department(row["department"]), row["unit"])
        topics = tuple(topic for topic in row["topics"].split("; ") if topic)
        unknown = [topic for topic in topics if topic not in index.number]
        if unknown:
            raise ValueError(f"{MATCHES.name}:{number}: there is no topic {', '.join(unknown)}")
        if key not in wanted or key in found:
            raise ValueError(f"{MATCHES.name}:{number}: “{key[1]}” is no title, or stands twice")
        if not topics and not row["why"]:
            raise ValueError(f"{MATCHES.name}:{number}: say why “{key[1]}” names no topic")
        found[key] = Reading(topics, row["why"])
    missing = [title for department, title in wanted if (department, title) not in found]
    if missing:
        raise ValueError(f"{MATCHES.name} has no row for: {'; '.join(missing)}")
    return found


def read_verdicts(index: Index) -> Mapping[str, Verdict]:
    """What was thought of findings, by the id of their link.

    Raises:
        ValueError: a row names a topic that is not there, or a verdict that is none.
    """
    found = {}
    for number, row in _rows(VERDICTS):
        ends = row["link"].split("~")
        if len(ends) != 2 or not all(end in index.number for end in ends):
            raise ValueError(f"{VERDICTS.name}:{number}: {row['link']} does not link two topics")
        if row["verdict"] not in WORDS:
            raise ValueError(f"{VERDICTS.name}:{number}: a verdict is one of {', '.join(WORDS)}")
        found[row["link"]] = Verdict(row["verdict"], row["says"])
    return found


def _rows(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from enumerate(csv.DictReader(file), start=2)
