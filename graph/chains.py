"""Best chains: strongest weakest link, then best worst basis, then fewest links, then smallest ids.

A chain runs from a dependent down to a prerequisite; it touches the group it starts from only at
its first topic and the group it ends in only at its last. Both classes here fix one end (what was
asked about) and are then asked about many groups at the other. They sweep the levels of a net
lazily, so that a group which is reached at the first level costs no search of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from graph.net import Level, Net, distances


class Chain(NamedTuple):
    """The weakest strength and worst basis of a chain (ranks), its length and its link numbers.

    Chains compare as they are ranked: the smaller is the better.
    """

    strength: int
    basis: int
    length: int
    links: tuple[int, ...]


class DownTo:
    """Best chains from any group of topics down to the topics asked about.

    The first search, over all links, costs O(V + E) of what rests on them; each level as much.
    """

    def __init__(self, net: Net, asked: Iterable[int], depth: int | None = None) -> None:
        """Search all links once; levels wait until a chain is asked for."""
        self.net = net
        self.asked = frozenset(asked)
        self.depth = depth
        self.steps = distances(net.levels[-1].dependents, self.asked, depth)
        self._by_level: list[dict[int, int]] = []
        self._next: dict[tuple[int, int], int] = {}

    def best(self, group: Sequence[int]) -> Chain | None:
        """The best chain from one of the group, or None where none reaches."""
        steps = self.steps
        if not any(topic in steps for topic in group):
            return None
        for number, level in enumerate(self.net.levels):
            found = self._distances(number)
            reached = [topic for topic in group if topic in found]
            if reached:
                fewest = min(found[topic] for topic in reached)
                starts = [topic for topic in reached if found[topic] == fewest]
                links = self._links(number, starts, fewest)
                return Chain(level.strength, level.basis, fewest, links)
        raise AssertionError("the last level holds every link")

    def _distances(self, number: int) -> dict[int, int]:
        while len(self._by_level) <= number:
            level = self.net.levels[len(self._by_level)]
            last = level is self.net.levels[-1]
            self._by_level.append(
                self.steps if last else distances(level.dependents, self.asked, self.depth)
            )
        return self._by_level[number]

    def _links(self, number: int, starts: Sequence[int], fewest: int) -> tuple[int, ...]:
        if fewest == 0:
            return ()
        found = self._distances(number)
        prerequisite = self.net.prerequisite
        link = min(self._link(number, topic, found) for topic in starts)
        links = [link]
        while found[prerequisite[link]] > 0:
            link = self._link(number, prerequisite[link], found)
            links.append(link)
        return tuple(links)

    def _link(self, number: int, topic: int, found: dict[int, int]) -> int:
        """The smallest link that begins a shortest chain of this level from the topic."""
        key = (number, topic)
        known = self._next.get(key)
        if known is not None:
            return known
        net, level = self.net, self.net.levels[number]
        below = found[topic] - 1
        for link in net.needs[topic]:
            if (
                net.strength[link] <= level.strength
                and net.basis[link] <= level.basis
                and found.get(net.prerequisite[link]) == below
            ):
                self._next[key] = link
                return link
        raise AssertionError("a topic at a distance has a link that leads nearer")


class UpFrom:
    """Best chains from the topics asked about down to any group of topics."""

    def __init__(self, net: Net, asked: Iterable[int], depth: int | None = None) -> None:
        """Search all links once; levels wait until a chain is asked for."""
        self.net = net
        self.asked = frozenset(asked)
        self.depth = depth
        last = len(net.levels) - 1
        self._by_level: dict[int, dict[int, tuple[int, int, int]]] = {}
        self.steps = {topic: place[0] for topic, place in self._places(last).items()}

    def best(self, group: Sequence[int]) -> Chain | None:
        """The best chain to one of the group, or None where none reaches."""
        if not any(topic in self.steps for topic in group):
            return None
        for number, level in enumerate(self.net.levels):
            places = self._places(number)
            reached = [places[topic] + (topic,) for topic in group if topic in places]
            if reached:
                fewest, *_, end = min(reached)
                return Chain(level.strength, level.basis, fewest, self._links(number, end))
        raise AssertionError("the last level holds every link")

    def _places(self, number: int) -> dict[int, tuple[int, int, int]]:
        """Of each topic reached: steps, rank among those as far by smallest ids, last link."""
        if number not in self._by_level:
            self._by_level[number] = self._search(self.net.levels[number])
        return self._by_level[number]

    def _search(self, level: Level) -> dict[int, tuple[int, int, int]]:
        net = self.net
        places = dict.fromkeys(self.asked, (0, 0, -1))
        # The first links of all sources compete by number; after that, topics stand in the
        # order of their smallest sequence and each one's links in their own order.
        links: Sequence[int] = sorted(link for topic in self.asked for link in net.needs[topic])
        step = 0
        while links and (self.depth is None or step < self.depth):
            step += 1
            frontier: list[int] = []
            for link in links:
                topic = net.prerequisite[link]
                if (
                    net.strength[link] <= level.strength
                    and net.basis[link] <= level.basis
                    and topic not in places
                ):
                    places[topic] = (step, len(frontier), link)
                    frontier.append(topic)
            links = [link for topic in frontier for link in net.needs[topic]]
        return places

    def _links(self, number: int, topic: int) -> tuple[int, ...]:
        places = self._places(number)
        links: list[int] = []
        while places[topic][0]:
            link = places[topic][2]
            links.append(link)
            topic = self.net.dependent[link]
        return tuple(reversed(links))
