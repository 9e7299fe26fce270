"""The links alone, as integers: what may follow from what, in the order in which chains are ranked.

Topics are numbered in the order of their ids and links in the order of theirs, so that the
smaller of two sequences of link numbers is the smaller of two sequences of edge ids.

A chain is ranked by its weakest strength, then its worst basis, then its length. Such an order
does not compose link by link (the best chain to a topic need not begin with the best chain to
the next), so links are kept by *level*: level (s, b) holds the links that are at least as strong
as s and at least as well founded as b. Sweeping the levels, best first, and searching each
breadth first finds best chains exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ontology.vocabulary import BasisKind, Strength

CLOSURE_LIMIT = 4096
"""Topics up to which the closure is kept (n² / 8 bytes: 2 MB here); above it, sets are searched."""

Adjacency = tuple[tuple[int, ...], ...]

STRENGTHS: tuple[Strength, ...] = tuple(Strength)
BASES: tuple[BasisKind, ...] = tuple(BasisKind)


@dataclass(frozen=True, slots=True)
class Level:
    """The links at least as strong and as well founded as a grade, and who rests on whom by them.

    `dependents[v]` are the topics that need `v` by such a link.
    """

    strength: int
    basis: int
    dependents: Adjacency


@dataclass(frozen=True, slots=True)
class Net:
    """A set of links between numbered topics, immutable.

    `dependent`, `prerequisite`, `strength`, `basis` are by link number (ranks, 0 the best).
    `needs[v]` are the links from `v` to its prerequisites and `feeds[v]` those from its
    dependents, both ascending. `levels` are in the order of the sweep; the last holds every link.
    `closure[v]` is the bit set of all that rests on `v`, `v` included; None above
    `CLOSURE_LIMIT` topics and in a net of chosen links.
    """

    size: int
    dependent: Sequence[int]
    prerequisite: Sequence[int]
    strength: bytes
    basis: bytes
    needs: Adjacency
    feeds: Adjacency
    levels: tuple[Level, ...]
    closure: tuple[int, ...] | None


def build_net(
    size: int,
    dependent: Sequence[int],
    prerequisite: Sequence[int],
    strength: bytes,
    basis: bytes,
    kept: Iterable[int] | None = None,
) -> Net:
    """A net of the links that are kept (all of them unless told), ascending by number.

    The links must be without cycle. O(V + E), and O(V E / 64) words for the closure, which only
    a whole net keeps: a net of chosen links is asked one question and let go.
    """
    links = list(range(len(dependent)) if kept is None else kept)
    needs: list[list[int]] = [[] for _ in range(size)]
    feeds: list[list[int]] = [[] for _ in range(size)]
    for link in links:
        needs[dependent[link]].append(link)
        feeds[prerequisite[link]].append(link)
    frozen_feeds = tuple(map(tuple, feeds))
    return Net(
        size=size,
        dependent=dependent,
        prerequisite=prerequisite,
        strength=strength,
        basis=basis,
        needs=tuple(map(tuple, needs)),
        feeds=frozen_feeds,
        levels=_levels(size, links, dependent, prerequisite, strength, basis),
        closure=_closure(frozen_feeds, dependent)
        if kept is None and size <= CLOSURE_LIMIT
        else None,
    )


def restrict(net: Net, keep: Callable[[int], bool]) -> Net:
    """The net of those links that `keep` accepts, under the same numbers. O(V + E)."""
    kept = sorted(link for links in net.needs for link in links if keep(link))
    return build_net(net.size, net.dependent, net.prerequisite, net.strength, net.basis, kept)


def _levels(
    size: int,
    links: Sequence[int],
    dependent: Sequence[int],
    prerequisite: Sequence[int],
    strength: bytes,
    basis: bytes,
) -> tuple[Level, ...]:
    """The levels in sweep order, without those that hold the same links as one before.

    Level (s, b) holds all of (s, b - 1) and of (s - 1, b), so equal numbers are equal sets; and
    it can equal another earlier level only if it equals one of these two.
    """
    levels: list[Level] = []
    count: dict[tuple[int, int], int] = {}
    for s in range(len(STRENGTHS)):
        for b in range(len(BASES)):
            held = [link for link in links if strength[link] <= s and basis[link] <= b]
            count[s, b] = len(held)
            if len(held) in (count.get((s, b - 1)), count.get((s - 1, b))):
                continue
            by_node: list[list[int]] = [[] for _ in range(size)]
            for link in held:
                by_node[prerequisite[link]].append(dependent[link])
            levels.append(Level(s, b, tuple(map(tuple, by_node))))
    return tuple(levels)


def _closure(feeds: Adjacency, dependent: Sequence[int]) -> tuple[int, ...]:
    """For each topic the bit set of what rests on it, itself included (depth first, memoised)."""
    closure: list[int] = [0] * len(feeds)
    for root in range(len(feeds)):
        if closure[root]:
            continue
        stack = [root]
        while stack:
            node = stack[-1]
            waiting = [dependent[link] for link in feeds[node] if not closure[dependent[link]]]
            if waiting:
                stack += waiting
                continue
            bits = 1 << node
            for link in feeds[node]:
                bits |= closure[dependent[link]]
            closure[node] = bits
            stack.pop()
    return tuple(closure)


def dependents_by(net: Net, keep: Callable[[int], bool]) -> list[list[int]]:
    """Who rests on whom by the links that `keep` accepts, by prerequisite. O(V + E)."""
    dependents: list[list[int]] = [[] for _ in range(net.size)]
    for prerequisite, links in enumerate(net.feeds):
        for link in links:
            if keep(link):
                dependents[prerequisite].append(net.dependent[link])
    return dependents


def dependents_set(net: Net, sources: Iterable[int]) -> int | set[int]:
    """All that rests on the sources, sources included.

    A bit set (an integer, bit v for topic v) where the closure is kept, in O(sources · V / 64)
    word operations; else a set of topics, found by search in O(V + E) of what is reached.
    """
    if net.closure is not None:
        bits = 0
        closure = net.closure
        for source in sources:
            bits |= closure[source]
        return bits
    return set(distances(net.levels[-1].dependents, sources))


def distances(
    neighbours: Sequence[Sequence[int]], sources: Iterable[int], depth: int | None = None
) -> dict[int, int]:
    """Fewest steps from the sources to each topic reached, within `depth`; breadth first.

    O(V + E) of what is reached.
    """
    found = dict.fromkeys(sources, 0)
    frontier = list(found)
    step = 0
    while frontier and (depth is None or step < depth):
        step += 1
        following = []
        for node in frontier:
            for neighbour in neighbours[node]:
                if neighbour not in found:
                    found[neighbour] = step
                    following.append(neighbour)
        frontier = following
    return found
