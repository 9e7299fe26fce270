"""networkx and rustworkx: a graph per level of grade, searched breadth first, best level first.

What they lack (the best chain itself) is written once here, over their searches, with tails
shared between chains.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

import networkx as nx

from bench.engine import Chains, Engine, Question
from bench.graphs import Graph
from graph.net import BASES, STRENGTHS


def level_links(graph: Graph) -> Iterator[list[int]]:
    """The links of each level, in the order of the sweep, without repeats of the one before."""
    before = -1
    for strength in range(len(STRENGTHS)):
        for basis in range(len(BASES)):
            held = [
                link
                for link in range(len(graph.dependent))
                if graph.strength[link] <= strength and graph.basis[link] <= basis
            ]
            if held and len(held) != before:
                before = len(held)
                yield held


def first_of_pairs(graph: Graph, links: Iterable[int]) -> Iterator[int]:
    """Of several links of one pair of topics the first: a simple graph holds one."""
    seen = set()
    for link in links:
        pair = (graph.prerequisite[link], graph.dependent[link])
        if pair not in seen:
            seen.add(pair)
            yield link


def steps_of(layers: Iterable[Sequence[int]]) -> dict[int, int]:
    """How far each topic is, of the layers of a breadth-first search."""
    steps: dict[int, int] = {}
    for step, layer in enumerate(layers):
        steps.update(dict.fromkeys(layer, step))
    return steps


class Swept(Engine):
    """Best chains for an engine that searches a graph of each level breadth first."""

    count: int
    prerequisite: Sequence[int]

    def layers(self, number: int, question: Question) -> Iterable[Sequence[int]]:
        """The layers of a search of a level."""
        raise NotImplementedError

    def link(self, number: int, topic: int, below: int, steps: Mapping[int, int]) -> int:
        """The smallest link of a level from a topic to one that is so far."""
        raise NotImplementedError

    def chains(self, question: Question) -> Chains:
        """Sweep the levels until all that is reached has its chain; tails are shared."""
        everything = steps_of(self.layers(self.count - 1, question))
        left = everything.keys() - set(question)
        chains: Chains = {}
        for number in range(self.count):
            last = number == self.count - 1
            steps = everything if last else steps_of(self.layers(number, question))
            fresh = left & steps.keys()
            chains.update(self._written(number, fresh, steps))
            left -= fresh
            if not left:
                break
        return chains

    def _written(self, number: int, topics: Iterable[int], steps: Mapping[int, int]) -> Chains:
        known: Chains = {}
        for topic in topics:
            path = []
            at = topic
            while steps[at] and at not in known:
                path.append(at)
                at = self.prerequisite[self.link(number, at, steps[at] - 1, steps)]
            tail = known.get(at, ())
            for at in reversed(path):
                tail = (self.link(number, at, steps[at] - 1, steps), *tail)
                known[at] = tail
        return {topic: known[topic] for topic in topics}


class Networkx(Swept):
    """networkx: a `DiGraph` per level, from prerequisite to dependent, and `bfs_layers`."""

    def build(self, graph: Graph) -> None:
        """One graph per level, links in ascending order, so that the first found is the least."""
        self.prerequisite = graph.prerequisite
        self.levels = []
        for links in level_links(graph):
            level: nx.DiGraph[int] = nx.DiGraph()
            level.add_nodes_from(range(graph.size))
            level.add_edges_from(
                (graph.prerequisite[link], graph.dependent[link], {"link": link})
                for link in first_of_pairs(graph, links)
            )
            self.levels.append(level)
        self.count = len(self.levels)

    def reach(self, question: Question) -> set[int]:
        """One search from all the topics (quicker than `descendants` of each)."""
        return set(chain.from_iterable(nx.bfs_layers(self.levels[-1], list(question))))

    def layers(self, number: int, question: Question) -> Iterable[Sequence[int]]:
        """`bfs_layers`, from all the topics at once."""
        return nx.bfs_layers(self.levels[number], list(question))

    def link(self, number: int, topic: int, below: int, steps: Mapping[int, int]) -> int:
        """The first of the topic's links that leads nearer."""
        for prerequisite, data in self.levels[number].pred[topic].items():
            if steps.get(prerequisite) == below:
                return int(data["link"])
        raise AssertionError("a topic at a distance has a link that leads nearer")


class Rustworkx(Swept):
    """rustworkx: a `PyDiGraph` per level and `digraph_bfs_layers`."""

    library = "rustworkx"

    def build(self, graph: Graph) -> None:
        """One graph per level, the link number as the edge's payload."""
        self.prerequisite = graph.prerequisite
        self.levels: list[Any] = []
        for links in level_links(graph):
            level = self.module.PyDiGraph()
            level.add_nodes_from(range(graph.size))
            level.add_edges_from(
                [(graph.prerequisite[link], graph.dependent[link], link) for link in links]
            )
            self.levels.append(level)
        self.count = len(self.levels)

    def reach(self, question: Question) -> set[int]:
        """One search from all the topics."""
        return set(chain.from_iterable(self.layers(self.count - 1, question)))

    def layers(self, number: int, question: Question) -> Iterable[Sequence[int]]:
        """`digraph_bfs_layers`, from all the topics at once."""
        layers: list[list[int]] = self.module.digraph_bfs_layers(
            self.levels[number], list(question)
        )
        return layers

    def link(self, number: int, topic: int, below: int, steps: Mapping[int, int]) -> int:
        """The least of the topic's links that lead nearer."""
        edges = self.levels[number].in_edges(topic)
        return int(min(link for from_, _, link in edges if steps.get(from_) == below))


class Plain(Networkx):
    """networkx by its own functions alone: layers from the topics, then all shortest paths.

    What one writes first: for each level the topics that a breadth-first search newly reaches,
    and of each the smallest of all its shortest paths to a topic that was asked about.
    """

    def chains(self, question: Question) -> Chains:
        """Layers and listed shortest paths, level by level."""
        asked = set(question)
        chains: Chains = {}
        for graph in self.levels:
            layers = nx.bfs_layers(graph, list(question))
            for steps, layer in enumerate(layers):
                for topic in layer:
                    if topic not in asked and topic not in chains:
                        chains[topic] = self._smallest(graph, topic, asked, steps)
        return chains

    def _smallest(
        self, graph: nx.DiGraph[int], topic: int, asked: set[int], steps: int
    ) -> tuple[int, ...]:
        found = []
        for end in asked:
            if nx.has_path(graph, end, topic):
                for path in nx.all_shortest_paths(graph, end, topic):
                    if len(path) == steps + 1:
                        pairs = pairwise(path)
                        found.append(tuple(graph[one][other]["link"] for one, other in pairs)[::-1])
        return min(found)
