"""From a question to numbers: whom it asks about, which links chains may use, which rows count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.index import Index, StatementAt
from graph.names import union
from graph.net import Net, restrict
from graph.questions import LinkFilter
from ontology.errors import BadParameter, NotFound
from ontology.text import fold
from ontology.vocabulary import BasisKind, Reasoning, Strength, Subject, TierAsked


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question is about.

    `ids` are canonical, `topics` the numbers they stand for (without the memberships that are
    not accepted), `named` the topics asked about by name: those are never rows.
    """

    ids: tuple[str, ...]
    topics: tuple[int, ...]
    named: frozenset[str]


@dataclass(frozen=True, slots=True)
class Without:
    """What is not accepted: link numbers, memberships by id, and all of the ids in order."""

    links: frozenset[int]
    memberships: frozenset[str]
    ids: tuple[str, ...]


def read_without(index: Index, ids: Iterable[str]) -> Without:
    """The edges and memberships that are not accepted. Raises NotFound for an unknown id."""
    ids = tuple(ids)
    if not ids:
        return Without(frozenset(), frozenset(), ())
    links: set[int] = set()
    memberships: set[str] = set()
    known_memberships = {
        id_.lower(): id_ for rows in index.members.values() for id_ in rows.values()
    }
    known_links = {id_.lower(): id_ for id_ in index.link_number}
    for asked in ids:
        id_ = asked.strip().lower()
        if id_ in known_links:
            links.add(index.link_number[known_links[id_]])
        elif id_ in known_memberships:
            memberships.add(known_memberships[id_])
        else:
            raise _unknown_edge(asked, [*known_links.values(), *known_memberships.values()])
    names = [*(index.links[link].id for link in links), *memberships]
    return Without(frozenset(links), frozenset(memberships), tuple(sorted(names)))


def _unknown_edge(asked: str, known: Sequence[str]) -> NotFound:
    from rapidfuzz import process

    nearest = [match for match, _, _ in process.extract(asked, known, limit=5)]
    return NotFound(
        f'No edge or membership is called "{asked}". The nearest known: {", ".join(nearest)}.',
        "without",
        nearest,
    )


def read_of(
    index: Index, of: Iterable[str], parameter: str, within: str | None, without: Without
) -> Asked:
    """What the words mean. Raises NotFound, Ambiguous or Gone."""
    ids = union(index.names.get(asked, parameter, within) for asked in of)
    topics: set[int] = set()
    for id_ in ids:
        members = index.members.get(id_)
        if members is None:
            topics.update(index.topics_of(id_))
        else:
            topics.update(t for t, row in members.items() if row not in without.memberships)
    return Asked(ids, tuple(sorted(topics)), frozenset(i for i in ids if i not in index.members))


def read_within(index: Index, within: str | None, parameter: str = "in") -> str | None:
    """The canonical framework id. Raises NotFound."""
    return None if within is None else index.names.get_framework(within, parameter)


def read_strand(index: Index, strand: str | None) -> str | None:
    """The full name of a strand that is given by name or by its first letters.

    Raises BadParameter with the known ones.
    """
    if strand is None:
        return None
    known = tuple(dict.fromkeys(s for f in index.frameworks.values() for s in f.strands))
    asked = fold(strand)
    hits = [name for name in known if fold(name) == asked] or [
        name for name in known if asked and fold(name).startswith(asked)
    ]
    if len(hits) != 1:
        raise BadParameter(
            f'No one strand is called "{strand}". Known: {"; ".join(known)}.', "strand", known
        )
    return hits[0]


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
    subject: Subject | None = None,
) -> list[tuple[StatementAt, tuple[int, ...]]]:
    """The content statements of a framework that have topics at the tier, with those topics."""
    rows = []
    for at in index.statements.get(framework, ()):
        topics = at.topics[tier]
        if subject is not None:
            topics = tuple(t for t in topics if index.topics[t].subject is subject)
        if topics and (strand is None or at.statement.strand == strand):
            rows.append((at, topics))
    return rows


def topic_rows(
    index: Index, tier: TierAsked, strand: str | None, subject: Subject | None
) -> list[int]:
    """The topics that the filters keep, in the order of their ids."""
    return [
        number
        for number, topic in enumerate(index.topics)
        if tier in index.tiers[number]
        and (strand is None or strand in index.strands[number])
        and (subject is None or topic.subject is subject)
    ]
