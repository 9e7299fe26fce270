"""From a canonical question to numbers: topics asked about, links chains may use, rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.index import Index, Rows
from graph.net import Net, restrict
from graph.questions import LinkFilter
from ontology.vocabulary import (
    BasisKind,
    Pathway,
    Reasoning,
    Strength,
    SubjectAsked,
    TierAsked,
)


@dataclass(frozen=True, slots=True)
class Without:
    """What is not accepted: numbers of links, ids of memberships."""

    links: frozenset[int] = frozenset()
    memberships: frozenset[str] = frozenset()


NOTHING = Without()


def read_without(index: Index, ids: Iterable[str]) -> Without:
    """The links and memberships of these canonical ids."""
    links, memberships = set(), set()
    for id_ in ids:
        if id_ in index.link_number:
            links.add(index.link_number[id_])
        else:
            memberships.add(id_)
    return Without(frozenset(links), frozenset(memberships))


def read_topics(
    index: Index,
    ids: Iterable[str],
    without: Without = NOTHING,
    tier: TierAsked = TierAsked.HIGHER,
    pathway: Pathway | None = None,
) -> tuple[int, ...]:
    """The topics (numbers) that these canonical ids stand for, ascending.

    Themes less the memberships that are not accepted; statements and equations by their topics at
    the tier and on the pathway. A topic that is named stands for itself.
    """
    topics: set[int] = set()
    for id_ in ids:
        if id_ in index.members:
            rows = index.members[id_].items()
            topics.update(topic for topic, row in rows if row not in without.memberships)
        elif id_ in index.number:
            topics.add(index.number[id_])
        elif id_ in index.equations:
            found = tuple(index.number[topic] for topic in index.equations[id_].topics)
            kept = [topic for topic in found if tier in index.tiers[topic]]
            topics.update(topic for topic in kept if on_pathway(index, topic, pathway))
        else:
            found = index.all_statements[id_].topics[tier]
            topics.update(topic for topic in found if on_pathway(index, topic, pathway))
    return tuple(sorted(topics))


def read_links(index: Index, links: LinkFilter, without: Without) -> Net:
    """The net of the links that chains may use; the whole one costs nothing."""
    return filtered_net(index, links.strength, links.basis, links.reasoning, without.links)


def filtered_net(
    index: Index,
    strength: Strength = Strength.HELPFUL,
    basis: BasisKind = BasisKind.EDITORIAL,
    reasoning: Sequence[Reasoning] = (),
    without: frozenset[int] = frozenset(),
) -> Net:
    """The net under filters. O(V + E) where any filter narrows, else O(1)."""
    net = index.net
    least = strength is Strength.HELPFUL and basis is BasisKind.EDITORIAL
    if least and not reasoning and not without:
        return net
    kinds = frozenset(reasoning)
    links = index.links

    def keep(link: int) -> bool:
        return (
            net.strength[link] <= strength.rank
            and net.basis[link] <= basis.rank
            and (not kinds or links[link].reasoning in kinds)
            and link not in without
        )

    return restrict(net, keep)


def statement_rows(
    index: Index,
    framework: str,
    tier: TierAsked,
    strand: str | None,
    subject: SubjectAsked | None = None,
    pathway: Pathway | None = None,
) -> Rows:
    """The content statements of a framework that have topics at the tier, with those topics.

    `subject` keeps statements of the subject; `pathway` keeps of their topics those that are
    taught on it, and statements that have any.
    """
    rows = index.rows.get(framework, {}).get(tier, ())
    if strand is not None:
        rows = tuple((at, topics) for at, topics in rows if at.statement.strand == strand)
    if subject is not None:
        rows = tuple((at, topics) for at, topics in rows if at.subject in subject.subjects)
    if pathway is not None:
        kept = (
            (at, tuple(t for t in topics if on_pathway(index, t, pathway))) for at, topics in rows
        )
        rows = tuple((at, topics) for at, topics in kept if topics)
    return rows


def on_pathway(index: Index, topic: int, pathway: Pathway | None) -> bool:
    """Whether a topic is taught on a pathway; mathematics is on each."""
    pathways = index.topics[topic].pathway
    return pathway is None or not pathways or pathway in pathways


def topic_rows(
    index: Index,
    tier: TierAsked,
    strand: str | None,
    subject: SubjectAsked | None,
    among: Iterable[int] | None = None,
    pathway: Pathway | None = None,
) -> list[int]:
    """The topics (of those given, else of all) that the filters keep, in the order given."""
    return [
        number
        for number in (range(len(index.topics)) if among is None else among)
        if tier in index.tiers[number]
        and (strand is None or strand in index.strands[number])
        and (subject is None or index.topics[number].subject in subject.subjects)
        and on_pathway(index, number, pathway)
    ]
