"""The first k chains from one group of topics to another, in the order in which chains are ranked.

For each grade in turn (weakest strength, worst basis) the lengths at which a chain of exactly that
grade can still be finished are computed for every topic and every part of the grade already met,
as bit sets of lengths. Chains are then written length by length in the order of their ids, and no
branch is entered that does not end in one: listing all simple paths (there may be millions) is
never needed. The method is dynamic programming over the acyclic graph with the state (topic,
strength met, basis met).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.chains import Chain
from graph.net import BASES, STRENGTHS, Net


def first_chains(
    net: Net,
    dependents: Iterable[int],
    prerequisites: Iterable[int],
    k: int,
    depth: int | None = None,
) -> list[Chain]:
    """The k best chains (fewer where there are no more), best first.

    A topic that is in both groups has no chain. Cost: O(grades · (V + E) + k · length · degree),
    over what the dependents rest on.
    """
    starts = frozenset(dependents)
    ends = frozenset(prerequisites)
    chains: list[Chain] = []
    for strength in range(len(STRENGTHS)):
        for basis in range(len(BASES)):
            grade = _Grade(net, starts, ends, strength, basis, depth)
            for links in grade.chains():
                chains.append(Chain(strength, basis, len(links), links))
                if len(chains) == k:
                    return chains
    return chains


State = tuple[int, bool, bool]


class _Grade:
    """The chains of exactly one grade."""

    def __init__(
        self,
        net: Net,
        starts: frozenset[int],
        ends: frozenset[int],
        strength: int,
        basis: int,
        depth: int | None,
    ) -> None:
        self.net, self.starts, self.ends = net, starts, ends
        self.strength, self.basis = strength, basis
        self.mask = -1 if depth is None else (1 << (min(depth, net.size) + 1)) - 1
        self.lengths: dict[State, int] = {}

    def _next(self, state: State) -> Iterator[tuple[int, State]]:
        """The links that a chain may take from a state, in order, and the states they lead to."""
        net = self.net
        topic, met_strength, met_basis = state
        for link in net.needs[topic]:
            below = net.prerequisite[link]
            s, b = net.strength[link], net.basis[link]
            if s <= self.strength and b <= self.basis and below not in self.starts:
                yield (
                    link,
                    (below, met_strength or s == self.strength, met_basis or b == self.basis),
                )

    def _finish(self, start: State) -> int:
        """Bit set of the lengths at which a chain of this grade can end from a state."""
        stack = [start]
        while stack:
            state = stack[-1]
            if state in self.lengths:
                stack.pop()
            elif state[0] in self.ends:
                self.lengths[state] = int(state[1] and state[2])
            else:
                following = [after for _, after in self._next(state)]
                waiting = [after for after in following if after not in self.lengths]
                if waiting:
                    stack += waiting
                    continue
                bits = 0
                for after in following:
                    bits |= self.lengths[after] << 1
                self.lengths[state] = bits
        return self.lengths[start]

    def chains(self) -> Iterator[tuple[int, ...]]:
        """Every chain of this grade, by length and then by link numbers."""
        begins = [(start, False, False) for start in self.starts if start not in self.ends]
        possible = 0
        for state in begins:
            possible |= self._finish(state)
        possible &= self.mask
        length = 0
        while possible >> length:
            if possible >> length & 1:
                yield from self._of_length(begins, length)
            length += 1

    def _of_length(self, begins: list[State], length: int) -> Iterator[tuple[int, ...]]:
        first = sorted(step for state in begins for step in self._next(state))
        yield from self._extend((), first, length)

    def _extend(
        self, links: tuple[int, ...], steps: Iterable[tuple[int, State]], left: int
    ) -> Iterator[tuple[int, ...]]:
        for link, after in steps:
            if self.lengths.get(after, 0) >> (left - 1) & 1:
                if left == 1:
                    yield (*links, link)
                else:
                    yield from self._extend((*links, link), self._next(after), left - 1)
