"""What to secure, in order, before something, given what is known; and what is ready to learn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.ask import filtered_net, read_topics
from graph.canonical import canonical, shown
from graph.chains import UpFrom
from graph.index import Index
from graph.net import STRENGTHS, Net
from graph.questions import Assumed, Gaps
from ontology.figures import GapRow
from ontology.records import Topic
from ontology.vocabulary import Stage, Strength

DEFINITION = (
    "What the target needs, and what that needs in turn, down to what is known; each row comes "
    "after all that it needs, nearest to the known first. Rows that are ready (the fringe) can be "
    "taught now: everything they need is known. Whoever knows a topic is taken to know all that it "
    "essentially needs."
)


@dataclass(frozen=True, slots=True)
class Missing:
    """The answer of `gaps`: topics to secure in order, and the ids of the fringe."""

    index: Index
    query: Mapping[str, Any]
    definition: str
    data: tuple[GapRow, ...]

    @property
    def fringe(self) -> tuple[str, ...]:
        """The ids of the rows that are ready to learn next."""
        return tuple(row.id for row in self.data if row.ready)


def gaps(index: Index, question: Gaps) -> Missing:
    """What to secure before the target, in order, the target itself last.

    `known` closes downwards: whoever knows a topic is taken to know what it essentially needs.
    `assume` counts a whole stage, and all before it, as known. A statement stands for its topics
    at the tier. The fringe follows knowledge space theory (Doignon and Falmagne): what is not
    known and whose prerequisites all are.

    Raises:
        NotFound, Ambiguous, Gone: a name in `target` or `known`.

    Cost: O(V + E).
    """
    question = canonical(index, question)
    targets = read_topics(index, question.target, tier=question.tier, pathway=question.pathway)
    known = read_topics(index, question.known)
    essential = filtered_net(index, Strength.ESSENTIAL)
    net = filtered_net(index, question.strength)
    secure = frozenset(_closed(essential, _assumed(index, question.assume) | set(known)))
    wanted = _closed(net, set(targets) - secure, secure)
    chains = UpFrom(net, targets)
    order = _order(net, wanted)
    data = tuple(
        _gap_row(index, net, chains, topic, step, wanted, secure)
        for step, topic in enumerate(order, start=1)
    )
    return Missing(index, shown(question), DEFINITION, data)


def _assumed(index: Index, assume: Assumed) -> set[int]:
    """The topics of a stage and of all before it."""
    if assume == "none":
        return set()
    last = Stage(assume).rank
    return {number for number, topic in enumerate(index.topics) if topic.stage.rank <= last}


def _closed(net: Net, topics: Iterable[int], known: frozenset[int] = frozenset()) -> set[int]:
    """The topics and all they need by the links of the net, not going into what is known."""
    closed = set(topics)
    stack = list(closed)
    while stack:
        for link in net.needs[stack.pop()]:
            below = net.prerequisite[link]
            if below not in closed and below not in known:
                closed.add(below)
                stack.append(below)
    return closed


def _order(net: Net, wanted: set[int]) -> list[int]:
    """Each topic after all it needs: by how many steps it stands from the known, then by id."""
    height: dict[int, int] = {}
    stack = list(wanted)
    while stack:
        topic = stack[-1]
        below = [p for link in net.needs[topic] if (p := net.prerequisite[link]) in wanted]
        waiting = [p for p in below if p not in height]
        if waiting:
            stack += waiting
            continue
        height[topic] = 1 + max((height[p] for p in below), default=0)
        stack.pop()
    return sorted(wanted, key=lambda topic: (height[topic], topic))


def _gap_row(
    index: Index,
    net: Net,
    chains: UpFrom,
    number: int,
    step: int,
    wanted: set[int],
    secure: frozenset[int],
) -> GapRow:
    topic: Topic = index.topics[number]
    chain = chains.best((number,))
    links = chain.links if chain else ()
    return GapRow(
        step=step,
        id=topic.id,
        subject=topic.subject,
        stage=topic.stage,
        label=topic.label,
        description=topic.description,
        misconception=topic.misconception,
        strength=STRENGTHS[chain.strength] if chain and links else Strength.ESSENTIAL,
        ready=all(net.prerequisite[link] in secure for link in net.needs[number]),
        opens=_waiting(net, number, wanted),
        chain=tuple(index.links[link] for link in links),
    )


def _waiting(net: Net, number: int, wanted: set[int]) -> int:
    """How many of the wanted topics rest on this one."""
    found = {number}
    stack = [number]
    while stack:
        for link in net.feeds[stack.pop()]:
            above = net.dependent[link]
            if above in wanted and above not in found:
                found.add(above)
                stack.append(above)
    return len(found) - 1
