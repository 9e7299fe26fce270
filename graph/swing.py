"""Which single edge or membership, if it were not accepted, would move a share most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.ask import Without, read_topics, read_without, statement_rows
from graph.canonical import canonical, shown
from graph.counts import PLACES, figures, weight_note
from graph.index import Index, Rows
from graph.questions import Swing
from graph.sentences import swing_sentence
from graph.share import check_content, holding, is_whole, link_test, names_of
from ontology.errors import BadParameter
from ontology.figures import SwingRow
from ontology.vocabulary import BasisKind


@dataclass(frozen=True, slots=True)
class Swung:
    """The answer of `swing`: the number as it stands, and what moves it, most first."""

    index: Index
    query: Mapping[str, Any]
    definition: str
    share: float
    data: tuple[SwingRow, ...]


def swing(index: Index, question: Swing) -> Swung:
    """Refuse one edge or membership at a time and measure the share again.

    Only what changes the number is listed. Raises as `share`; BadParameter when `by=weight`
    has no official weights. Cost: a search of O(V + E) for each membership and for each link
    without which its dependent would no longer hold (others are passed over unsearched).
    """
    question = canonical(index, question)
    without = read_without(index, question.without)
    topics = read_topics(index, question.of, without)
    whole = is_whole(question.strand, question.subject, question.pathway)
    rows = statement_rows(
        index,
        question.within,
        question.tier,
        question.strand,
        question.subject,
        question.pathway,
    )
    check_content(rows, question)
    note = weight_note(index, question.within, question.tier, whole)
    if question.by == "weight" and note:
        raise BadParameter(note, "by", ("any", "all", "part"))
    measure = _Measure(index, rows, question, whole)
    start = holding(index, topics, question.definition, without=without.links).steps
    before = measure.share(start)
    found = []
    for id_, steps in _refusals(index, question, topics, without, start):
        after = measure.share(steps)
        if after != before:
            found.append(_swing_row(index, id_, before, after, measure.lost(start, steps)))
    found.sort(key=lambda row: (-abs(row.change), row.id))
    sentence = swing_sentence(
        question.definition, question.by, names_of(index, question.of), before
    )
    return Swung(index, shown(question), sentence, before, tuple(found))


@dataclass(frozen=True, slots=True)
class _Measure:
    index: Index
    rows: Rows
    question: Swing
    whole: bool

    def share(self, steps: Mapping[int, int]) -> float:
        numbers = figures(self.index, steps, self.rows, self.question.tier, self.whole)
        value: float = getattr(numbers, self.question.by)
        return value

    def lost(self, before: Mapping[int, int], after: Mapping[int, int]) -> tuple[str, ...]:
        return tuple(
            at.statement.id
            for at, topics in self.rows
            if any(t in before for t in topics) and not any(t in after for t in topics)
        )


def _refusals(
    index: Index,
    question: Swing,
    topics: Sequence[int],
    without: Without,
    start: Mapping[int, int],
) -> list[tuple[str, Mapping[int, int]]]:
    """What holds without each edge or membership that could matter."""
    definition = question.definition
    keep = link_test(index, definition, BasisKind.EDITORIAL, without.links)
    refusals: list[tuple[str, Mapping[int, int]]] = []
    for link in _pivotal(index, start, keep, definition):
        steps = holding(index, topics, definition, without=without.links | {link}).steps
        refusals.append((index.links[link].id, steps))
    for theme in question.of:
        others = read_topics(index, [id_ for id_ in question.of if id_ != theme], without)
        for topic, membership in index.members.get(theme, {}).items():
            if topic in topics and topic not in others:
                left = [other for other in topics if other != topic]
                steps = holding(index, left, definition, without=without.links).steps
                refusals.append((membership, steps))
    return refusals


def _pivotal(index: Index, start: Mapping[int, int], keep: Any, definition: str) -> list[int]:
    """The links without which their dependent would have no other that leads to a holder."""
    net = index.net
    if definition == "member":
        return []
    pivotal = []
    for topic, steps in start.items():
        if steps == 0:
            continue
        leading = [
            link
            for link in net.needs[topic]
            if keep(link)
            and net.prerequisite[link] in start
            and (definition != "direct" or start[net.prerequisite[link]] == 0)
        ]
        if len(leading) == 1:
            pivotal += leading
    return sorted(pivotal)


def _swing_row(
    index: Index, id_: str, before: float, after: float, lost: tuple[str, ...]
) -> SwingRow:
    number = index.link_number.get(id_)
    if number is not None:
        link = index.links[number]
        rationale, objection = link.rationale, link.objection
    else:
        rationale = next(r.rationale for r in index.curriculum.memberships if r.id == id_)
        objection = None
    return SwingRow(
        id=id_,
        kind="membership" if number is None else index.links[number].type.value,
        share=after,
        change=round(after - before, PLACES),
        lost=lost,
        rationale=rationale,
        objection=objection,
    )
