"""What rests on it, and what it rests on: rows with their best chains.

With a framework the rows are its content statements, without one topics. A statement *is* what was
asked about when one of its topics is; it depends *direct*ly when an edge runs from one of its
topics into what was asked about, else *transitive*ly when any chain does. `prerequisites` reads
the same the other way: there a chain runs from what was asked down to a topic of the row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from graph.ask import read_links, read_topics, read_without, statement_rows, topic_rows
from graph.canonical import canonical, shown
from graph.chains import Chain, DownTo, UpFrom
from graph.index import Index, StatementAt
from graph.net import BASES, STRENGTHS
from graph.questions import Dependents
from graph.ways import WaysDown
from ontology.answers import Depends, Extent, StatementRow, TopicRow
from ontology.records import Topic

Direction = Literal["dependents", "prerequisites"]
Found = DownTo | UpFrom | WaysDown

DEFINITIONS: Mapping[Direction, str] = {
    "dependents": (
        "Each row is what was asked about, needs it directly (by one link) or rests on it through "
        "a chain of links. Strength and basis are those of the best chain, which is never better "
        "than its weakest link."
    ),
    "prerequisites": (
        "Each row is what was asked about, is needed by it directly (by one link) or through a "
        "chain of links. Strength and basis are those of the best chain, which is never better "
        "than its weakest link."
    ),
}


class Row(NamedTuple):
    """A row as numbers: the thing, how it depends, its best chain and its extent."""

    thing: StatementAt | Topic
    depends: Depends
    chain: Chain | None
    nearest: int
    topics: int
    is_: int
    depending: int


@dataclass(frozen=True, slots=True)
class Reached:
    """The answer of `dependents` and `prerequisites`.

    `query` is the question as understood, ids canonical; `rows` are in the order of the
    document (statements) or of ids (topics).
    """

    index: Index
    direction: Direction
    query: Mapping[str, Any]
    definition: str
    rows: tuple[Row, ...]

    @property
    def data(self) -> tuple[StatementRow | TopicRow, ...]:
        """The rows as records, links written out. O(links in all chains)."""
        return tuple(record_of(self.index, row) for row in self.rows)


def dependents(index: Index, question: Dependents) -> Reached:
    """What rests on it: which statements of a framework, or which topics, and by what chain.

    Raises:
        NotFound, Ambiguous, Gone: a name in `of`, `in` or `without`.
        BadParameter: a strand that is none.

    Cost: one search of the links per level of grade, O(V + E) each, plus the chains written.
    """
    return _reached(index, question, "dependents", DownTo)


def prerequisites(index: Index, question: Dependents) -> Reached:
    """What it rests on; otherwise as `dependents`."""
    return _reached(index, question, "prerequisites", UpFrom)


def _reached(
    index: Index,
    question: Dependents,
    direction: Direction,
    sweep: Callable[..., DownTo | UpFrom],
) -> Reached:
    question = canonical(index, question)
    without = read_without(index, question.without)
    net = read_links(index, question, without)
    # What depends is taken at the tier and on the pathway asked, what it depends on whole.
    if direction == "prerequisites":
        topics = read_topics(index, question.of, without, question.tier, question.pathway)
    else:
        topics = read_topics(index, question.of, without)
    found: Found
    if direction == "dependents" and index.ways and net is index.net and question.depth is None:
        found = WaysDown(net, index.ways, topics)
    else:
        found = sweep(net, topics, question.depth)
    named = {id_ for id_ in question.of if id_ not in index.members}
    reached = found.steps.keys()
    chosen: Iterable[tuple[StatementAt | Topic, tuple[int, ...]]]
    if question.within is None:
        numbers = topic_rows(
            index,
            question.tier,
            question.strand,
            question.subject,
            sorted(reached),
            question.pathway,
        )
        chosen = ((index.topics[number], (number,)) for number in numbers)
    else:
        chosen = statement_rows(
            index,
            question.within,
            question.tier,
            question.strand,
            question.subject,
            question.pathway,
        )
    rows = [
        _row(thing, topics, found)
        for thing, topics in chosen
        if not reached.isdisjoint(topics) and thing.id not in named
    ]
    return Reached(
        index,
        direction,
        shown(question),
        DEFINITIONS[direction],
        tuple(rows),
    )


def _row(thing: StatementAt | Topic, topics: Sequence[int], found: Found) -> Row:
    """The row of a thing some of whose topics are reached."""
    steps = found.steps
    reached = [steps[topic] for topic in topics if topic in steps]
    nearest = min(reached)
    is_ = reached.count(0)
    depends: Depends = "is" if nearest == 0 else "direct" if nearest == 1 else "transitive"
    chain = None if nearest == 0 else found.best(topics)
    return Row(thing, depends, chain, nearest, len(topics), is_, len(reached) - is_)


def topic_row(index: Index, topic: int, found: Found) -> TopicRow:
    """The row of a topic that is reached."""
    record = record_of(index, _row(index.topics[topic], (topic,), found))
    assert isinstance(record, TopicRow)
    return record


def record_of(index: Index, row: Row) -> StatementRow | TopicRow:
    """A row as a record."""
    chain = row.chain
    reached: dict[str, Any] = {
        "depends": row.depends,
        "strength": STRENGTHS[chain.strength] if chain else None,
        "basis": BASES[chain.basis] if chain else None,
        "distance": len(chain.links) if chain else 0,
        "nearest": row.nearest,
        "chain": tuple(index.links[link] for link in chain.links) if chain else (),
    }
    if isinstance(row.thing, Topic):
        topic = row.thing
        return TopicRow.model_construct(
            None,
            id=topic.id,
            subject=topic.subject,
            stage=topic.stage,
            label=topic.label,
            **reached,
        )
    statement = row.thing.statement
    extent: dict[str, Any] = {"topics": row.topics, "is": row.is_, "depending": row.depending}
    return StatementRow.model_construct(
        None,
        id=statement.id,
        framework=statement.framework,
        code=statement.code,
        strand=statement.strand,
        label=statement.label,
        tier=row.thing.tier,
        higher_only=row.thing.higher_only,
        extent=Extent.model_validate(extent),
        **reached,
    )
