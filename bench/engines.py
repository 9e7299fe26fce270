"""The engines that are measured: ours, networkx, rustworkx, SQLite and rdflib."""

from __future__ import annotations

import sqlite3
from typing import Any

from bench.engine import Chains, Engine, Question
from bench.graphs import Graph
from bench.swept import Networkx, Plain, Rustworkx
from graph.chains import DownTo
from graph.net import BASES, STRENGTHS, Net, build_net, dependents_set, distances
from graph.ways import Ways, WaysDown, find_ways


class Ours(Engine):
    """This project: bit sets and a table of best chains up to their limits, searches above."""

    does = ("reach", "listed", "search", "chains", "swept")
    net: Net
    ways: Ways | None

    def build(self, graph: Graph) -> None:
        """Build the net, levels and closure with it."""
        self.net = build_net(
            graph.size, graph.dependent, graph.prerequisite, graph.strength, graph.basis
        )
        self.ways = find_ways(self.net)

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
        """By the table of best chains where it is kept, else by the sweep."""
        if self.ways is None:
            return self.swept(question)
        found = WaysDown(self.net, self.ways, question).chains()
        return {topic: chain.links for topic, chain in found.items()}

    def swept(self, question: Question) -> Chains:
        """By the sweep of `graph.chains`: what filters and larger graphs are answered by."""
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
        for table, key in (
            ("link", "prerequisite, dependent, number"),
            ("link_down", "dependent, number"),
        ):
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
    library = "rdflib"
    TOPIC = "http://example.org/topic/"

    def build(self, graph: Graph) -> None:
        """One triple a link."""
        rdflib = self.module
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
            f"SELECT DISTINCT ?d {{ VALUES ?asked {{ {asked} }} "
            "?d <http://example.org/requires>* ?asked }"
        )
        return {str(row[0]) for row in found}

    def members(self, reached: Any) -> set[int]:
        """The numbers at the ends of the addresses."""
        return {int(address.removeprefix(self.TOPIC)) for address in reached}


ENGINES: dict[str, type[Engine]] = {
    "ours": Ours,
    "networkx": Networkx,
    "networkx, plain": Plain,
    "rustworkx": Rustworkx,
    "SQLite": Sqlite,
    "rdflib": Rdflib,
}
