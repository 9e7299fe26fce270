"""Checking plans: the rules on matched plans of the curated data, beside a loop over networkx.

A plan teaches every topic of its department's data, in an order in which each comes after what it
needs, disturbed as departments disturb it; some topics are met again later. What units teach is
told and not matched, so that the rules alone are measured.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.graphs import SEED, curated_index
from bench.tables import Table, duration, ratio, verdict
from graph.plans.breach import Breach
from graph.plans.course import Course, Reading, build_course, read_unit
from graph.plans.lint import find_breaches
from graph.plans.pathways import Run
from graph.plans.tables import Tables, build_tables
from graph.plans.wording import Checked, word
from ontology.findings import Where
from ontology.plans import HALF_TERMS, Match, Part, Settings, State, Unit
from ontology.vocabulary import Department, Pathway, Stage, Subject, Tier

if TYPE_CHECKING:
    import networkx as nx

    Digraph = nx.DiGraph[int]

SIZES = (60, 150, 300)
"""Units of a department."""
PLANS = 8
"""Different plans of each size, checked in turn."""
PASSES = 5
"""How often all plans are checked in one turn."""
ROUNDS = 7
AIM = 1000
"""Plans a second of `AIM_AT` units: the rules, without their wording."""
AIM_AT = 150
NOISE = 6.0
"""Places by which a topic stands off the order in which each comes after what it needs."""
NEAR = 8
"""Topics that may come next, of those that became ready last."""
AGAIN = 0.15
"""The part of the topics that are taught again."""
HALVES = 5 * HALF_TERMS
RUN = Run(Tier.HIGHER, Tier.HIGHER, Pathway.SEPARATE)
SETTINGS = Settings()

Courses = Mapping[Department, Course]


@dataclass(frozen=True)
class Scheme:
    """What a plan is made of, ready to be checked: its units as they were read."""

    readings: tuple[Reading, ...]
    departments: tuple[Department, ...]


def measure(environment: Mapping[str, str]) -> Iterator[Table]:
    """The table of plans of one department and of both."""
    del environment
    tables = build_tables(curated_index())
    graph = digraph(tables)
    gc.collect()
    gc.freeze()  # as the service does once it is ready
    table = Table(
        "Checking a matched plan",
        (
            "units",
            "broken links",
            "findings",
            "all rules",
            "plans a second",
            "in words",
            "with mends",
            "networkx, links only",
            "networkx to all rules",
            f"{AIM:,} a second",
        ),
        note=(
            f"One pathway. {PLANS} plans of each size (fixed seed), taken in turns, the middle of "
            f"{ROUNDS} rounds. All rules: the courses are built from the units and every rule is "
            "asked; in words: the findings as records besides; with mends: the cheapest move "
            "worked out for each. The loop over networkx asks every edge of a graph, whose topics "
            "have the times of their teaching as an attribute, for PRE, GAP001 and COH001 to "
            "COH003: no revisits, coverage, pathways, repeats or terms, no matches to confirm. It "
            f"finds the same links. The aim is for {AIM_AT} units of one department."
        ),
    )
    for departments in ((Department.MATHS,), tuple(Department)):
        for size in SIZES:
            _row(table, tables, graph, size, departments)
    yield table


def _row(
    table: Table, tables: Tables, graph: Digraph, size: int, departments: tuple[Department, ...]
) -> None:
    schemes = [invent(tables, size, departments, SEED + number) for number in range(PLANS)]
    broken = {len(agreed(tables, graph, scheme)) for scheme in schemes}
    found = [len(list(check(tables, scheme)[1])) for scheme in schemes]
    ways: dict[str, Callable[[Scheme], object]] = {
        "rules": lambda scheme: list(check(tables, scheme)[1]),
        "words": lambda scheme: told(tables, scheme, with_mend=False),
        "mends": lambda scheme: told(tables, scheme, with_mend=True),
        "networkx": lambda scheme: loop(graph, scheme),
    }
    taken = in_turns({name: partial(each, way, schemes) for name, way in ways.items()})
    whole = taken["rules"]
    met = verdict(1 / whole >= AIM) if size == AIM_AT and len(departments) == 1 else ""
    table.add(
        " + ".join(f"{size} {department}" for department in departments),
        f"{min(broken)}–{max(broken)}",
        f"{min(found)}–{max(found)}",
        duration(whole),
        f"{1 / whole:,.0f}",
        duration(taken["words"]),
        duration(taken["mends"]),
        duration(taken["networkx"]),
        ratio(taken["networkx"] / whole),
        met,
    )


def each(way: Callable[[Scheme], object], schemes: Sequence[Scheme]) -> None:
    """Ask all plans, some times over."""
    for scheme in (*schemes,) * PASSES:
        way(scheme)


def in_turns(ways: Mapping[str, Callable[[], None]]) -> dict[str, float]:
    """Seconds a plan of each way, the middle of rounds in which all take their turn."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            taken[name].append((time.perf_counter() - start) / PLANS / PASSES)
    return {name: median(times) for name, times in taken.items()}


