"""Checks that look at the graph: cycles, redundancy, refusals, stages and tiers.

They use networkx on the draft's `requires`, with edges dependent → prerequisite.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import networkx as nx

from ontology.draft import Draft
from ontology.findings import Finding
from ontology.integrity_rows import addresses_by_topic
from ontology.records import Requires
from ontology.rules import find
from ontology.vocabulary import RefusalReason, Stage, Strength, Subject, Tier

if TYPE_CHECKING:
    Digraph = nx.DiGraph[str]


def requires_graph(draft: Draft) -> Digraph:
    """The requires edges as a networkx graph, each with its record under `edge`."""
    graph: Digraph = nx.DiGraph()
    graph.add_nodes_from(placed.record.id for placed in draft.topics)
    for placed in draft.requires:
        edge = placed.record
        graph.add_edge(edge.dependent, edge.prerequisite, edge=edge)
    return graph


def check_cycles(draft: Draft, graph: Digraph) -> Iterator[Finding]:
    """EDG003: each tangle of topics that need each other, printed as one cycle. O(V + E)."""
    places = {placed.record.id: placed.place for placed in draft.requires}
    for component in nx.strongly_connected_components(graph):
        tangle = graph.subgraph(component)
        first = min(component)
        if len(component) == 1 and not graph.has_edge(first, first):
            continue
        cycle = [dependent for dependent, _ in nx.find_cycle(tangle, first)]
        start = cycle.index(min(cycle))
        cycle = cycle[start:] + cycle[:start]
        place = places[f"{cycle[0]}~{cycle[1 % len(cycle)]}"]
        yield find(
            "EDG003",
            place,
            f"cycle: {' → '.join([*cycle, cycle[0]])}.",
            "refuse the weakest of these edges (reason weaker-direction).",
        )


def _would_stay(edge: Requires, graph: Digraph) -> list[str] | None:
    """The chain of other edges that says all that this one says, or None. O(V + E)."""

    def at_least_as_good(dependent: str, prerequisite: str) -> bool:
        other: Requires = graph[dependent][prerequisite]["edge"]
        return (
            other.id != edge.id
            and other.reasoning is edge.reasoning
            and other.strength.rank <= edge.strength.rank
            and other.basis.kind.rank <= edge.basis.kind.rank
        )

    kept = nx.subgraph_view(graph, filter_edge=at_least_as_good)
    try:
        return nx.shortest_path(kept, edge.dependent, edge.prerequisite)
    except nx.NetworkXNoPath:
        return None


def check_redundancy(draft: Draft, graph: Digraph) -> Iterator[Finding]:
    """EDG004: edges that a chain of others makes needless. O(E (V + E)) at worst."""
    for placed in draft.requires:
        edge = placed.record
        if graph.out_degree(edge.dependent) == 1 or edge.dependent == edge.prerequisite:
            continue
        chain = _would_stay(edge, graph)
        if chain:
            yield find(
                "EDG004",
                placed.place,
                f"{edge.id} says no more than {' → '.join(chain)}.",
                "move it to refused (reason not-direct), or correct its reasoning if it differs.",
            )


def _files(draft: Draft, ends: tuple[str, str]) -> str:
    """Which of requires and uses holds an edge between the ends."""
    held = {(edge.record.dependent, edge.record.prerequisite) for edge in draft.requires}
    return "requires" if ends in held else "uses"


def check_refused(draft: Draft, graph: Digraph) -> Iterator[Finding]:
    """EDG005, EDG006, EDG007: refusals against all edges, uses too. O(refused (V + E))."""
    graph = graph.copy()
    graph.add_edges_from((use.record.dependent, use.record.prerequisite) for use in draft.uses)
    for placed in draft.refused:
        refused = placed.record
        ends = refused.dependent, refused.prerequisite
        if not (graph.has_node(ends[0]) and graph.has_node(ends[1])):
            continue
        if graph.has_edge(*ends):
            yield find(
                "EDG005",
                placed.place,
                f"{refused.id} is refused and stands in {_files(draft, ends)}.",
                "delete one of the two rows.",
            )
            continue
        reachable = nx.has_path(graph, *ends)
        if refused.reason is RefusalReason.NOT_A_DEPENDENCE and reachable:
            chain = " → ".join(nx.shortest_path(graph, *ends))
            yield find(
                "EDG006",
                placed.place,
                f"{refused.id} is refused as not a dependence, yet it follows: {chain}.",
                "refuse the untrue edge of that chain, or give this refusal another reason.",
            )
        if refused.reason is RefusalReason.NOT_DIRECT and not reachable:
            yield find(
                "EDG007",
                placed.place,
                f"{refused.id} is refused as not direct, yet no chain says it.",
                "add the edges that it goes through, or give this refusal another reason.",
            )
        if refused.reason is RefusalReason.WEAKER_DIRECTION and not nx.has_path(graph, *ends[::-1]):
            yield find(
                "EDG007",
                placed.place,
                f"{refused.id} is refused as the weaker direction, yet the other does not stand.",
                "add the other direction, or give this refusal another reason.",
            )


def check_stages(draft: Draft) -> Iterator[Finding]:
    """STG001, STG002, TOP001, TOP002: stages of topics and of what they require. O(E)."""
    addresses = addresses_by_topic(draft)
    subjects = {placed.record.id: placed.record.subject for placed in draft.topics}
    official = {topic for row in draft.equations for topic in row.record.topics}
    grounded = {t for t in official if subjects.get(t) is not Subject.MATHS} | set(addresses)
    stage = {placed.record.id: placed.record.stage for placed in draft.topics}
    in_ks3 = {topic for topic, rows in addresses.items() if any(_is_ks3(a.statement) for a in rows)}
    for topic in draft.topics:
        id_ = topic.record.id
        if topic.record.stage is not Stage.KS2 and id_ not in grounded:
            yield find(
                "TOP001",
                topic.place,
                f"{id_} addresses no statement.",
                "add a row to addresses that says which statement it is part of; science may rest "
                "on an equation that names it instead.",
            )
        elif (topic.record.stage is Stage.KS3) != (id_ in in_ks3) or (
            topic.record.stage is Stage.KS2 and id_ in addresses
        ):
            yield find(
                "TOP002",
                topic.place,
                f"{id_} has stage {topic.record.stage} and addresses "
                f"{', '.join(sorted(a.statement for a in addresses.get(id_, []))) or 'nothing'}.",
                "correct the stage or the addresses.",
            )
    for placed in draft.requires:
        edge = placed.record
        if edge.dependent in in_ks3 and (
            edge.prerequisite in grounded and edge.prerequisite not in in_ks3
        ):
            yield find(
                "STG001",
                placed.place,
                f"{edge.dependent} is in KS3, {edge.prerequisite} only in GCSE.",
                "split the dependent, address the KS3 statement that holds the prerequisite, "
                "or refuse the edge.",
            )
        below = stage.get(edge.prerequisite, Stage.KS2)
        if stage.get(edge.dependent) is Stage.KS2 and below is not Stage.KS2:
            yield find(
                "STG002",
                placed.place,
                f"{edge.id} starts from a KS2 topic.",
                "refuse the edge, or correct the stage of the dependent.",
            )


def _is_ks3(statement: str) -> bool:
    return statement.startswith("ks3-")


def check_tiers(draft: Draft) -> Iterator[Finding]:
    """TIE001: Foundation content that essentially requires Higher-only content. O(E).

    By the addresses, as in mathematics; where a topic has a tier of its own, that is asked.
    """
    addresses = addresses_by_topic(draft)
    higher_only = {
        topic for topic, rows in addresses.items() if all(a.tier is Tier.HIGHER for a in rows)
    }
    own = {placed.record.id for placed in draft.topics if placed.record.tier is not None}
    for placed in draft.requires:
        edge = placed.record
        if (
            edge.strength is Strength.ESSENTIAL
            and edge.prerequisite in higher_only
            and edge.dependent not in higher_only
            and edge.dependent not in own
        ):
            yield find(
                "TIE001",
                placed.place,
                f"{edge.dependent} is met at Foundation and {edge.prerequisite} is Higher only.",
                "make the edge helpful, split the dependent by tier, or correct an address.",
            )


def check_loose_ends(draft: Draft, graph: Digraph) -> Iterator[Finding]:
    """TOP003, THE001, SRC001: topics, themes and sources that nothing touches. O(records)."""
    used = {end for use in draft.uses for end in (use.record.dependent, use.record.prerequisite)}
    for placed in draft.topics:
        if graph.degree(placed.record.id) == 0 and placed.record.id not in used:
            yield find(
                "TOP003",
                placed.place,
                f"{placed.record.id} has no edge.",
                "nothing, if it stands alone; else add what it rests on.",
            )
    members = {placed.record.theme for placed in draft.memberships}
    for theme in draft.themes:
        if theme.record.id not in members:
            yield find(
                "THE001",
                theme.place,
                f"{theme.record.id} has no topic.",
                "add rows to memberships, or delete the theme.",
            )
    cited = {placed.record.source for placed in draft.frameworks}
    cited |= {placed.record.source for placed in draft.weights}
    cited |= {placed.record.source for placed in draft.schemes}
    cited |= {placed.record.source or "" for placed in draft.equations}
    for _, placed_any in draft.all_records():
        basis = getattr(placed_any.record, "basis", None)
        if basis is not None and basis.source:
            cited.add(basis.source)
    for source in draft.sources:
        if source.record.id not in cited:
            yield find(
                "SRC001",
                source.place,
                f"{source.record.id} is cited nowhere.",
                "nothing, if it is background; else cite it or delete it.",
            )
