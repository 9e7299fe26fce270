"""Laws of gaps and bottlenecks, on random small curricula, by brute force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.bottlenecks import bottlenecks
from graph.gaps import gaps
from graph.index import build_index
from graph.questions import Assumed, Bottlenecks, Gaps
from ontology.records import Curriculum
from ontology.vocabulary import Pathway, Stage, Strength, SubjectAsked, TierAsked
from tests.graph.oracle import (
    asked_topics,
    content,
    digraph,
    resting,
    topic_rows,
    ways,
)
from tests.graph.strategies import curricula, frameworks_of, names, strands_of

if TYPE_CHECKING:
    from tests.graph.oracle import Digraph

law = settings(max_examples=100, deadline=None)


def secure(curriculum: Curriculum, question: Gaps) -> frozenset[str]:
    """What is known, of a stage taken as known, or essentially needed by something known."""
    stages = {"none": (), "KS2": (Stage.KS2,), "KS3": (Stage.KS2, Stage.KS3)}[question.assume]
    known = asked_topics(curriculum, question.known)
    known |= {topic.id for topic in curriculum.topics if topic.stage in stages}
    essential = digraph(curriculum, lambda edge: edge.strength is Strength.ESSENTIAL)
    return known.union(*(nx.descendants(essential, topic) for topic in known))


def draw_gaps(data: st.DataObject, curriculum: Curriculum) -> Gaps:
    """Half of the targets are single topics that come late, with more below them."""
    topics = [topic.id for topic in curriculum.topics]
    late = st.sampled_from(topics[-2:]).map(lambda topic: (topic,))
    known = st.lists(st.sampled_from(topics[:-1]), unique=True, min_size=1, max_size=3)
    return Gaps(
        target=data.draw(late | names(curriculum)),
        known=tuple(data.draw(st.just([]) | known)),
        assume=data.draw(st.sampled_from(get_args(Assumed))),
        strength=data.draw(st.sampled_from((Strength.HELPFUL, Strength.ESSENTIAL))),
        tier=data.draw(st.sampled_from(TierAsked)),
        pathway=data.draw(st.sampled_from((None, *Pathway))),
    )


def targets_of(curriculum: Curriculum, question: Gaps) -> frozenset[str]:
    return asked_topics(curriculum, question.target, tier=question.tier, pathway=question.pathway)


def needs(curriculum: Curriculum, question: Gaps) -> Digraph:
    return digraph(curriculum, lambda edge: edge.strength.rank <= question.strength.rank)


@settings(law, max_examples=400)
@given(curricula(), st.data())
def test_gaps_lists_what_is_needed_and_not_known(
    curriculum: Curriculum, data: st.DataObject
) -> None:
    """Needed: the target, and whatever a needed topic that is not known needs."""
    question = draw_gaps(data, curriculum)
    graph, known = needs(curriculum, question), secure(curriculum, question)
    targets = targets_of(curriculum, question) - known
    graph.remove_nodes_from(known)
    expected = targets.union(*(nx.descendants(graph, target) for target in targets))
    assert {row.id for row in gaps(build_index(curriculum), question).data} == expected


@settings(law, max_examples=400)
@given(curricula(), st.data())
def test_gaps_come_in_an_order_that_can_be_taught(
    curriculum: Curriculum, data: st.DataObject
) -> None:
    question = draw_gaps(data, curriculum)
    graph, known = needs(curriculum, question), secure(curriculum, question)
    targets = targets_of(curriculum, question)
    answer = gaps(build_index(curriculum), question)
    listed = [row.id for row in answer.data]
    assert known.isdisjoint(listed)
    assert [row.step for row in answer.data] == list(range(1, len(listed) + 1))
    taught = set(known)
    for row in answer.data:
        below = set(graph.successors(row.id))
        assert below <= taught | (set(graph) - set(listed))
        assert row.ready == (below <= known)
        assert row.opens == len(nx.ancestors(graph.subgraph(listed), row.id))
        best = [] if row.id in targets else ways(graph, targets, {row.id})
        assert tuple(link.id for link in row.chain) == (best[0].ids if best else ())
        assert row.strength is (best[0].strength if best else Strength.ESSENTIAL)
        taught.add(row.id)
    assert answer.fringe == tuple(id_ for id_ in listed if set(graph.successors(id_)) <= known)


# Bottlenecks


def lanes(graph: Digraph) -> list[list[str]]:
    """Every chain of topics from an end down to ground; a topic alone is one.

    Several links between two topics are one step.
    """
    simple: nx.DiGraph[str] = nx.DiGraph(graph)
    ends = [topic for topic in graph if graph.in_degree(topic) == 0]
    grounds = [topic for topic in graph if graph.out_degree(topic) == 0]
    found = [[topic] for topic in ends if topic in grounds]
    for end in ends:
        for ground in grounds:
            if end != ground:
                found += nx.all_simple_paths(simple, end, ground)
    return found


@law
@given(curricula(), st.data())
def test_bottlenecks_are_those_of_brute_force(curriculum: Curriculum, data: st.DataObject) -> None:
    within = data.draw(st.sampled_from((None, *frameworks_of(curriculum))))
    strands = strands_of(curriculum, within)
    question = Bottlenecks(
        within=within,
        tier=data.draw(st.sampled_from(TierAsked)),
        strand=data.draw(st.sampled_from((*[None] * len(strands), *strands))),
        subject=data.draw(st.sampled_from((None, None, *SubjectAsked))),
        pathway=data.draw(st.sampled_from((None, *Pathway))),
        strength=data.draw(st.sampled_from(Strength)),
    )
    graph = digraph(curriculum, lambda edge: edge.strength.rank <= question.strength.rank)
    frameworks = [within] if within else frameworks_of(curriculum)
    groups = [
        topics
        for framework in frameworks
        for topics in content(
            curriculum, framework, question.tier, pathway=question.pathway
        ).values()
    ]
    addressing: frozenset[str] = frozenset().union(*groups)
    expected: dict[str, Any] = {}
    filters = (question.strand, question.subject, question.pathway)
    for topic in topic_rows(curriculum, question.tier, *filters):
        above = resting(graph, {topic}) - {topic}
        through = [len(lane) for lane in lanes(graph) if topic in lane]
        statements = sum(not above.isdisjoint(topics) for topics in groups)
        if above & addressing and (within is None or topic in addressing):
            blocked = len(above & addressing)
            expected[topic] = (blocked, statements, max(through), sum(through))
    rows = bottlenecks(build_index(curriculum), question).data
    assert {
        r.id: (r.blocking.topics, r.blocking.statements, r.delay, r.centrality) for r in rows
    } == expected
    places = [(-r.blocking.topics, -r.blocking.statements, -r.delay, r.id) for r in rows]
    assert places == sorted(places)
