"""Laws of rows and chains, on random small curricula, against brute force (`oracle.py`)."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.dependents import dependents, prerequisites
from graph.explain import explain
from graph.index import Index, build_index
from graph.questions import Dependents, Explain
from ontology.answers import Link, StatementRow, TopicRow
from ontology.records import Curriculum, Requires
from ontology.vocabulary import BasisKind, Strength, TierAsked
from tests.graph.chance import REASONINGS
from tests.graph.oracle import (
    Expected,
    Way,
    addressed,
    allowed,
    asked_about,
    asked_topics,
    digraph,
    expected_rows,
    ways,
)
from tests.graph.strategies import World, curricula, names, worlds
from tests.graph.worlds import BASES, Edge, edges_of, refusable, without

law = settings(max_examples=300, deadline=None)
UPWARD = pytest.mark.parametrize("upward", [True, False], ids=["dependents", "prerequisites"])


def ask(index: Index, question: Dependents, upward: bool = True) -> list[StatementRow | TopicRow]:
    return list((dependents if upward else prerequisites)(index, question).data)


def ids_of(rows: list[StatementRow | TopicRow]) -> set[str]:
    return {row.id for row in rows}


def seen(row: StatementRow | TopicRow) -> Expected:
    extent = None
    if isinstance(row, StatementRow):
        extent = (row.extent.topics, row.extent.is_, row.extent.depending)
    return Expected(
        depends=row.depends,
        strength=row.strength,
        basis=row.basis,
        distance=row.distance,
        nearest=row.nearest,
        chain=tuple(link.id for link in row.chain),
        extent=extent,
    )


def told_by(world: World, **changes: Any) -> Dependents:
    return world.question.model_copy(update=changes)


# What the rows are


@UPWARD
@settings(law, max_examples=1000)
@given(worlds())
def test_rows_are_those_of_brute_force(upward: bool, world: World) -> None:
    rows = ask(build_index(world.curriculum), world.question, upward)
    expected = expected_rows(world.curriculum, world.question, upward)
    assert {row.id: seen(row) for row in rows} == expected
    assert [row.id for row in rows] == list(expected)


@UPWARD
@law
@given(worlds())
def test_a_chain_replays_edge_by_edge(upward: bool, world: World) -> None:
    curriculum, question = world.curriculum, world.question
    asked = asked_about(curriculum, question, upward)
    edges = {edge.id: edge for edge in edges_of(curriculum)}
    for row in ask(build_index(curriculum), question, upward):
        topics = addressed(curriculum, row.id, question.tier) or {row.id}
        starts, ends = (topics, asked) if upward else (asked, topics)
        assert (row.depends == "is") == (not row.chain)
        for link in row.chain:
            assert says_the_same(link, edges[link.id])
        for above, below in zip(row.chain, row.chain[1:], strict=False):
            assert above.prerequisite == below.dependent
        if row.chain:
            assert row.chain[0].dependent in starts
            assert row.chain[-1].prerequisite in ends


def says_the_same(link: Link, edge: Edge) -> bool:
    """Whether a link shows every field of the edge as it stands in the data."""
    told = link.model_dump(exclude={"type", "basis", "source", "locator"})
    basis = (link.basis, link.source, link.locator)
    return (
        link.type == ("requires" if isinstance(edge, Requires) else "uses")
        and basis == (edge.basis.kind, edge.basis.source, edge.basis.locator)
        and told == {"id": edge.id, **edge.model_dump(include=set(told))}
    )


@UPWARD
@law
@given(worlds())
def test_no_chain_is_better_than_its_links(upward: bool, world: World) -> None:
    for row in ask(build_index(world.curriculum), world.question, upward):
        if row.strength is None or row.basis is None:
            assert row.depends == "is"
            continue
        assert row.strength.rank == max(link.strength.rank for link in row.chain)
        assert row.basis.rank == max(link.basis.rank for link in row.chain)
        assert row.distance == len(row.chain) >= row.nearest >= 1


@settings(law, max_examples=100)
@given(curricula())
def test_dependents_and_prerequisites_are_inverse(curriculum: Curriculum) -> None:
    index = build_index(curriculum)
    up: dict[tuple[str, str], Expected] = {}
    down: dict[tuple[str, str], Expected] = {}
    for topic in curriculum.topics:
        question = Dependents(of=(topic.id,))
        up |= {(row.id, topic.id): seen(row) for row in ask(index, question)}
        down |= {(topic.id, row.id): seen(row) for row in ask(index, question, upward=False)}
        expected = expected_rows(curriculum, question, upward=True)
        assert {pair[0]: row for pair, row in up.items() if pair[1] == topic.id} == expected
    assert up == down


@settings(law, max_examples=1000)
@given(worlds(), st.data())
def test_explain_gives_the_first_chains_of_brute_force(world: World, data: st.DataObject) -> None:
    curriculum, filters = world.curriculum, world.question
    question = Explain(
        dependent=data.draw(names(curriculum)),
        prerequisite=filters.of,
        k=data.draw(st.integers(1, 12)),
        tier=filters.tier,
        pathway=filters.pathway,
        strength=filters.strength,
        basis=filters.basis,
        reasoning=filters.reasoning,
        depth=filters.depth,
        without=filters.without,
    )
    starts = asked_topics(
        curriculum, question.dependent, question.without, question.tier, question.pathway
    )
    ends = asked_topics(curriculum, question.prerequisite, question.without)
    best = ways(allowed(curriculum, question), starts, ends, question.depth)[: question.k]
    answer = explain(build_index(curriculum), question)
    assert answer.shared == tuple(sorted(starts & ends))
    assert [tuple(link.id for link in row.chain) for row in answer.data] == [w.ids for w in best]
    assert [
        (row.rank, row.strength, row.basis, row.distance, row.weakest) for row in answer.data
    ] == [
        (rank, way.strength, way.basis, len(way.edges), way.weakest)
        for rank, way in enumerate(best, start=1)
    ]


# What changes them


@UPWARD
@law
@given(worlds(), st.data())
def test_an_added_edge_removes_nothing(upward: bool, world: World, data: st.DataObject) -> None:
    edge = data.draw(st.sampled_from(edges_of(world.curriculum)))
    before = ask(
        build_index(without(world.curriculum, edge.id)), told_by(world, without=()), upward
    )
    after = ask(build_index(world.curriculum), told_by(world, without=()), upward)
    assert ids_of(before) <= ids_of(after)


@UPWARD
@law
@given(worlds(), st.data())
def test_without_is_a_graph_built_without(upward: bool, world: World, data: st.DataObject) -> None:
    ids = st.lists(st.sampled_from(refusable(world.curriculum)), unique=True, max_size=3)
    refused = tuple(data.draw(ids))
    whole, less = build_index(world.curriculum), build_index(without(world.curriculum, *refused))
    by_filter = ask(whole, told_by(world, without=refused), upward)
    assert by_filter == ask(less, told_by(world, without=()), upward)


@UPWARD
@law
@given(worlds())
def test_filters_only_narrow(upward: bool, world: World) -> None:
    index = build_index(world.curriculum)
    loose = told_by(world, without=())
    usual: dict[str, Any] = {
        "strength": Strength.HELPFUL,
        "basis": BasisKind.EDITORIAL,
        "reasoning": (),
        "depth": None,
        "tier": TierAsked.HIGHER,
        "strand": None,
        "subject": None,
        "pathway": None,
    }
    for parameter, value in usual.items():
        wider = loose.model_copy(update={parameter: value})
        assert ids_of(ask(index, loose, upward)) <= ids_of(ask(index, wider, upward)), parameter


@st.composite
def beside(draw: st.DrawFn, curriculum: Curriculum, way: Way) -> tuple[Curriculum, Requires]:
    """A shortcut beside a chain of `requires` that says no more, once all have one reasoning."""
    reasoning = draw(st.sampled_from(REASONINGS))
    shortcut = Requires(
        dependent=way.edges[0].dependent,
        prerequisite=way.edges[-1].prerequisite,
        strength=draw(st.sampled_from([s for s in Strength if s.rank >= way.strength.rank])),
        basis=BASES[draw(st.sampled_from([b for b in BasisKind if b.rank >= way.basis.rank]))],
        reasoning=reasoning,
        rationale="It follows",
    )
    others = [
        edge.model_copy(update={"reasoning": reasoning}) if edge.id in way.ids else edge
        for edge in curriculum.requires
        if edge.id != shortcut.id
    ]
    return curriculum.model_copy(update={"requires": (*others, shortcut)}), shortcut


def is_redundant(curriculum: Curriculum, edge: Requires) -> bool:
    """Whether a path of other `requires` is as strong, as well founded, of the same reasoning."""
    others = digraph(
        curriculum,
        lambda other: (
            isinstance(other, Requires)
            and other is not edge
            and other.strength.rank <= edge.strength.rank
            and other.basis.kind.rank <= edge.basis.kind.rank
            and other.reasoning is edge.reasoning
        ),
    )
    return nx.has_path(others, edge.dependent, edge.prerequisite)


@UPWARD
@law
@given(worlds(), st.data())
def test_a_redundant_edge_changes_no_set_nor_grade(
    upward: bool, world: World, data: st.DataObject
) -> None:
    graph = digraph(world.curriculum, lambda edge: isinstance(edge, Requires))
    pairs = [(a, b) for a in graph for b in nx.descendants(graph, a)]
    long = [way for a, b in pairs for way in ways(graph, {a}, {b}) if len(way.edges) > 1]
    assume(long)
    curriculum, edge = data.draw(beside(world.curriculum, data.draw(st.sampled_from(long))))
    question = told_by(world, depth=None, without=())

    def grades(curriculum: Curriculum) -> list[tuple[Any, ...]]:
        rows = [(row.id, seen(row)) for row in ask(build_index(curriculum), question, upward)]
        return [(id_, r.depends == "is", r.strength, r.basis, r.extent) for id_, r in rows]

    assert is_redundant(curriculum, edge)
    assert grades(curriculum) == grades(without(curriculum, edge.id))
