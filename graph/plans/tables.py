"""What the rules look up, worked out once for an index: bit sets by topic, links by pair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.index import Index
from ontology.answers import UsesLink
from ontology.register import Term
from ontology.vocabulary import LinkType, Pathway, Stage, Subject, Tier, TierAsked


@dataclass(frozen=True, slots=True)
class Tables:
    """An index as the rules read it; topics are bits of integers.

    `needs` by topic are the topics it requires, `essential` those it requires essentially;
    `link` the number of the `requires` of a pair; `uses` by science topic the numbers of its links
    to mathematics; `rests` all that rests on a topic, itself included. `stages` are the topics of a
    stage, `maths` those of mathematics, `subjects` those of each subject, `allowed` those that a
    tier and a pathway hold.
    """

    index: Index
    needs: tuple[int, ...]
    essential: tuple[int, ...]
    link: Mapping[tuple[int, int], int]
    uses: tuple[tuple[int, ...], ...]
    uses_bits: tuple[int, ...]
    rests: tuple[int, ...]
    fed: int
    stages: Mapping[Stage, int]
    maths: int
    subjects: Mapping[Subject, int]
    allowed: Mapping[tuple[Tier, Pathway], int]
    statements: Mapping[tuple[str, Tier, Pathway], tuple[tuple[str, Subject, int], ...]]
    terms: tuple[tuple[Term, int], ...]


def bits_of(numbers: Iterable[int]) -> int:
    """The bit set of topics."""
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def numbers_of(bits: int) -> list[int]:
    """The topics of a bit set, ascending. O(topics in it)."""
    found = []
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found


def lower_of(lower: Sequence[int], topics: Iterable[int]) -> int:
    """The union of a table's bit sets over topics. O(topics)."""
    found = 0
    for topic in topics:
        found |= lower[topic]
    return found


def build_tables(index: Index) -> Tables:
    """The tables of an index. O(V + E), with the closure that the index keeps."""
    size = len(index.topics)
    needs, essential = [0] * size, [0] * size
    link: dict[tuple[int, int], int] = {}
    uses: list[list[int]] = [[] for _ in range(size)]
    uses_bits = [0] * size
    net = index.net
    crossing = frozenset(index.uses)
    fed = 0
    for number in range(len(index.links)):
        dependent, prerequisite = net.dependent[number], net.prerequisite[number]
        fed |= 1 << prerequisite
        if number in crossing:
            uses[dependent].append(number)
            uses_bits[dependent] |= 1 << prerequisite
            continue
        needs[dependent] |= 1 << prerequisite
        link[dependent, prerequisite] = number
        if net.strength[number] == 0:
            essential[dependent] |= 1 << prerequisite
    topics = list(enumerate(index.topics))
    subjects = {one: bits_of(n for n, t in topics if t.subject is one) for one in Subject}
    return Tables(
        index=index,
        needs=tuple(needs),
        essential=tuple(essential),
        link=link,
        uses=tuple(map(tuple, uses)),
        uses_bits=tuple(uses_bits),
        rests=net.closure if net.closure is not None else _rests(index),
        fed=fed,
        stages={stage: bits_of(n for n, t in topics if t.stage is stage) for stage in Stage},
        maths=subjects[Subject.MATHS],
        subjects=subjects,
        allowed={
            (tier, pathway): bits_of(n for n, _ in topics if _is_allowed(index, n, tier, pathway))
            for tier in Tier
            for pathway in Pathway
        },
        statements=_statements(index),
        terms=_terms(index),
    )


def _is_allowed(index: Index, number: int, tier: Tier, pathway: Pathway) -> bool:
    topic = index.topics[number]
    if tier is Tier.FOUNDATION and TierAsked.FOUNDATION not in index.tiers[number]:
        return False
    return not topic.pathway or pathway in topic.pathway


def _rests(index: Index) -> tuple[int, ...]:
    """All that rests on each topic, where the index is too large to keep it."""
    found = [1 << number for number in range(len(index.topics))]
    waiting = [len(index.net.feeds[number]) for number in range(len(index.topics))]
    ready = [number for number, count in enumerate(waiting) if not count]
    while ready:
        number = ready.pop()
        for place in index.net.needs[number]:
            lower = index.net.prerequisite[place]
            found[lower] |= found[number]
            waiting[lower] -= 1
            if not waiting[lower]:
                ready.append(lower)
    return tuple(found)


def _statements(
    index: Index,
) -> dict[tuple[str, Tier, Pathway], tuple[tuple[str, Subject, int], ...]]:
    """Content statements of a framework at a tier and on a pathway, with the topics that count."""
    found = {}
    for framework, rows in index.rows.items():
        for tier in Tier:
            for pathway in Pathway:
                kept = (
                    (
                        at.id,
                        at.subject,
                        bits_of(n for n in group if _is_allowed(index, n, tier, pathway)),
                    )
                    for at, group in rows[TierAsked(tier)]
                )
                found[framework, tier, pathway] = tuple(row for row in kept if row[2])
    return found


def _terms(index: Index) -> tuple[tuple[Term, int], ...]:
    """Each term with the topics that it touches, the ends of its edges included."""
    found = []
    for term in index.curriculum.terms:
        ids = list(term.topics)
        for edge in term.edges:
            number = index.link_number.get(edge)
            if number is not None:
                ids += [index.links[number].dependent, index.links[number].prerequisite]
        found.append((term, bits_of(index.number[id_] for id_ in ids)))
    return tuple(found)


def uses_link(tables: Tables, number: int) -> UsesLink:
    """The link of a use by its number."""
    link = tables.index.links[number]
    assert link.type is LinkType.USES
    assert isinstance(link, UsesLink)
    return link
