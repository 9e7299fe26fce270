"""What answers between mathematics and science ought to be, by brute force; as `oracle.py`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from graph.questions import FirstNeed, Register, TierImpact, Uses
from ontology import science
from ontology.records import Curriculum, Requires
from ontology.register import Term, Timing
from ontology.vocabulary import (
    Stage,
    Strength,
    Subject,
    SubjectAsked,
    Tier,
    TierAsked,
    TimingFact,
)
from tests.graph.oracle import (
    Expected,
    addressed,
    asked_topics,
    digraph,
    document_order,
    is_of,
    is_on,
    resting,
    row_of,
    tiers_of,
)
from tests.graph.worlds import Edge

if TYPE_CHECKING:
    from tests.graph.oracle import Digraph

KEPT = {
    TierAsked.FOUNDATION: {Tier.FOUNDATION},
    TierAsked.HIGHER: set(Tier),
    TierAsked.HIGHER_ONLY: {Tier.HIGHER},
}
WHOLE = {subject.value: subject for subject in SubjectAsked}


def subjects_of(curriculum: Curriculum) -> dict[str, Subject]:
    return {topic.id: topic.subject for topic in curriculum.topics}


# Uses


def side_topics(
    curriculum: Curriculum, ids: Iterable[str], refused: Collection[str], tier: TierAsked
) -> frozenset[str]:
    """The topics asked about on a side; an equation asks for the uses that name it instead."""
    equations = {row.id for row in curriculum.equations}
    found: set[str] = set()
    for id_ in ids:
        if id_ in WHOLE:
            found |= {t.id for t in curriculum.topics if is_of(WHOLE[id_], t.subject)}
        elif id_ not in equations:
            found |= asked_topics(curriculum, [id_], refused, tier)
    return frozenset(found)


def maths_only(curriculum: Curriculum, refused: Collection[str], *uses: str) -> Digraph:
    """The graph of what mathematics requires, and of these uses."""
    subject = subjects_of(curriculum)

    def keep(edge: Edge) -> bool:
        in_maths = isinstance(edge, Requires) and subject[edge.dependent] is Subject.MATHS
        return edge.id in uses or (in_maths and edge.id not in refused)

    return digraph(curriculum, keep)


def asked_maths(curriculum: Curriculum, question: Uses) -> frozenset[str]:
    subject = subjects_of(curriculum)
    topics = side_topics(curriculum, question.maths, question.without, TierAsked.HIGHER)
    return frozenset(topic for topic in topics if subject[topic] is Subject.MATHS)


def expected_uses(curriculum: Curriculum, question: Uses) -> list[science.Uses]:
    """The uses that a question asks for, in the order of their ids."""
    subject = subjects_of(curriculum)
    stage = {topic.id: topic.stage for topic in curriculum.topics}
    below: Collection[str] = asked_maths(curriculum, question) if question.maths else stage
    if question.under:
        below = resting(maths_only(curriculum, question.without), below)
    above = side_topics(curriculum, question.science, question.without, question.tier)
    kept = [
        use
        for use in curriculum.uses
        if use.prerequisite in below
        and (not question.science or use.dependent in above or use.equation in question.science)
        and is_of(question.subject, subject[use.dependent])
        and use.tier in KEPT[question.tier]
        and question.stage in (None, use.stage)
        and (question.pathway is None or question.pathway in use.pathway)
        and question.skill in (None, use.skill)
        and use.strength.rank <= question.strength.rank
        and use.basis.kind.rank <= question.basis.rank
        and (not question.ahead or use.stage.rank < stage[use.prerequisite].rank)
        and use.id not in question.without
    ]
    return sorted(kept, key=lambda use: use.id)


def expected_under(curriculum: Curriculum, question: Uses) -> dict[str, Expected]:
    """The mathematics under the uses asked for: essential first, then the nearest, then by id.

    Of mathematics asked about, what is used and rests on it; else what the mathematics that is
    used rests on.
    """
    kept = expected_uses(curriculum, question)
    direct = {use.prerequisite for use in kept}
    if question.maths:
        graph = maths_only(curriculum, question.without)
        asked = asked_maths(curriculum, question)
        topics: set[str] = direct - asked
    else:
        graph = maths_only(curriculum, question.without, *(use.id for use in kept))
        asked = frozenset(use.dependent for use in kept)
        topics = set().union(*(nx.descendants(graph, topic) for topic in asked)) - direct
    upward = bool(question.maths)
    rows = {}
    for topic in topics:
        row = row_of(graph, asked, frozenset({topic}), None, upward)
        assert row is not None
        assert row.strength is not None
        rows[topic] = Expected(**{**vars(row), "extent": None})
    order = sorted(rows, key=lambda id_: (rows[id_].strength, rows[id_].nearest, id_))
    return {id_: rows[id_] for id_ in order}


# Tiers that do not meet


def statements_of(curriculum: Curriculum, topic: str, tier: TierAsked) -> tuple[str, ...]:
    """The statements that a topic addresses at a tier, by framework, as its document has them."""
    rows = [row for row in curriculum.statements if topic in addressed(curriculum, row.id, tier)]
    rows.sort(key=lambda row: (row.framework, document_order(curriculum, row)))
    return tuple(row.id for row in rows)


@dataclass(frozen=True)
class Impact:
    """A row of `tier_impact`; of each place its topic, its use and whether it comes first."""

    strength: Strength
    statements: tuple[str, ...]
    under: frozenset[str]
    start: frozenset[str]
    places: tuple[tuple[str, str, bool], ...]


def expected_impact(curriculum: Curriculum, question: TierImpact) -> dict[str, Impact]:
    """The rows by the id of the mathematics, in order."""
    topics = {topic.id: topic for topic in curriculum.topics}
    tiers = {id_: tiers_of(curriculum, topic) for id_, topic in topics.items()}
    taught = [
        use
        for use in curriculum.uses
        if tiers[use.prerequisite] == {Tier.HIGHER}
        and (question.pathway is None or question.pathway in use.pathway)
        and is_on(topics[use.dependent], question.pathway)
    ]
    uses = [
        use
        for use in taught
        if is_of(question.subject, topics[use.dependent].subject)
        and use.strength.rank <= question.strength.rank
    ]
    elsewhere = {use.prerequisite for use in taught if use.tier is Tier.FOUNDATION}
    rows = {}
    for maths in {use.prerequisite for use in uses}:
        met = [use for use in uses if use.prerequisite == maths]
        foundation = [use for use in met if use.tier is Tier.FOUNDATION]
        if question.maths is Tier.FOUNDATION and question.science is Tier.FOUNDATION:
            met = foundation
        elif question.maths is Tier.HIGHER:
            met = [] if maths in elsewhere or question.science is Tier.HIGHER else met
        if met:
            rows[maths] = _impact(curriculum, maths, met, tiers)
    order = sorted(rows, key=lambda id_: (rows[id_].strength.rank, -len(rows[id_].places), id_))
    return {id_: rows[id_] for id_ in order}


def _impact(
    curriculum: Curriculum,
    maths: str,
    met: Collection[science.Uses],
    tiers: Mapping[str, set[Tier]],
) -> Impact:
    stage = {topic.id: topic.stage for topic in curriculum.topics}
    essential = digraph(curriculum, lambda edge: edge.strength is Strength.ESSENTIAL)
    higher = essential.subgraph(id_ for id_, own in tiers.items() if own == {Tier.HIGHER})
    missing = nx.descendants(higher, maths) | {maths}
    start = {below for topic in missing for below in essential.successors(topic)} - missing
    best = {use.dependent: use for use in sorted(met, key=_weakest_last, reverse=True)}
    whole = digraph(curriculum)
    first = {id_: nx.descendants(whole, id_).isdisjoint(best) for id_ in best}
    return Impact(
        strength=min((use.strength for use in met), key=lambda strength: strength.rank),
        statements=statements_of(curriculum, maths, TierAsked.HIGHER_ONLY),
        under=frozenset(missing - {maths}),
        start=frozenset(id_ for id_ in start if stage[id_] is not Stage.KS2),
        places=tuple(
            (id_, best[id_].id, first[id_])
            for id_ in sorted(best, key=lambda id_: (not first[id_], id_))
        ),
    )


def _weakest_last(use: science.Uses) -> tuple[int, str]:
    return use.strength.rank, use.id


# Words, and who comes first


def expected_terms(curriculum: Curriculum, question: Register) -> list[Term]:
    """The terms that every department meets and that touch what was asked, by their labels."""
    topics = asked_topics(curriculum, question.of)
    ends = {use.id: {use.dependent, use.prerequisite} for use in curriculum.uses}
    kept = [
        row
        for row in curriculum.terms
        if all(any(is_of(asked, own) for own in row.subjects) for asked in question.between)
        and (not question.of or topics & set(row.topics).union(*(ends[e] for e in row.edges)))
    ]
    return sorted(kept, key=lambda row: (row.label.lower().replace("-", " "), row.id))


Verdict = tuple[str, int | None, str, str | None]
"""Who comes first, by how many years, and the facts that tell when it is needed and taught."""


def expected_needs(curriculum: Curriculum, question: FirstNeed) -> dict[tuple[str, str], Verdict]:
    """By mathematics and the science that needs it, in order: science first by most years."""
    of = {
        (row.topic, row.by): [fact for fact in curriculum.timing if is_about(fact, row)]
        for row in curriculum.timing
        if row.scheme == question.science
    }
    verdicts: dict[tuple[str, str], Verdict] = {}
    for (topic, by), facts in of.items():
        told = [
            row
            for row in curriculum.timing
            if row.scheme == question.maths and row.fact is TimingFact.TAUGHT and row.topic == topic
        ]
        verdict = _verdict(min(facts, key=_when), min(told, key=_when, default=None))
        if by is not None and question.order in (None, verdict[0]):
            verdicts[topic, by] = verdict
    orders = ("science-first", "same-time", "not-told", "maths-first")
    key = {
        pair: (orders.index(order), -(years or 0), pair)
        for pair, (order, years, _, _) in verdicts.items()
    }
    return {pair: verdicts[pair] for pair in sorted(verdicts, key=lambda pair: key[pair])}


def is_about(fact: Timing, row: Timing) -> bool:
    """Whether two facts are about one scheme, one piece of mathematics and who needs it."""
    return (fact.scheme, fact.fact, fact.topic, fact.by) == (
        row.scheme,
        row.fact,
        row.topic,
        row.by,
    )


def _when(row: Timing) -> tuple[int, int, int, str]:
    """Year, half-term (a term begins with its first; what is not told comes last), unit, id."""
    half = row.half_term or (row.term * 2 - 1 if row.term else 7)
    return row.year, half, row.position or 100, row.id


def _verdict(needed: Timing, taught: Timing | None) -> Verdict:
    if taught is None:
        return "not-told", None, needed.id, None
    years = taught.year - needed.year
    apart = years
    if not years and needed.half_term and taught.half_term:
        apart = taught.half_term - needed.half_term
    elif not years:
        terms = [row.term or ((row.half_term or -1) + 1) // 2 for row in (needed, taught)]
        apart = terms[1] - terms[0] if all(terms) else 0
    order = "science-first" if apart > 0 else "maths-first" if apart < 0 else "same-time"
    return order, years, needed.id, taught.id
