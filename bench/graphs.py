"""The graphs that are measured: the curated one, and synthetic curricula of any size.

A synthetic curriculum is a layered graph without cycles: each topic needs topics a few layers
below it and near it in its layer, as topics of a curriculum need those of earlier years in the
same strand. Grades are drawn at random. The seed is fixed, so every run has the same graphs.
"""

from __future__ import annotations

import json
import os
import random
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from api.settings import read_settings
from graph.index import Index, build_index
from loaders.curated import load_curriculum

SEED = 1729
LAYERS = 40
BACK = 3
"""A link goes down by so many layers at most."""
ASIDE = 4
"""A link goes sideways, round the layer, by so many topics at most."""
STRENGTHS = (60, 40)
"""Per cent essential, helpful."""
BASES = (10, 15, 30, 45)
"""Per cent official, published, definitional, editorial."""
SINGLES = 12
"""Questions about one topic that each graph is asked, beside those about groups."""


@dataclass(frozen=True)
class Graph:
    """Links in the order of their ids, by topic number, and the groups of topics asked about.

    `strength` and `basis` are ranks, 0 the best.
    """

    name: str
    size: int
    dependent: Sequence[int]
    prerequisite: Sequence[int]
    strength: bytes
    basis: bytes
    questions: tuple[tuple[int, ...], ...]


def curated_index() -> Index:
    """The index of the data that the environment names (`COHERENCE_DATA`)."""
    return build_index(load_curriculum(read_settings(os.environ).data))


def curated() -> Graph:
    """The links of the curated data; asked about every theme and some single topics."""
    index = curated_index()
    net = index.net
    themes = [tuple(sorted(members)) for members in index.members.values() if members]
    asked = _spread(net.size, net.prerequisite)
    return Graph(
        f"curated, {_short(net.size)} / {_short(len(net.dependent))}",
        net.size,
        list(net.dependent),
        list(net.prerequisite),
        net.strength,
        net.basis,
        (*themes, *asked),
    )


def _spread(size: int, prerequisite: Sequence[int]) -> list[tuple[int, ...]]:
    """Single topics that something rests on, drawn with the seed."""
    draw = random.Random(SEED)
    needed = sorted(set(prerequisite))
    return [(topic,) for topic in sorted(draw.sample(needed, min(SINGLES, len(needed))))]


def synthetic(nodes: int, edges: int) -> Graph:
    """A layered curriculum, the same every time. O(V + E)."""
    draw = random.Random(SEED + nodes)
    width = -(-nodes // LAYERS)
    pairs: set[int] = set()
    while len(pairs) < edges:
        dependent = draw.randrange(width, nodes)
        layer, place = divmod(dependent, width)
        below = layer - draw.randint(1, min(BACK, layer))
        prerequisite = below * width + (place + draw.randint(-ASIDE, ASIDE)) % width
        pairs.add(dependent * nodes + prerequisite)
    links = sorted(pairs)
    grades = range(len(BASES))
    groups = [
        tuple(sorted(draw.sample(range(start, start + 2 * ASIDE), 5)))
        for start in (layer * width + width // 2 - ASIDE for layer in (3, 10, 20))
    ]
    singles = [(draw.randrange(nodes // 2),) for _ in range(SINGLES)]
    return Graph(
        f"synthetic, {_short(nodes)} / {_short(edges)}",
        nodes,
        [link // nodes for link in links],
        [link % nodes for link in links],
        bytes(draw.choices((0, 1), STRENGTHS, k=edges)),
        bytes(draw.choices(grades, BASES, k=edges)),
        (*groups, *singles),
    )


def grown(graph: Graph, nodes: int) -> Graph:
    """The same links among more topics (the new ones alone)."""
    return replace(graph, name=f"{_short(nodes)} topics", size=nodes)


def _short(number: int) -> str:
    for unit, sign in ((1_000_000, " M"), (1_000, " k")):
        if number >= unit and number % unit == 0:
            return f"{number // unit}{sign}"
    return f"{number:,}"


def write_graph(graph: Graph, path: Path) -> None:
    """Put a graph in a file, for the processes of the engines."""
    head = {
        "name": graph.name,
        "size": graph.size,
        "links": len(graph.dependent),
        "questions": graph.questions,
    }
    with path.open("wb") as file:
        file.write(json.dumps(head).encode() + b"\n")
        for column in (graph.dependent, graph.prerequisite):
            file.write(array("q", column).tobytes())
        file.write(graph.strength)
        file.write(graph.basis)


def read_graph(path: Path) -> Graph:
    """The graph of a file."""
    with path.open("rb") as file:
        head = json.loads(file.readline())
        links = head["links"]
        columns = [array("q", file.read(8 * links)).tolist() for _ in range(2)]
        return Graph(
            head["name"],
            head["size"],
            columns[0],
            columns[1],
            file.read(links),
            file.read(links),
            tuple(tuple(question) for question in head["questions"]),
        )
