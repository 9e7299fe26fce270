"""What a department waits for: matching, checking and mending a plan of the curated data.

Each size runs in a process of its own, so that the memory told is its own.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bench.graphs import SEED, curated_index
from bench.tables import Table, duration
from graph.index import Index
from graph.matching.matcher import build_matcher
from graph.plans.lint import lint
from graph.plans.pathways import read_pathways
from graph.plans.read import match_plan
from graph.plans.repair import repair
from graph.plans.tables import build_tables, numbers_of
from ontology.findings import Where
from ontology.plans import HALF_TERMS, Plan, Unit
from ontology.vocabulary import Department, Stage, Subject

SIZES = (60, 150, 300)
PER_UNIT = 2
HALVES = 5 * HALF_TERMS
NOISE = 6.0
"""Places by which a topic stands off an order in which each comes after what it needs."""


@dataclass(frozen=True)
class Waited:
    """Seconds and what came of them, for one plan."""

    units: int
    build: float
    match: float
    lint: float
    findings: int
    quick: float
    best: float
    proposals: tuple[tuple[str, int, bool, float], ...]
    memory: int


def measure(environment: Mapping[str, str]) -> Iterator[Table]:
    """The table of waiting times, by size of plan."""
    del environment
    table = Table(
        "A plan of mathematics from its words to another order",
        (
            "units",
            "lexicon and tables, once",
            "match",
            "lint, all pathways",
            "findings",
            "first proposals",
            "best order",
            "best order: moves, gap",
            "memory",
        ),
        note=(
            f"Units of {PER_UNIT} topics by their labels, in an order that is disturbed (fixed "
            "seed), over five years; matched by names. First proposals: local search, for three "
            "objectives. Best order: the same proved or improved, all three, at the usual effort. "
            "Memory: the most that the process held."
        ),
    )
    context = multiprocessing.get_context("spawn")
    for size in SIZES:
        with context.Pool(1) as pool:
            found = pool.apply(wait, (size,))
        told = "; ".join(
            f"{name}: {moves}, {'proved' if optimal else f'{gap:.1%}'}"
            for name, moves, optimal, gap in found.proposals
        )
        table.add(
            str(found.units),
            duration(found.build),
            duration(found.match),
            duration(found.lint),
            str(found.findings),
            duration(found.quick),
            duration(found.best),
            told,
            f"{found.memory // 1024} MB",
        )
    yield table


def wait(size: int) -> Waited:
    """Match, check and mend one plan of so many units."""
    index = curated_index()
    plan = invent(index, size)
    start = time.perf_counter()
    tables = build_tables(index)
    matcher = build_matcher(index, Department.MATHS)
    matcher.match_text("warm")
    build = time.perf_counter() - start
    start = time.perf_counter()
    plans = [match_plan(plan, lambda department: matcher)]
    match = time.perf_counter() - start
    start = time.perf_counter()
    report = lint(tables, plans)
    checked = time.perf_counter() - start
    asked = read_pathways(["higher"])
    start = time.perf_counter()
    repair(tables, plans, asked, quick=True)
    quick = time.perf_counter() - start
    start = time.perf_counter()
    best = repair(tables, plans, asked)
    return Waited(
        units=len(plan.units),
        build=build,
        match=match,
        lint=checked,
        findings=len(report.data),
        quick=quick,
        best=time.perf_counter() - start,
        proposals=tuple((p.name, len(p.moves), p.optimal, p.gap) for p in best.data),
        memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    )


def invent(index: Index, size: int) -> Plan:
    """A plan whose units teach topics by their labels, nearly in an order of dependence."""
    chance = Random(SEED)
    order = ordered(index, chance)
    wanted = (order * (1 + size * PER_UNIT // len(order)))[: size * PER_UNIT]
    noisy = sorted(range(len(wanted)), key=lambda place: place + chance.gauss(0, NOISE))
    topics = [wanted[place] for place in noisy]
    units = []
    for place in range(size):
        half = place * HALVES // size
        own = topics[place * PER_UNIT : (place + 1) * PER_UNIT]
        units.append(
            Unit(
                id=f"u{place}",
                text="; ".join(index.topics[topic].label for topic in own),
                where=Where(file="maths.csv", cell=f"D{place + 2}"),
                year=7 + half // HALF_TERMS,
                half_term=half % HALF_TERMS + 1,
            )
        )
    return Plan(file="maths.csv", department=Department.MATHS, units=tuple(units))


def ordered(index: Index, chance: Random) -> list[int]:
    """Topics of KS3 and GCSE mathematics, each after what it needs, by stage, else by chance."""
    tables = build_tables(index)
    left = {
        number
        for number, topic in enumerate(index.topics)
        if topic.subject is Subject.MATHS and topic.stage is not Stage.KS2
    }
    found: list[int] = []
    while left:
        ready = [n for n in left if not left.intersection(numbers_of(tables.needs[n]))]
        found.append(_first(index, ready, chance))
        left.remove(found[-1])
    return found


def _first(index: Index, ready: Sequence[int], chance: Random) -> int:
    return min(sorted(ready), key=lambda n: (index.topics[n].stage.rank, chance.random()))
