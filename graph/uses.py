"""What mathematics science uses: the links from science to mathematics, from either side.

With `under`, also what lies beneath: of science that was asked about, the mathematics that what it
uses rests on; of mathematics, the mathematics that rests on it and is itself used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.ask import Without, read_without
from graph.canonical import canonical, shown
from graph.chains import DownTo, UpFrom
from graph.dependents import topic_row
from graph.index import Index
from graph.net import Net, restrict
from graph.questions import Uses
from graph.sides import side_topics
from ontology.answers import TopicRow, UsesLink
from ontology.vocabulary import SCIENCES, Subject, Tier, TierAsked

_ROW = (
    "Each row is one use: the science (dependent) needs the mathematics (prerequisite) for the "
    "calculation or representation in context. "
)
DEFINITION = _ROW + "A use is direct; what the mathematics rests on in its turn is told by under."
WIDENED = (
    _ROW + "The mathematics is what was asked for or rests on it; for what rests on it, under "
    "tells by which chain."
)
KEPT: Mapping[TierAsked, tuple[Tier, ...]] = {
    TierAsked.FOUNDATION: (Tier.FOUNDATION,),
    TierAsked.HIGHER: tuple(Tier),
    TierAsked.HIGHER_ONLY: (Tier.HIGHER,),
}


@dataclass(frozen=True, slots=True)
class Used:
    """The answer of `uses`: links in the order of their ids.

    `under` is mathematics under them: essential first, then the nearest.
    """

    index: Index
    query: Mapping[str, Any]
    definition: str
    data: tuple[UsesLink, ...]
    under: tuple[TopicRow, ...]


def uses(index: Index, question: Uses) -> Used:
    """The uses between what was asked on either side (all of it where a side is not given).

    An equation asked about keeps the uses that name it, a statement those of its topics at the
    tier. `tier` and `stage` are those of the use.

    Raises:
        NotFound, Ambiguous, Gone: a name; BadParameter: one that lies on the other side.

    Cost: O(V + E).
    """
    question = canonical(index, question)
    without = read_without(index, question.without)
    net = index.net
    asked = _maths(index, question, without)
    below = None
    reached: Iterable[int] | None = asked
    if asked is not None and question.under:
        below = DownTo(_beneath(index, frozenset(), without.links), asked)
        reached = below.steps
    keep = _Keep(index, question, without, reached)
    numbers = [n for n in index.uses if n not in without.links and keep(n)]
    data = tuple(use_of(index, number) for number in numbers)
    under: list[TopicRow] = []
    if below is not None:
        used = {net.prerequisite[n] for n in numbers} - below.asked
        under = [topic_row(index, topic, below) for topic in used]
    elif question.under:
        chosen = frozenset(numbers)
        beneath = _beneath(index, chosen, without.links)
        above = UpFrom(beneath, sorted({net.dependent[n] for n in numbers}))
        direct = {net.prerequisite[n] for n in numbers}
        under = [
            topic_row(index, topic, above)
            for topic in above.steps
            if topic not in direct and topic not in above.asked
        ]
    under.sort(key=_nearest)
    definition = DEFINITION if below is None else WIDENED
    return Used(index, shown(question), definition, data, tuple(under))


def _nearest(row: TopicRow) -> tuple[int, int, str]:
    """Essential before helpful, then by the fewest links, then by id."""
    return (0 if row.strength is None else row.strength.rank, row.nearest, row.id)


def use_of(index: Index, number: int) -> UsesLink:
    """The link of a number, which is a use."""
    link = index.links[number]
    assert isinstance(link, UsesLink)
    return link


def _in_maths(index: Index, link: int) -> bool:
    """Whether both ends of a link are mathematics (its dependent is, so its prerequisite is)."""
    return index.topics[index.net.dependent[link]].subject is Subject.MATHS


def _beneath(index: Index, chosen: frozenset[int], without: frozenset[int]) -> Net:
    """The net of the chosen uses and of all links inside mathematics."""
    return restrict(
        index.net,
        lambda link: link in chosen or (_in_maths(index, link) and link not in without),
    )


def _maths(index: Index, question: Uses, without: Without) -> tuple[int, ...] | None:
    """The topics of mathematics asked about, None where this side is open."""
    if not question.maths:
        return None
    topics = side_topics(index, question.maths, TierAsked.HIGHER, without)
    return tuple(sorted(t for t in topics if index.topics[t].subject is Subject.MATHS))


class _Keep:
    """Whether a use is asked for."""

    def __init__(
        self, index: Index, question: Uses, without: Without, maths: Iterable[int] | None
    ) -> None:
        self.index = index
        self.question = question
        self.maths = None if maths is None else frozenset(maths)
        self.equations = {id_ for id_ in question.science if id_ in index.equations}
        others = [id_ for id_ in question.science if id_ not in self.equations]
        self.science = side_topics(index, others, question.tier, without)

    def __call__(self, number: int) -> bool:
        link, question, net = use_of(self.index, number), self.question, self.index.net
        return (
            (self.maths is None or net.prerequisite[number] in self.maths)
            and self._is_science(link, net.dependent[number])
            and link.tier in KEPT[question.tier]
            and question.stage in (None, link.stage)
            and (question.pathway is None or question.pathway in link.pathway)
            and question.skill in (None, link.skill)
            and link.strength.rank <= question.strength.rank
            and link.basis.rank <= question.basis.rank
            and (not question.ahead or link.stage.rank < self._stage(number))
        )

    def _is_science(self, link: UsesLink, topic: int) -> bool:
        if self.question.science and not (topic in self.science or link.equation in self.equations):
            return False
        subjects = self.question.subject.subjects if self.question.subject else SCIENCES
        return self.index.topics[topic].subject in subjects

    def _stage(self, number: int) -> int:
        return self.index.topics[self.index.net.prerequisite[number]].stage.rank
