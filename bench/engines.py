"""The engines: each builds from the same links and answers the same questions.

`reach` is all that rests on a group of topics, in the form the engine gives; `members` makes a
set of it, for the check. `chains` gives the best chain of every topic that rests on the group,
as link numbers from the dependent down: strongest weakest link, then best worst basis, then
fewest links, then smallest numbers. Everything that can be built beforehand is (a graph per
level of grade), and is counted as building.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import chain
from typing import Any, ClassVar

import networkx as nx

from bench.graphs import Graph
from graph.chains import DownTo
from graph.net import BASES, STRENGTHS, Net, build_net, dependents_set, distances

Question = Sequence[int]
Chains = dict[int, tuple[int, ...]]


class Engine:
    """What is measured of an engine. `does` names the methods beside `build` that it has."""

    does: ClassVar[tuple[str, ...]] = ("reach", "chains")

    def build(self, graph: Graph) -> None:
        """Take the links in; all that a question needs is ready afterwards."""
        raise NotImplementedError

    def reach(self, question: Question) -> Any:
        """All that rests on the topics, themselves included."""
        raise NotImplementedError

    def members(self, reached: Any) -> set[int]:
        """What `reach` gave as a set of topic numbers."""
        return set(reached)

    def chains(self, question: Question) -> Chains:
        """The best chain of every topic that rests on the topics, by topic."""
        raise NotImplementedError


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


def steps_of(layers: Iterable[Sequence[int]]) -> dict[int, int]:
    """How far each topic is, of the layers of a breadth-first search."""
    steps: dict[int, int] = {}
    for step, layer in enumerate(layers):
        steps.update(dict.fromkeys(layer, step))
    return steps


class Ours(Engine):
    """This project: bit sets up to `CLOSURE_LIMIT` topics, searches above it."""

    does = ("reach", "listed", "search", "chains")
    net: Net

    def build(self, graph: Graph) -> None:
        """Build the net, levels and closure with it."""
        self.net = build_net(
            graph.size, graph.dependent, graph.prerequisite, graph.strength, graph.basis
        )

    def reach(self, question: Question) -> int | set[int]:
        """A bit set where the closure is kept, else a set."""
        return dependents_set(self.net, question)

    def listed(self, question: Question) -> list[int] | set[int]:
        """The same written out as topic numbers."""
        reached = dependents_set(self.net, question)
        return _ones(reached) if isinstance(reached, int) else reached

    def search(self, question: Question) -> set[int]:
        """The same without the closure: what takes its place in larger graphs."""
        return set(distances(self.net.levels[-1].dependents, question))

    def members(self, reached: Any) -> set[int]:
        """A bit set written out."""
        return set(_ones(reached)) if isinstance(reached, int) else set(reached)

    def chains(self, question: Question) -> Chains:
        """By the sweep of `graph.chains`."""
        found = DownTo(self.net, question)
        chains: Chains = {}
        for topic in found.steps:
            if topic not in found.asked:
                best = found.best((topic,))
                assert best is not None
                chains[topic] = best.links
        return chains


def _ones(bits: int) -> list[int]:
    """The places of the ones of a bit set."""
    text = bin(bits)[:1:-1]
    places: list[int] = []
    place = text.find("1")
    while place >= 0:
        places.append(place)
        place = text.find("1", place + 1)
    return places


class _Swept(Engine):
    """Best chains for an engine that searches a graph of each level breadth first."""

    count: int

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

    prerequisite: Sequence[int]


class Networkx(_Swept):
    """networkx: a `DiGraph` per level, from prerequisite to dependent, and `bfs_layers`."""

    def build(self, graph: Graph) -> None:
        """One graph per level, links in ascending order, so that the first found is the least."""
        self.prerequisite = graph.prerequisite
        self.levels = []
        for links in level_links(graph):
            level: nx.DiGraph[int] = nx.DiGraph()
            level.add_nodes_from(range(graph.size))
            level.add_edges_from(
                (graph.prerequisite[link], graph.dependent[link], {"link": link}) for link in links
            )
            self.levels.append(level)
        self.count = len(self.levels)

    def reach(self, question: Question) -> set[int]:
        """One search from all the topics, or `descendants` of a single one."""
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


class Rustworkx(_Swept):
    """rustworkx: a `PyDiGraph` per level and `digraph_bfs_layers`."""

    def build(self, graph: Graph) -> None:
        """One graph per level, the link number as the edge's payload."""
        self.rx = import_module("rustworkx")
        self.prerequisite = graph.prerequisite
        self.levels: list[Any] = []
        for links in level_links(graph):
            level = self.rx.PyDiGraph(multigraph=False)
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
        layers: list[list[int]] = self.rx.digraph_bfs_layers(self.levels[number], list(question))
        return layers

    def link(self, number: int, topic: int, below: int, steps: Mapping[int, int]) -> int:
        """The least of the topic's links that lead nearer."""
        edges = self.levels[number].in_edges(topic)
        return int(min(link for from_, _, link in edges if steps.get(from_) == below))