# Ours


def check(tables: Tables, scheme: Scheme) -> tuple[Courses, Iterator[Breach]]:
    """The courses of a plan, and what the rules find on them."""
    courses = {
        department: build_course(tables, department, RUN, scheme.readings)
        for department in scheme.departments
    }
    return courses, find_breaches(tables, courses, SETTINGS)


def told(tables: Tables, scheme: Scheme, with_mend: bool) -> list[Any]:
    """The findings of a plan in words."""
    courses, breaches = check(tables, scheme)
    files = {department: Where(file=f"{department}.xlsx") for department in scheme.departments}
    checked = Checked(tables, courses, SETTINGS, files)
    return [word(breach, checked, None, with_mend) for breach in breaches]


# The obvious loop


def digraph(tables: Tables) -> Digraph:
    """Topics with their department and stage, and what each needs; several uses are one edge."""
    import networkx as nx

    graph: Digraph = nx.DiGraph()
    index = tables.index
    for number, topic in enumerate(index.topics):
        graph.add_node(number, maths=topic.subject is Subject.MATHS, stage=topic.stage)
    for number in range(len(index.links)):
        pair = index.net.dependent[number], index.net.prerequisite[number]
        if not graph.has_edge(*pair):
            graph.add_edge(*pair, essential=index.net.strength[number] == 0, links=[])
        graph.edges[pair]["links"].append(index.links[number])
    return graph


Broken = tuple[str, int, int]
"""A rule, and the topics of a link."""


def loop(graph: Digraph, scheme: Scheme) -> list[Broken]:
    """Every link that is out of order or too far apart, by asking every edge."""
    for _, data in graph.nodes(data=True):
        data["when"] = []
    for reading in scheme.readings:
        half = (reading.unit.year or 7) * HALF_TERMS + (reading.unit.half_term or 1)
        for topic in reading.topics:
            graph.nodes[topic]["when"].append((half, reading.unit.step or 0))
    both = len(scheme.departments) > 1
    found = []
    for upper, lower, data in graph.edges(data=True):
        one, other = graph.nodes[upper], graph.nodes[lower]
        crossing = one["maths"] is not other["maths"]
        if not one["when"] or other["stage"] is Stage.KS2 or (crossing and not both):
            continue
        rule = _clash(one, other, data) if crossing else _order(graph, lower, one, other)
        if rule is not None:
            found.append((rule, upper, lower))
    return found


Data = Mapping[str, Any]


def _clash(upper: Data, lower: Data, data: Data) -> str | None:
    if upper["stage"] is Stage.KS3 and all(link.stage is Stage.GCSE for link in data["links"]):
        return None
    if not lower["when"]:
        return "COH003"
    here, there = min(upper["when"])[0], min(lower["when"])[0]
    return "COH001" if there > here else "COH002" if there == here else None


