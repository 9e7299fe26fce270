"""Words and methods that departments use differently, and who comes first in published schemes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.ask import read_topics
from graph.canonical import canonical, shown
from graph.index import Index
from graph.questions import FirstNeed, Register
from graph.sentences import first_need_sentence
from ontology.answers import OWN_LICENCE
from ontology.crossings import FirstNeedRow, Named, Order, TermRow, TimingPoint
from ontology.ids import join_id
from ontology.register import Term, Timing
from ontology.text import fold
from ontology.vocabulary import TimingFact

REGISTER = (
    "Words and methods that the departments use differently: what each means by it, how each "
    "writes it, and a wording that both could use."
)
FIRST_NEED = (
    "Each row is a piece of mathematics that the science scheme needs, and when the mathematics "
    "scheme teaches it first, by facts read in published sources. Positions of units are not "
    "compared across schemes; a timing is never evidence for a dependence."
)
ORDERS: tuple[Order, ...] = ("science-first", "same-time", "not-told", "maths-first")


@dataclass(frozen=True, slots=True)
class Words:
    """The answer of `register`: terms in the order of their labels."""

    index: Index
    query: Mapping[str, Any]
    definition: str
    data: tuple[TermRow, ...]


def register(index: Index, question: Register) -> Words:
    """The terms that every department in `between` meets and that touch any topic of `of`.

    `science` in `between` stands for any of the sciences. Raises NotFound, Ambiguous or Gone for
    a name in `of`. O(terms).
    """
    question = canonical(index, question)
    wanted = frozenset(index.topics[n].id for n in read_topics(index, question.of))
    rows = [
        term_row(index, term)
        for term in index.curriculum.terms
        if all(asked.subjects & set(term.subjects) for asked in question.between)
        and (not question.of or not wanted.isdisjoint(_touched(index, term)))
    ]
    rows.sort(key=lambda row: (fold(row.label), row.id))
    return Words(index, shown(question), REGISTER, tuple(rows))


def _touched(index: Index, term: Term) -> set[str]:
    """The topics that a term touches: its own, and the ends of its edges."""
    topics = set(term.topics)
    for id_ in term.edges:
        link = index.links[index.link_number[id_]]
        topics |= {link.dependent, link.prerequisite}
    return topics


def term_row(index: Index, term: Term) -> TermRow:
    """A term as a row."""
    return TermRow(
        id=term.id,
        label=term.label,
        aliases=term.aliases,
        subjects=term.subjects,
        maths=term.maths,
        science=term.science,
        notation=term.notation,
        wording=term.wording,
        topics=tuple(
            Named(id=topic, label=index.topics[index.number[topic]].label) for topic in term.topics
        ),
        edges=term.edges,
        basis=term.basis.kind,
        source=term.basis.source,
        locator=term.basis.locator,
        note=term.note,
        review=term.review,
        reviewer=term.reviewer,
        licence=OWN_LICENCE,
    )


@dataclass(frozen=True, slots=True)
class Needed:
    """The answer of `first-need`: what science needs, science first by most years at the top."""

    index: Index
    query: Mapping[str, Any]
    definition: str
    data: tuple[FirstNeedRow, ...]


def first_need(index: Index, question: FirstNeed) -> Needed:
    """For a pair of published schemes, who comes first to each piece of mathematics needed.

    The earliest fact of each counts. Raises NotFound for a scheme that is none. O(facts).
    """
    question = canonical(index, question)
    taught: dict[str, Timing] = {}
    needed: dict[tuple[str, str], Timing] = {}
    for row in index.curriculum.timing:
        if row.scheme == question.maths and row.fact is TimingFact.TAUGHT:
            taught[row.topic] = _earlier(taught.get(row.topic), row)
        elif row.scheme == question.science and row.by is not None:
            pair = (row.topic, row.by)
            needed[pair] = _earlier(needed.get(pair), row)
    rows = [_first_row(index, row, taught.get(row.topic)) for row in needed.values()]
    rows.sort(key=lambda row: (ORDERS.index(row.order), -(row.years or 0), row.topic.id, row.by.id))
    kept = tuple(row for row in rows if question.order in (None, row.order))
    return Needed(index, shown(question), FIRST_NEED, kept)


def _earlier(held: Timing | None, row: Timing) -> Timing:
    """The earlier of two facts about one thing, the smaller id where they tell the same."""
    return row if held is None else min(held, row, key=_when)


def _when(row: Timing) -> tuple[int, int, int, str]:
    """Where a fact stands: a term at its first half-term, what is not told at the end."""
    half = row.half_term or (2 * row.term - 1 if row.term else 7)
    return (row.year, half, row.position or 100, row.id)


def _term(row: Timing) -> int | None:
    """The term, by the half-term where only that is told."""
    return row.term or (row.half_term and (row.half_term + 1) // 2)


def _first_row(index: Index, needed: Timing, taught: Timing | None) -> FirstNeedRow:
    topic = index.topics[index.number[needed.topic]]
    by = index.topics[index.number[needed.by or ""]]
    order = _order(needed, taught)
    years = None if taught is None else taught.year - needed.year
    return FirstNeedRow(
        id=join_id(topic.id, by.id),
        topic=Named(id=topic.id, label=topic.label),
        stage=topic.stage,
        order=order,
        years=years,
        by=Named(id=by.id, label=by.label),
        needed=_point(needed),
        taught=None if taught is None else _point(taught),
        words=first_need_sentence(
            topic.label, by.label, order, needed.year, None if taught is None else taught.year
        ),
    )


def _order(needed: Timing, taught: Timing | None) -> Order:
    if taught is None:
        return "not-told"
    when_needed, when_taught = needed.year, taught.year
    if when_needed == when_taught and needed.half_term and taught.half_term:
        when_needed, when_taught = needed.half_term, taught.half_term
    elif when_needed == when_taught and (first := _term(needed)) and (then := _term(taught)):
        when_needed, when_taught = first, then
    if when_needed == when_taught:
        return "same-time"
    return "science-first" if when_needed < when_taught else "maths-first"


def _point(row: Timing) -> TimingPoint:
    return TimingPoint(
        id=row.id,
        scheme=row.scheme,
        year=row.year,
        term=row.term,
        half_term=row.half_term,
        position=row.position,
        words=row.words,
        certainty=row.certainty,
        source=row.basis.source,
        locator=row.basis.locator,
        note=row.note,
    )