class Sqlite(Engine):
    """SQLite in memory: recursive queries over a clustered table of links."""

    REACH = """
        WITH RECURSIVE reached (topic) AS (
            VALUES {asked}
            UNION SELECT dependent FROM reached JOIN link ON prerequisite = topic
        ) SELECT topic FROM reached"""
    LEVEL = """
        WITH RECURSIVE met (topic, step) AS (
            VALUES {asked_at_0}
            UNION SELECT dependent, step + 1 FROM met JOIN link ON prerequisite = topic
            WHERE strength <= :strength AND basis <= :basis AND dependent NOT IN ({asked})
        ), place (topic, step) AS MATERIALIZED (SELECT topic, min(step) FROM met GROUP BY topic)
        SELECT dependent, prerequisite, min(number) FROM place AS here
        CROSS JOIN link_down ON dependent = here.topic
        JOIN place AS below ON below.topic = prerequisite AND below.step = here.step - 1
        WHERE strength <= :strength AND basis <= :basis GROUP BY dependent"""

    def build(self, graph: Graph) -> None:
        """Two clustered tables: up (for reaching) and down (for the chains)."""
        self.base = sqlite3.connect(":memory:")
        rows = list(
            zip(
                graph.prerequisite,
                graph.dependent,
                graph.strength,
                graph.basis,
                range(len(graph.dependent)),
                strict=True,
            )
        )
        for table, key in (("link", "prerequisite, dependent"), ("link_down", "dependent, number")):
            self.base.execute(
                f"CREATE TABLE {table} (prerequisite INT, dependent INT, strength INT, basis INT, "
                f"number INT, PRIMARY KEY ({key})) WITHOUT ROWID"
            )
            rows.sort(key=lambda row: row[:2] if key[0] == "p" else (row[1], row[4]))
            self.base.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?)", rows)
        self.base.execute("ANALYZE")

    def reach(self, question: Question) -> set[int]:
        """One recursive query from all the topics."""
        asked = ", ".join(f"({topic})" for topic in question)
        return {row[0] for row in self.base.execute(self.REACH.format(asked=asked))}

    def chains(self, question: Question) -> Chains:
        """One recursive query per level; a query cannot keep the first arrival only."""
        at_0 = ", ".join(f"({topic}, 0)" for topic in question)
        query = self.LEVEL.format(asked_at_0=at_0, asked=", ".join(map(str, question)))
        chains: Chains = {}
        for strength in range(len(STRENGTHS)):
            for basis in range(len(BASES)):
                rows = self.base.execute(query, {"strength": strength, "basis": basis})
                following = {row[0]: (row[1], row[2]) for row in rows}
                for topic in following.keys() - chains.keys():
                    links = []
                    at = topic
                    while at in following:
                        at, link = following[at]
                        links.append(link)
                    chains[topic] = tuple(links)
        return chains


class Rdflib(Engine):
    """rdflib in memory: a SPARQL property path. It has no way to say which path is best."""

    does = ("reach",)
    TOPIC = "http://example.org/topic/"

    def build(self, graph: Graph) -> None:
        """One triple a link."""
        rdflib = import_module("rdflib")
        self.prepare = import_module("rdflib.plugins.sparql").prepareQuery
        self.store = rdflib.Graph()
        topics = [rdflib.URIRef(f"{self.TOPIC}{topic}") for topic in range(graph.size)]
        requires = rdflib.URIRef("http://example.org/requires")
        self.store.addN(
            (topics[dependent], requires, topics[prerequisite], self.store)
            for dependent, prerequisite in zip(graph.dependent, graph.prerequisite, strict=True)
        )

    def reach(self, question: Question) -> set[str]:
        """`?d requires* ?asked`."""
        asked = " ".join(f"<{self.TOPIC}{topic}>" for topic in question)
        found = self.store.query(
            "SELECT DISTINCT ?d { VALUES ?asked { %s } ?d <http://example.org/requires>* ?asked }"
            % asked
        )
        return {str(row[0]) for row in found}

    def members(self, reached: Any) -> set[int]:
        """The numbers at the ends of the addresses."""
        return {int(address.removeprefix(self.TOPIC)) for address in reached}


ENGINES: dict[str, type[Engine]] = {
    "ours": Ours,
    "networkx": Networkx,
    "rustworkx": Rustworkx,
    "SQLite": Sqlite,
    "rdflib": Rdflib,
}
