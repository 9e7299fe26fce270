"""Strongly connected components of a graph, without recursion (Tarjan 1972)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def components(after: Sequence[Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """The strongly connected components of a graph, each after all that it leads to."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    open_: dict[int, None] = {}
    for root in range(len(after)):
        if root in index:
            continue
        index[root] = low[root] = len(index)
        open_[root] = None
        stack = [(root, iter(after[root]))]
        while stack:
            node, rest = stack[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    open_[other] = None
                    stack.append((other, iter(after[other])))
                    break
                if other in open_:
                    low[node] = min(low[node], index[other])
            else:
                stack.pop()
                if stack:
                    parent = stack[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    yield tuple(sorted(_close(open_, node)))


def _close(open_: dict[int, None], node: int) -> Iterator[int]:
    while True:
        last, _ = open_.popitem()
        yield last
        if last == node:
            return
