"""The best chain of every pair of topics, kept ready: what the sweep finds, found once.

From each topic the topics that it rests on stand best chain first, so the best chain down to any
group is the first of them that is in the group. That holds because the best chain to a group never
passes through another of its topics: the part down to that one would be better. The table is kept
up to `PAIRS_LIMIT` pairs; larger graphs, and questions whose filters leave links out, are swept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.chains import Chain, DownTo
from graph.net import Net, distances

PAIRS_LIMIT = 50_000
"""Pairs of topics up to which the table is kept (some 400 bytes a pair)."""

Ways = tuple[dict[int, Chain], ...]
"""By topic: what it rests on with the best chain down to it, best first."""

FEW = 4
"""Topics asked about up to which each is looked up; more are met early among the best."""


def count_pairs(net: Net) -> int | None:
    """How many pairs have a chain; None where no closure is kept to tell. O(V)."""
    if net.closure is None:
        return None
    return sum(bits.bit_count() - 1 for bits in net.closure)


def find_ways(net: Net) -> Ways | None:
    """The table, or None for a graph with more than `PAIRS_LIMIT` pairs. O(levels · V · E)."""
    pairs = count_pairs(net)
    if pairs is None or pairs > PAIRS_LIMIT:
        return None
    ways: list[list[tuple[Chain, int]]] = [[] for _ in range(net.size)]
    for prerequisite in range(net.size):
        if not net.feeds[prerequisite]:
            continue
        found = DownTo(net, (prerequisite,))
        for topic in found.steps:
            chain = found.best((topic,))
            if chain is not None and chain.links:
                ways[topic].append((chain, prerequisite))
    return tuple({to: chain for chain, to in sorted(way)} for way in ways)


def _first(way: dict[int, Chain], asked: frozenset[int]) -> Chain | None:
    """The best chain to one of those asked, or None where none is there."""
    if len(asked) > FEW:
        for topic, chain in way.items():
            if topic in asked:
                return chain
        return None
    best: Chain | None = None
    for topic in asked:
        found = way.get(topic)
        if found is not None and (best is None or found < best):
            best = found
    return best


def flatten(ways: Ways) -> list[int]:
    """The table as integers: of each topic the number of pairs, of each pair its chain."""
    flat: list[int] = []
    for way in ways:
        flat.append(len(way))
        for prerequisite, chain in way.items():
            flat += (prerequisite, chain.strength, chain.basis, chain.length, *chain.links)
    return flat


def unflatten(flat: Sequence[int]) -> Ways:
    """The table that was flattened. Raises ValueError where the integers do not make one."""
    ways: list[dict[int, Chain]] = []
    place = 0
    try:
        while place < len(flat):
            count, place = flat[place], place + 1
            way = {}
            for _ in range(count):
                prerequisite, strength, basis, length = flat[place : place + 4]
                place += 4 + length
                if place > len(flat):
                    raise ValueError("the table of chains is cut short")
                links = tuple(flat[place - length : place])
                way[prerequisite] = Chain(strength, basis, length, links)
            ways.append(way)
    except IndexError as error:
        raise ValueError("the table of chains is cut short") from error
    return tuple(ways)


class WaysDown:
    """As `chains.DownTo`, by the table: best chains from any group down to what was asked."""

    def __init__(self, net: Net, ways: Ways, asked: Iterable[int]) -> None:
        """Find what rests on the topics and by how few links. O(V + E) of what is reached."""
        self.asked = frozenset(asked)
        self.ways = ways
        self.steps = distances(net.levels[-1].dependents, self.asked)

    def chains(self) -> dict[int, Chain]:
        """The best chain of every topic that rests on what was asked."""
        asked, ways = self.asked, self.ways
        found = ((topic, _first(ways[topic], asked)) for topic in self.steps)
        return {topic: chain for topic, chain in found if chain and topic not in asked}

    def best(self, group: Sequence[int]) -> Chain | None:
        """The best chain from one of the group, or None where none reaches."""
        asked, ways, steps = self.asked, self.ways, self.steps
        best: Chain | None = None
        for topic in group:
            if topic in steps:
                chain = _first(ways[topic], asked)
                if chain is not None and (best is None or chain < best):
                    best = chain
        return best
