"""A cell that holds several topics, cut where the pieces are better known than the whole.

`Ratio & proportion, FDP recap` is two pieces, `Fractions, decimals and percentages` one. A line
break, a semicolon, a bullet or a bar always parts. A comma, a plus, a slash, an ampersand, a colon,
a dash, a bracket or "and" may: of all ways to cut, that is taken which explains most words, each
piece costing a little, so that nothing is cut for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from graph.matching.words import telling, words_of

LINES = re.compile(r"\s*(?:\n|;|•|·|\||→|->|~|\t)\s*")
_MAY = re.compile(
    r"(\s*,\s*(?:and\s+|&\s*)?|\s*\+\s*|\s*/\s*|\s*&\s*|\s+and\s+|\s+or\s+|\s*:\s+|\s+[-–—]\s+|"
    r"\s*[()]\s*)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^([^,:–—]{3,40}?)(\s*:\s*|\s+[-–—]\s+)(.+)$")
_MOST = 24
"""Pieces above which a text is cut everywhere: a list, not a phrase."""
_LONGEST = 6
"""Pieces that may be one name together."""
CUT = 0.35
"""What a further piece costs, in words explained."""


def part_texts(text: str, how_known: Callable[[str], float]) -> list[str]:
    """The pieces of a cell's text in their order, each trimmed; none is empty.

    `how_known` says how well a piece is explained, from 0 to 1 for a whole name. It is asked
    O(pieces) times.
    """
    pieces: list[str] = []
    for line in LINES.split(text):
        if words_of(line):
            pieces += _under_heading(line.strip(), how_known)
    return pieces


def _under_heading(line: str, how_known: Callable[[str], float]) -> list[str]:
    """The pieces of a line; under `Proportion: direct, inverse` each is read with its heading.

    Where the heading makes a piece better known, the two are one; a heading whose every piece
    took it says nothing more by itself.
    """
    found = _HEADING.match(line)
    if found is None or how_known(line) == 1.0:
        return _cut(line, how_known)
    heading, _, rest = found.groups()
    pieces = _cut(rest, how_known)
    joined = []
    for piece in pieces:
        whole = f"{piece} {heading}"
        joined.append(whole if how_known(whole) > how_known(piece) else piece)
    return joined if joined != pieces else [*_cut(heading, how_known), *pieces]


def _cut(line: str, how_known: Callable[[str], float]) -> list[str]:
    tokens = _MAY.split(line)
    atoms, marks = tokens[::2], tokens[1::2]
    if len(atoms) == 1 or how_known(line) == 1.0:
        return [line]
    if len(atoms) > _MOST:
        return [atom.strip() for atom in atoms if words_of(atom)]
    return _best(atoms, marks, how_known)


def _best(
    atoms: Sequence[str], marks: Sequence[str], how_known: Callable[[str], float]
) -> list[str]:
    """The cutting that explains most, the fewest pieces among equals, by dynamic programming."""
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(atoms) + 1):
        options = []
        for start in range(max(0, end - _LONGEST), end):
            joined = [*marks[start : end - 1], ""]
            piece = "".join(a + m for a, m in zip(atoms[start:end], joined, strict=True)).strip()
            value, found = best[start]
            words = telling(words_of(piece))
            if not words:
                options.append((value, found))
                continue
            explained = how_known(piece) * len(words)
            options.append((value + explained - CUT, [*found, piece]))
        best.append(max(options, key=lambda option: (round(option[0], 6), -len(option[1]))))
    return best[-1][1]
