"""What a pupil of one pathway is taught, read the obvious slow way; for `plan_oracle.py`.

A unit is a thing that teaches a set of topic ids, some of them only if a match is confirmed, over a
stretch of the calendar. No bit sets, no ticks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from graph.plans.pathways import Run
from graph.plans.read import Matched
from ontology.plans import Course, Part, State, Unit
from ontology.records import Curriculum, Topic
from ontology.vocabulary import (
    Department,
    Stage,
    Subject,
    Tier,
)
from tests.graph.worlds import Edge, edges_of

if TYPE_CHECKING:
    Digraph = nx.MultiDiGraph[str]

Moment = tuple[int, float]
"""A half-term (0 is Autumn 1 of Year 7), and a step within it."""

Topics = frozenset[str]
INFINITE = float("inf")


@dataclass(frozen=True)
class Taught:
    """A unit as one pupil meets it."""

    unit: Unit
    place: int
    topics: frozenset[str]
    certain: frozenset[str]
    above: frozenset[str]
    begins: Moment
    ends: Moment
    halves: tuple[int, int]
    taken: tuple[int, int]

    @property
    def order(self) -> tuple[Moment, Moment, int]:
        """How units are told in order, of equals as in the file."""
        return self.begins, self.ends, self.place

    def is_before(self, other: Taught) -> bool:
        """Whether it surely ends before another begins."""
        return self.ends < other.begins

    def is_unsure(self, topic: str) -> bool:
        return topic in self.topics and topic not in self.certain


@dataclass(frozen=True)
class School:
    """What a pupil of one run is taught in one department."""

    department: Department
    run: Run
    units: tuple[Taught, ...]
    known: frozenset[str]
    assumed: frozenset[str]
    perhaps: frozenset[str]
    loose: frozenset[str]
    years: tuple[int, ...]
    outside: frozenset[str]
    even: bool

    @property
    def topics(self) -> frozenset[str]:
        return frozenset(topic for one in self.units for topic in one.topics)

    def teaching(self, topic: str) -> list[Taught]:
        return [one for one in self.units if topic in one.topics]


def graph_of(curriculum: Curriculum) -> Digraph:
    """Topics and their links, each with its record."""
    graph: Digraph = nx.MultiDiGraph()
    graph.add_nodes_from((topic.id, {"topic": topic}) for topic in curriculum.topics)
    for edge in edges_of(curriculum):
        graph.add_edge(edge.dependent, edge.prerequisite, key=edge.id, edge=edge)
    return graph


def record(graph: Digraph, topic: str) -> Topic:
    found = graph.nodes[topic]["topic"]
    assert isinstance(found, Topic)
    return found


def links(graph: Digraph, topic: str) -> list[Edge]:
    """The links by which a topic needs others."""
    found: list[Edge] = [
        graph.edges[upper, lower, key]["edge"]
        for upper, lower, key in graph.out_edges(topic, keys=True)
    ]
    return found


def is_maths(topic: Topic) -> bool:
    return topic.subject is Subject.MATHS


def school(
    curriculum: Curriculum, plans: Sequence[Matched], department: Department, run: Run
) -> School:
    rows = [
        (unit, match)
        for plan in plans
        for unit, own, match in plan.rows()
        if own is department and is_for(unit, run, department)
    ]
    dated = [(unit, match) for unit, match in rows if unit.year is not None]
    held = {topic.id for topic in curriculum.topics if is_held(curriculum, topic, run, department)}
    units = [unit for unit, _ in dated]
    loose = {t for unit, m in rows if unit.year is None for t in read(m.parts, held)[0]}
    taught = sorted(
        (
            Taught(unit, place, *read(match.parts, held), *when(unit, units), *where(unit, units))
            for place, (unit, match) in enumerate(dated)
        ),
        key=lambda one: one.order,
    )
    years = tuple(sorted({year_of(unit) for unit in units}))
    topics = {topic for one in taught for topic in one.topics}
    own = [t for t in curriculum.topics if is_maths(t) is (department is Department.MATHS)]
    start = years[0] if years else 7
    known = {Stage.KS2, *([Stage.KS3] if start >= 10 else [])}
    begun = {8: Stage.KS3, 9: Stage.KS3, 11: Stage.GCSE}.get(start)
    return School(
        department=department,
        run=run,
        units=tuple(taught),
        known=frozenset(t.id for t in own if t.stage in known),
        assumed=frozenset(
            t.id
            for t in own
            if t.stage is begun and t.id in held and t.id not in topics and t.id not in loose
        ),
        perhaps=frozenset(
            candidate.topic
            for _, match in rows
            for part in match.parts
            if part.state is State.CONFIRM
            for candidate in part.candidates
        ),
        loose=frozenset(loose),
        years=years,
        outside=frozenset(topic.id for topic in own if topic.id not in held),
        even=any(unit.half_term is None for unit in units),
    )


def is_for(unit: Unit, run: Run, department: Department) -> bool:
    tier = run.maths if department is Department.MATHS else run.science
    tiers = [course for course in unit.courses if course in (Course.FOUNDATION, Course.HIGHER)]
    paths = [course for course in unit.courses if course not in tiers]
    if unit.classes and run.group and run.group not in unit.classes:
        return False
    if tiers and str(tier) not in map(str, tiers):
        return False
    return department is Department.MATHS or not paths or str(run.pathway) in map(str, paths)


def is_held(curriculum: Curriculum, topic: Topic, run: Run, department: Department) -> bool:
    """Whether the examination of a pathway can ask a topic."""
    tier = run.maths if department is Department.MATHS else run.science
    tiers = {row.tier for row in curriculum.addresses if row.topic == topic.id}
    only_higher = topic.tier is Tier.HIGHER if topic.tier else tiers == {Tier.HIGHER}
    if tier is Tier.FOUNDATION and only_higher:
        return False
    return not topic.pathway or run.pathway in topic.pathway


def read(parts: Sequence[Part], held: set[str]) -> tuple[Topics, Topics, Topics]:
    """What parts teach, what of it for certain, and what is above the pathway."""
    taught: set[str] = set()
    certain: set[str] = set()
    above: set[str] = set()
    for part in parts:
        ids = {topic for topic in part.topics if topic in held}
        if not ids:
            ids = set(part.topics)
            above |= ids
        taught |= ids
        certain |= ids if part.state is State.MATCHED else set()
    return frozenset(taught), frozenset(certain), frozenset(above)


def year_of(unit: Unit) -> int:
    assert unit.year is not None
    return unit.year


def half(unit: Unit) -> int:
    return (year_of(unit) - 7) * 6 + (unit.half_term or 1) - 1


def when(unit: Unit, units: Sequence[Unit]) -> tuple[Moment, Moment]:
    """From when to when a unit may be taught: at its step, else anywhere in its half-terms."""
    here = half(unit)
    if unit.half_term is not None:
        if unit.step is not None and unit.span == 1:
            return (here, unit.step), (here, unit.step)
        return (here, -INFINITE), (here + unit.span - 1, INFINITE)
    alone = all(one.half_term is None for one in units if one.year == unit.year)
    if alone and unit.step is not None:
        return (here, unit.step), (here, unit.step)
    return (here, -INFINITE), (here + 5, INFINITE)


def where(unit: Unit, units: Sequence[Unit]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Half-terms in which it may be taught, and those in which it is taken to be.

    Where they are unknown, the units of a year are spread evenly over it, by step.
    """
    here = half(unit)
    if unit.half_term is not None:
        return (here, here + unit.span - 1), (here, here + unit.span - 1)
    beside = [one for one in units if one.year == unit.year]
    order = sorted(beside, key=lambda one: one.step or 0)
    at = here + [one.id for one in order].index(unit.id) * 6 // len(beside)
    return (here, here + 5), (at, at)
