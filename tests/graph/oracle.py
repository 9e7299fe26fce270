"""What rows and chains ought to be, by brute force with networkx; nothing here knows the engine.

Graphs have the ids of all topics as nodes and run dependent → prerequisite, each edge under its id
with its record as `edge`: science may use one piece of mathematics several times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

from graph.questions import Dependents, LinkFilter
from ontology.records import Curriculum, Statement, Topic
from ontology.vocabulary import (
    SCIENCES,
    BasisKind,
    Pathway,
    StatementKind,
    Strength,
    Subject,
    SubjectAsked,
    Tier,
    TierAsked,
)
from tests.graph.worlds import Edge, edges_of

if TYPE_CHECKING:
    Digraph = nx.MultiDiGraph[str]

Groups = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Way:
    """A chain of edges from a dependent down to a prerequisite."""

    edges: tuple[Edge, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(edge.id for edge in self.edges)

    @property
    def strength(self) -> Strength:
        return max((edge.strength for edge in self.edges), key=lambda s: s.rank)

    @property
    def basis(self) -> BasisKind:
        return max((edge.basis.kind for edge in self.edges), key=lambda b: b.rank)

    @property
    def place(self) -> tuple[int, int, int, tuple[str, ...]]:
        """What chains are ranked by, smallest first."""
        return self.strength.rank, self.basis.rank, len(self.edges), self.ids

    @property
    def weakest(self) -> str:
        """The first edge of least strength, then worst basis."""
        grades = [(edge.strength.rank, edge.basis.kind.rank) for edge in self.edges]
        return self.ids[grades.index(max(grades))]


def digraph(curriculum: Curriculum, keep: Callable[[Edge], bool] = lambda edge: True) -> Digraph:
    graph: Digraph = nx.MultiDiGraph()
    graph.add_nodes_from(topic.id for topic in curriculum.topics)
    for edge in edges_of(curriculum):
        if keep(edge):
            graph.add_edge(edge.dependent, edge.prerequisite, edge.id, edge=edge)
    return graph


def allowed(curriculum: Curriculum, question: LinkFilter) -> Digraph:
    """The graph of the edges that the chains of a question may use."""
    return digraph(
        curriculum,
        lambda edge: (
            edge.strength.rank <= question.strength.rank
            and edge.basis.kind.rank <= question.basis.rank
            and (not question.reasoning or edge.reasoning in question.reasoning)
            and edge.id not in question.without
        ),
    )


def ways(
    graph: Digraph, starts: Collection[str], ends: Collection[str], depth: int | None = None
) -> list[Way]:
    """Every chain that touches `starts` only at its first topic and `ends` only at its last."""
    found = []
    for start in set(starts) - set(ends):
        for end in set(ends) - set(starts):
            paths: Iterable[Any] = nx.all_simple_edge_paths(graph, start, end, cutoff=depth)
            for path in paths:
                between = {step[0] for step in path[1:]}
                if between.isdisjoint(starts) and between.isdisjoint(ends):
                    found.append(Way(tuple(graph.edges[step]["edge"] for step in path)))
    return sorted(found, key=lambda way: way.place)


def resting(graph: Digraph, topics: Iterable[str]) -> frozenset[str]:
    """The topics and all that depends on them."""
    return frozenset(topics).union(*(nx.ancestors(graph, topic) for topic in topics))


def addressed(curriculum: Curriculum, statement: str, tier: TierAsked) -> frozenset[str]:
    """The topics that address a statement at the tier asked."""
    kept = {
        TierAsked.FOUNDATION: {Tier.FOUNDATION},
        TierAsked.HIGHER: {Tier.FOUNDATION, Tier.HIGHER},
        TierAsked.HIGHER_ONLY: {Tier.HIGHER},
    }[tier]
    return frozenset(
        row.topic for row in curriculum.addresses if row.statement == statement and row.tier in kept
    )


def asked_topics(
    curriculum: Curriculum,
    ids: Iterable[str],
    refused: Collection[str] = (),
    tier: TierAsked = TierAsked.HIGHER,
    pathway: Pathway | None = None,
) -> frozenset[str]:
    """What themes (less the refused memberships), topics, statements and equations stand for.

    Statements and equations by their topics at the tier and on the pathway.
    """
    topics = {topic.id: topic for topic in curriculum.topics}
    kept = set(topic_rows(curriculum, tier, pathway=pathway))
    found: set[str] = set()
    for id_ in ids:
        belonging = {topic for row in curriculum.equations if row.id == id_ for topic in row.topics}
        found |= belonging & kept
        found |= {topic for topic in topics if topic == id_}
        found |= {
            topic for topic in addressed(curriculum, id_, tier) if is_on(topics[topic], pathway)
        }
        found |= {
            row.topic
            for row in curriculum.memberships
            if row.theme == id_ and row.id not in refused
        }
    return frozenset(found)


def document_order(curriculum: Curriculum, statement: Statement) -> tuple[int, int, str]:
    """Strand, number and letter: R2 before R2a before R10."""
    framework = next(f for f in curriculum.frameworks if f.id == statement.framework)
    parts = re.fullmatch(r"[A-Z]+(\d+)([a-z]?)", statement.code)
    assert parts is not None
    return framework.strands.index(statement.strand), int(parts[1]), parts[2]


def is_of(asked: SubjectAsked | None, subject: Subject) -> bool:
    """Whether a subject is the one asked about; science is all that is not mathematics."""
    if asked is SubjectAsked.SCIENCE:
        return subject in SCIENCES
    return asked is None or asked.value == subject.value


def is_on(topic: Topic, pathway: Pathway | None) -> bool:
    """Whether a topic is taught on a pathway; mathematics, which has none, is on each."""
    return pathway is None or topic.pathway == () or pathway in topic.pathway


def content(
    curriculum: Curriculum,
    framework: str,
    tier: TierAsked,
    strand: str | None = None,
    subject: SubjectAsked | None = None,
    pathway: Pathway | None = None,
) -> Groups:
    """The content statements that have topics at the tier and on the pathway, with those topics.

    In the order of the document. A statement is of its strand's subject.
    """
    of = next(row for row in curriculum.frameworks if row.id == framework)
    owners = of.subjects if len(of.subjects) > 1 else of.subjects * len(of.strands)
    owner = dict(zip(of.strands, owners, strict=True))
    rows = [
        row
        for row in curriculum.statements
        if row.framework == framework
        and row.kind is StatementKind.CONTENT
        and strand in (None, row.strand)
        and is_of(subject, owner[row.strand])
    ]
    rows.sort(key=lambda row: document_order(curriculum, row))
    on = {topic.id for topic in curriculum.topics if is_on(topic, pathway)}
    groups = {row.id: addressed(curriculum, row.id, tier) & on for row in rows}
    return {id_: topics for id_, topics in groups.items() if topics}


def tiers_of(curriculum: Curriculum, topic: Topic) -> set[Tier]:
    """In science the topic's own tier; else its addresses', Foundation where it has none."""
    if topic.tier is not None:
        return {topic.tier}
    return {row.tier for row in curriculum.addresses if row.topic == topic.id} or {Tier.FOUNDATION}


def topic_rows(
    curriculum: Curriculum,
    tier: TierAsked,
    strand: str | None = None,
    subject: SubjectAsked | None = None,
    pathway: Pathway | None = None,
) -> Groups:
    """The topics that tier, strand, subject and pathway keep."""
    strands = {row.id: row.strand for row in curriculum.statements}
    wanted = {
        TierAsked.FOUNDATION: {Tier.FOUNDATION},
        TierAsked.HIGHER: set(Tier),
        TierAsked.HIGHER_ONLY: {Tier.HIGHER},
    }[tier]
    kept = []
    for topic in sorted(curriculum.topics, key=lambda topic: topic.id):
        places = [row for row in curriculum.addresses if row.topic == topic.id]
        if (
            tiers_of(curriculum, topic) & wanted
            and (strand is None or strand in {strands[p.statement] for p in places})
            and is_of(subject, topic.subject)
            and is_on(topic, pathway)
        ):
            kept.append(topic.id)
    return {topic: frozenset({topic}) for topic in kept}


@dataclass(frozen=True)
class Expected:
    """A row, less what it copies from its statement or topic."""

    depends: str
    strength: Strength | None
    basis: BasisKind | None
    distance: int
    nearest: int
    chain: tuple[str, ...]
    extent: tuple[int, int, int] | None


def expected_rows(
    curriculum: Curriculum, question: Dependents, upward: bool
) -> dict[str, Expected]:
    """The rows of `dependents` (upward) or `prerequisites`, in order, as the design defines."""
    graph = allowed(curriculum, question)
    asked = asked_about(curriculum, question, upward)
    filters = (question.tier, question.strand, question.subject, question.pathway)
    if question.within is None:
        groups = topic_rows(curriculum, *filters)
    else:
        groups = content(curriculum, question.within, *filters)
    themes = {theme.id for theme in curriculum.themes}
    named = set(question.of) - themes
    rows = {}
    for id_, topics in groups.items():
        row = None if id_ in named else row_of(graph, asked, topics, question.depth, upward)
        if row is not None:
            extent = row.extent if question.within else None
            rows[id_] = Expected(**{**vars(row), "extent": extent})
    return rows


def asked_about(curriculum: Curriculum, question: Dependents, upward: bool) -> frozenset[str]:
    """What depends is taken at the tier and on the pathway asked, what it depends on whole."""
    if upward:
        return asked_topics(curriculum, question.of, question.without)
    return asked_topics(curriculum, question.of, question.without, question.tier, question.pathway)


def row_of(
    graph: Digraph, asked: frozenset[str], topics: frozenset[str], depth: int | None, upward: bool
) -> Expected | None:
    def chains_of(group: Collection[str]) -> list[Way]:
        starts, ends = (group, asked) if upward else (asked, group)
        return ways(graph, starts, ends, depth)

    depending = sum(bool(chains_of({topic})) for topic in topics - asked)
    extent = (len(topics), len(topics & asked), depending)
    if topics & asked:
        return Expected("is", None, None, 0, 0, (), extent)
    found = chains_of(topics)
    if not found:
        return None
    best, nearest = found[0], min(len(way.edges) for way in found)
    depends = "direct" if nearest == 1 else "transitive"
    return Expected(depends, best.strength, best.basis, len(best.edges), nearest, best.ids, extent)
