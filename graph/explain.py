"""Why one thing depends on another: its best chains, and the link each of them hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.ask import read_links, read_of, read_without
from graph.chains import Chain
from graph.index import Index
from graph.kbest import first_chains
from graph.net import BASES, STRENGTHS, Net
from graph.questions import Explain
from ontology.answers import ChainRow

DEFINITION = (
    "Chains from the dependent down to the prerequisite, best first: strongest weakest link, then "
    "best worst basis, then fewest links, then ids. `weakest` is the link that the chain hangs on: "
    "the first of the least strength and, among those, of the worst basis."
)


@dataclass(frozen=True, slots=True)
class Explained:
    """The answer of `explain`.

    `shared` holds ids of topics that belong to both ends: there the dependent *is* the
    prerequisite and no chain is needed.
    """

    index: Index
    query: Mapping[str, Any]
    definition: str
    shared: tuple[str, ...]
    data: tuple[ChainRow, ...]


def explain(index: Index, question: Explain) -> Explained:
    """The k best chains, none where nothing leads from the one to the other.

    Raises:
        NotFound, Ambiguous, Gone: a name in `dependent`, `prerequisite` or `without`.

    Cost: see `kbest.first_chains`.
    """
    without = read_without(index, question.without)
    nothing = read_without(index, ())
    dependent = read_of(index, (question.dependent,), "dependent", None, nothing)
    prerequisite = read_of(index, (question.prerequisite,), "prerequisite", None, without)
    starts = {
        topic
        for id_ in dependent.ids
        for topic in (
            index.all_statements[id_].topics[question.tier]
            if id_ in index.all_statements
            else index.topics_of(id_)
        )
    }
    net = read_links(index, question, without)
    chains = first_chains(net, starts, prerequisite.topics, question.k, question.depth)
    query = question.model_dump(mode="json", exclude_defaults=True)
    query |= {
        "dependent": list(dependent.ids),
        "prerequisite": list(prerequisite.ids),
        "k": question.k,
        "tier": str(question.tier),
    }
    if without.ids:
        query["without"] = list(without.ids)
    return Explained(
        index,
        query,
        DEFINITION,
        tuple(index.topics[topic].id for topic in sorted(starts.intersection(prerequisite.topics))),
        tuple(_chain_row(index, net, chain, rank) for rank, chain in enumerate(chains, start=1)),
    )


def weakest_link(net: Net, chain: Chain) -> int:
    """The first link of least strength and, among those of that strength, of worst basis."""
    return max(
        chain.links,
        key=lambda link: (net.strength[link], net.basis[link], -chain.links.index(link)),
    )


def _chain_row(index: Index, net: Net, chain: Chain, rank: int) -> ChainRow:
    return ChainRow(
        rank=rank,
        strength=STRENGTHS[chain.strength],
        basis=BASES[chain.basis],
        distance=len(chain.links),
        weakest=index.links[weakest_link(net, chain)].id,
        chain=tuple(index.links[link] for link in chain.links),
    )
