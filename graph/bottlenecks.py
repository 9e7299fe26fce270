"""Where the graph is narrow: blocking, delay and centrality of topics.

The three measures are those of Heileman, Abdallah, Slim and Hickman, *Curricular Analytics* (2018):
blocking factor, delay factor and centrality, written anew from their definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.ask import filtered_net, statement_rows, topic_rows
from graph.canonical import canonical, shown
from graph.index import Index
from graph.net import Net, distances
from graph.questions import Bottlenecks
from graph.sentences import bottleneck_sentence
from ontology.figures import Blocked, BottleneckRow

DEFINITION = (
    "Blocking counts the topics, and the content statements, that rest on a topic. Delay is the "
    "number of topics on the longest chain through it. Centrality adds up the lengths of all the "
    "chains through it that run from ground to end."
)


@dataclass(frozen=True, slots=True)
class Narrow:
    """The answer of `bottlenecks`: topics on which something rests, most blocking first."""

    index: Index
    query: Mapping[str, Any]
    definition: str
    data: tuple[BottleneckRow, ...]


def bottlenecks(index: Index, question: Bottlenecks) -> Narrow:
    """The topics on which most rests.

    With a framework, the rows are the topics of its statements, and blocking counts these topics
    and statements; without, the rows are all topics and every framework counts. Raises NotFound
    or BadParameter for a framework or strand that is none. O(V (V + E)).
    """
    question = canonical(index, question)
    net = filtered_net(index, question.strength)
    frameworks = [question.within] if question.within else list(index.statements)
    addressed = [
        topics
        for framework in frameworks
        for _, topics in statement_rows(
            index, framework, question.tier, None, pathway=question.pathway
        )
    ]
    counted = {topic for topics in addressed for topic in topics}
    order = _ground_first(net)
    below, above = _longest(net, order)
    centrality = _centrality(net, order)
    rows = []
    among = sorted(counted) if question.within else None
    for number in topic_rows(
        index, question.tier, question.strand, question.subject, among, question.pathway
    ):
        resting = distances(net.levels[-1].dependents, (number,))
        topics = sum(topic in counted for topic in resting if topic != number)
        if not topics:
            continue
        topic = index.topics[number]
        statements = sum(any(t in resting and t != number for t in group) for group in addressed)
        delay = below[number] + above[number] - 1
        rows.append(
            BottleneckRow(
                id=topic.id,
                subject=topic.subject,
                stage=topic.stage,
                label=topic.label,
                blocking=Blocked(topics=topics, statements=statements),
                delay=delay,
                centrality=centrality[number],
                words=bottleneck_sentence(topic.label, topics, statements, delay),
            )
        )
    rows.sort(key=lambda r: (-r.blocking.topics, -r.blocking.statements, -r.delay, r.id))
    return Narrow(index, shown(question), DEFINITION, tuple(rows))


def _ground_first(net: Net) -> list[int]:
    """Topics in an order in which each comes after all that it needs. O(V + E)."""
    waiting = [len(links) for links in net.needs]
    ready = [topic for topic, count in enumerate(waiting) if count == 0]
    order = []
    while ready:
        topic = ready.pop()
        order.append(topic)
        for link in net.feeds[topic]:
            dependent = net.dependent[link]
            waiting[dependent] -= 1
            if waiting[dependent] == 0:
                ready.append(dependent)
    return order


def _longest(net: Net, order: list[int]) -> tuple[list[int], list[int]]:
    """Topics on the longest chain down to ground, and up to an end, the topic included."""
    below, above = [1] * net.size, [1] * net.size
    for topic in order:
        for link in net.needs[topic]:
            below[topic] = max(below[topic], below[net.prerequisite[link]] + 1)
    for topic in reversed(order):
        for link in net.feeds[topic]:
            above[topic] = max(above[topic], above[net.dependent[link]] + 1)
    return below, above


def _centrality(net: Net, order: list[int]) -> list[int]:
    """Sum of the lengths, in topics, of the chains from ground to end through each topic.

    With n chains down from a topic of total length s, and m up of total length t (lengths in
    topics, the topic counted in both), the sum is s · m + t · n − n · m. O(V + E).
    """
    down = _chains(net, order, upward=False)
    up = _chains(net, order[::-1], upward=True)
    return [s * m + t * n - n * m for (n, s), (m, t) in zip(down, up, strict=True)]


def _chains(net: Net, order: list[int], upward: bool) -> list[tuple[int, int]]:
    """By topic: how many chains run on to an end, and the sum of their lengths in topics."""
    found: list[tuple[int, int]] = [(1, 1)] * net.size
    for topic in order:
        links = net.feeds[topic] if upward else net.needs[topic]
        ends = net.dependent if upward else net.prerequisite
        if links:
            # Several uses of one pair are several reasons, but one step of a chain of topics.
            beyond = {ends[link] for link in links}
            count = sum(found[end][0] for end in beyond)
            length = sum(found[end][1] for end in beyond)
            found[topic] = (count, length + count)
    return found
