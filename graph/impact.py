"""What differs for a pupil whose tiers in mathematics and in science are not the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from graph.ask import on_pathway
from graph.canonical import canonical, shown
from graph.index import Index
from graph.net import distances
from graph.questions import TierImpact
from graph.sentences import impact_sentence
from graph.uses import use_of
from ontology.answers import UsesLink
from ontology.crossings import ImpactRow, Named, StatementPlace
from ontology.vocabulary import SCIENCES, Stage, Strength, Tier, TierAsked

Kind = Literal["not-taught", "not-used", "none"]
DEFINITIONS: Mapping[Kind, str] = {
    "not-taught": (
        "Each row is mathematics for Higher tier only that science at the tier asked uses: a pupil "
        "on Foundation mathematics is never taught it there. Where the use is essential, science "
        "would have to teach it itself, first in the places named; Foundation mathematics gives "
        "what to begin from."
    ),
    "not-used": (
        "Each row is mathematics for Higher tier only that science uses only at Higher tier: a "
        "pupil on Higher mathematics and Foundation science learns it and never meets these uses."
    ),
    "none": (
        "A pupil on Higher mathematics and Higher science is taught all the mathematics that "
        "science uses, and meets all of its uses: there is nothing to list."
    ),
}


@dataclass(frozen=True, slots=True)
class Impact:
    """The answer of `tier-impact`: pieces of Higher-only mathematics, essential ones first."""

    index: Index
    query: Mapping[str, Any]
    definition: str
    data: tuple[ImpactRow, ...]


def tier_impact(index: Index, question: TierImpact) -> Impact:
    """Higher-only mathematics that science uses, as far as two tiers do not meet on it.

    For mathematics at Foundation: what science at its tier uses of it. For mathematics at Higher
    and science at Foundation: what only science at Higher uses. O(V + E).
    """
    question = canonical(index, question)
    by_maths: dict[int, list[int]] = defaultdict(list)
    met_at_foundation: set[int] = set()
    for number in index.uses:
        maths = index.net.prerequisite[number]
        if is_higher_only(index, maths) and _is_taught(index, question, number):
            if use_of(index, number).tier is Tier.FOUNDATION:
                met_at_foundation.add(maths)
            if _is_asked(index, question, number):
                by_maths[maths].append(number)
    kind = _kind(question)
    rows: list[ImpactRow] = []
    for maths, numbers in by_maths.items():
        if kind == "not-used":
            if maths not in met_at_foundation:
                rows.append(_row(index, kind, maths, numbers))
        elif kind == "not-taught":
            higher = question.science is Tier.HIGHER
            met = [n for n in numbers if higher or use_of(index, n).tier is Tier.FOUNDATION]
            if met:
                rows.append(_row(index, kind, maths, met))
    rows.sort(key=lambda row: (row.strength.rank, -len(row.places), row.id))
    return Impact(index, shown(question), DEFINITIONS[kind], tuple(rows))


def _kind(question: TierImpact) -> Kind:
    if question.maths is Tier.FOUNDATION:
        return "not-taught"
    return "not-used" if question.science is Tier.FOUNDATION else "none"


def is_higher_only(index: Index, topic: int) -> bool:
    """Whether a topic is met at Higher tier only."""
    return TierAsked.FOUNDATION not in index.tiers[topic]


def _is_taught(index: Index, question: TierImpact, number: int) -> bool:
    """Whether a use is on the pupil's pathway."""
    on_it = question.pathway is None or question.pathway in use_of(index, number).pathway
    return on_it and on_pathway(index, index.net.dependent[number], question.pathway)


def _is_asked(index: Index, question: TierImpact, number: int) -> bool:
    """Whether a use is of the subject and as strong as asked."""
    subjects = question.subject.subjects if question.subject else SCIENCES
    return (
        index.topics[index.net.dependent[number]].subject in subjects
        and use_of(index, number).strength.rank <= question.strength.rank
    )


def _row(
    index: Index, kind: Literal["not-taught", "not-used"], maths: int, numbers: Sequence[int]
) -> ImpactRow:
    topic = index.topics[maths]
    higher = _under(index, maths)
    places = _places(index, numbers)
    strength = min((place.link.strength for place in places), key=lambda strength: strength.rank)
    return ImpactRow(
        kind=kind,
        id=topic.id,
        label=topic.label,
        stage=topic.stage,
        statements=_statements(index, TierAsked.HIGHER_ONLY, {maths})[maths],
        strength=strength,
        under=_named(index, sorted(higher - {maths})),
        start=_named(index, sorted(_start(index, higher))),
        places=places,
        words=impact_sentence(
            kind,
            strength,
            topic.label,
            [p.label for p in places if p.first or kind == "not-used"],
        ),
    )


def _named(index: Index, topics: Iterable[int]) -> tuple[Named, ...]:
    return tuple(Named(id=index.topics[t].id, label=index.topics[t].label) for t in topics)


def _under(index: Index, maths: int) -> set[int]:
    """The topic and the Higher-only topics that it essentially rests on, by such alone."""
    net = index.net
    found, stack = {maths}, [maths]
    while stack:
        for link in net.needs[stack.pop()]:
            below = net.prerequisite[link]
            essential = net.strength[link] == Strength.ESSENTIAL.rank
            if essential and below not in found and is_higher_only(index, below):
                found.add(below)
                stack.append(below)
    return found


def _start(index: Index, higher: Iterable[int]) -> set[int]:
    """What Foundation teaches of what these essentially rest on directly."""
    net = index.net
    return {
        net.prerequisite[link]
        for topic in higher
        for link in net.needs[topic]
        if net.strength[link] == Strength.ESSENTIAL.rank
        and not is_higher_only(index, net.prerequisite[link])
        and index.topics[net.prerequisite[link]].stage is not Stage.KS2
    }


def _statements(
    index: Index, tier: TierAsked, topics: Collection[int]
) -> dict[int, tuple[str, ...]]:
    """By topic the statements that it addresses at a tier, in the order of their documents."""
    found: dict[int, tuple[str, ...]] = dict.fromkeys(topics, ())
    for id_, at in index.all_statements.items():
        for topic in at.topics[tier]:
            if topic in found:
                found[topic] += (id_,)
    return found


def _places(index: Index, numbers: Sequence[int]) -> tuple[StatementPlace, ...]:
    """The science of these uses, one place a topic: its strongest use, and the ids of others."""
    net = index.net
    by_topic: dict[int, list[UsesLink]] = defaultdict(list)
    for number in numbers:
        by_topic[net.dependent[number]].append(use_of(index, number))
    dependents = net.levels[-1].dependents
    later = {
        above
        for topic in by_topic
        for above in distances(dependents, (topic,))
        if above != topic and above in by_topic
    }
    statements = _statements(index, TierAsked.HIGHER, by_topic)
    places = []
    for topic, links in sorted(by_topic.items()):
        record = index.topics[topic]
        link, *others = sorted(links, key=lambda link: (link.strength.rank, link.id))
        places.append(
            StatementPlace(
                id=record.id,
                label=record.label,
                subject=record.subject,
                stage=link.stage,
                tier=link.tier,
                pathway=link.pathway,
                statements=statements[topic],
                first=topic not in later,
                link=link,
                others=tuple(other.id for other in others),
            )
        )
    return tuple(sorted(places, key=lambda place: (not place.first, place.id)))
