"""Why one thing depends on another: its best chains, and the link each of them hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.ask import read_links, read_topics, read_without
from graph.canonical import canonical, shown
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
    question = canonical(index, question)
    without = read_without(index, question.without)
    starts = read_topics(index, question.dependent, without, question.tier, question.pathway)
    ends = read_topics(index, question.prerequisite, without)
    net = read_links(index, question, without)
    chains = first_chains(net, starts, ends, question.k, question.depth)
    return Explained(
        index,
        shown(question),
        DEFINITION,
        tuple(index.topics[topic].id for topic in starts if topic in ends),
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