def _order(graph: Digraph, number: int, upper: Data, lower: Data) -> str | None:
    if not lower["when"]:
        return "PRE003"
    here, there = min(upper["when"]), min(lower["when"])
    if there >= here:
        return "PRE001" if there > here else None
    if here in lower["when"]:
        return None
    meeting = [lower, *(graph.nodes[number] for number in graph.predecessors(number))]
    last = max(
        when
        for data in meeting
        for when in data["when"]
        if (when < here if data["maths"] is lower["maths"] else when[0] < here[0])
    )
    return "GAP001" if here[0] - last[0] >= SETTINGS.gap else None


def agreed(tables: Tables, graph: Digraph, scheme: Scheme) -> set[Broken]:
    """The links of order and spacing that both find broken.

    Raises:
        AssertionError: they differ.
    """
    rules = ("PRE001", "PRE002", "GAP001")
    ours = {
        (breach.rule, *breach.topics[:2])
        for breach in check(tables, scheme)[1]
        if breach.rule in rules
    }
    theirs = {broken for broken in loop(graph, scheme) if broken[0] in rules}
    assert ours == theirs, (len(ours - theirs), len(theirs - ours))
    return {(rule, upper, lower) for rule, upper, lower in theirs}


# Plans


def invent(tables: Tables, size: int, departments: tuple[Department, ...], seed: int) -> Scheme:
    """A plan of so many units a department, the same every time."""
    draw = Random(seed)
    readings: list[Reading] = []
    for department in departments:
        order = disturbed(tables, department, draw)
        for number in range(size):
            first, last = (len(order) * at // size for at in (number, number + 1))
            half = number * HALVES // size
            readings.append(_reading(tables, department, number, half, order[first:last]))
    return Scheme(tuple(readings), departments)


def disturbed(tables: Tables, department: Department, draw: Random) -> list[int]:
    """The topics of a department in an order of teaching, with noise; some of them once more."""
    maths = department is Department.MATHS
    order = [
        number
        for number in in_order(tables, draw)
        if bool(tables.maths >> number & 1) is maths
        and tables.index.topics[number].stage is not Stage.KS2
    ]
    again = draw.sample(order, int(AGAIN * len(order)))
    places = [(place + draw.gauss(0, NOISE), number) for place, number in enumerate(order)]
    length = len(order)
    places += [(draw.uniform(order.index(number), length), number) for number in again]
    return [number for _, number in sorted(places)]


def in_order(tables: Tables, draw: Random) -> list[int]:
    """All topics, each after what it needs, by stage; most follow soon what they rest on."""
    net = tables.index.net
    waiting = [len(net.needs[number]) for number in range(net.size)]
    ready: dict[Stage, list[int]] = {stage: [] for stage in Stage}
    for number, count in enumerate(waiting):
        if not count:
            ready[tables.index.topics[number].stage].append(number)
    found = []
    while any(ready.values()):
        stage = next(stage for stage in Stage if ready[stage])
        last = len(ready[stage])
        number = ready[stage].pop(draw.randrange(max(0, last - NEAR), last))
        found.append(number)
        for link in net.feeds[number]:
            upper = net.dependent[link]
            waiting[upper] -= 1
            if not waiting[upper]:
                ready[tables.index.topics[upper].stage].append(upper)
    return found


def _reading(
    tables: Tables, department: Department, number: int, half: int, topics: Sequence[int]
) -> Reading:
    """A unit of these topics, each in a part of its own, as it is read."""
    where = Where(file=f"{department}.xlsx", sheet=f"Year {7 + half // 6}", cell=f"B{number + 2}")
    text, time_ = f"Unit {number + 1}", {"year": 7 + half // 6, "half_term": half % 6 + 1}
    id_ = f"{department}-{number}"
    parts = tuple(
        Part(text=topic.label, state=State.MATCHED, topics=(topic.id,))
        for topic in (tables.index.topics[number] for number in topics)
    )
    unit = Unit.model_validate({"id": id_, "text": text, "where": where, "step": number, **time_})
    match = Match.model_validate(
        {"text": text, "where": where, "state": "matched", "parts": parts, "unit": id_, **time_}
    )
    return read_unit(tables, unit, department, match)


if __name__ == "__main__":
    import os
    import sys

    for table in measure(os.environ):
        sys.stdout.write(table.markdown())
