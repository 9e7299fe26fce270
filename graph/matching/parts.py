"""A cell that holds several topics, in pieces: as few cuts as its known names allow.

`Ratio & proportion, FDP recap` is two pieces, `Fractions, decimals and percentages` one. A line
break, a semicolon, a bullet or a bar always parts. A comma, a plus, a slash, an ampersand, a colon,
a dash or "and" may: the text is cut so that as much of it as can be is a name that is known whole,
and where nothing is known it is cut at commas and plus signs only, if the pieces are long enough
to stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from graph.matching.words import FILLERS, words_of

_ALWAYS = re.compile(r"\s*(?:\n|;|•|·|\||→|->|\s-\s*(?=\n)|\t)\s*")
_MAY = re.compile(
    r"(\s*,\s*(?:and\s+|&\s*)?|\s*\+\s*|\s*/\s*|\s*&\s*|\s+and\s+|\s*:\s+|\s+[-–—]\s+|\s*[()]\s*)",
    re.IGNORECASE,
)
_CUTS = re.compile(r"^\s*(?:,|\+)", re.IGNORECASE)
_MOST = 24
"""Pieces above which a text is only cut everywhere: a list, not a phrase."""


def part_texts(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """The pieces of a cell's text in their order, each trimmed; none is empty.

    `is_known` says whether a piece is a whole name. O(pieces²) looks.
    """
    pieces: list[str] = []
    for line in _ALWAYS.split(text):
        if words_of(line):
            pieces += _cut(line.strip(), is_known)
    return pieces


def _cut(line: str, is_known: Callable[[str], bool]) -> list[str]:
    if is_known(line):
        return [line]
    tokens = _MAY.split(line)
    atoms, marks = tokens[::2], tokens[1::2]
    if len(atoms) == 1:
        return [line]
    if len(atoms) > _MOST:
        return [atom.strip() for atom in atoms if words_of(atom)]
    return _best(atoms, marks, is_known)


def _best(atoms: Sequence[str], marks: Sequence[str], is_known: Callable[[str], bool]) -> list[str]:
    """The cutting with least cost, the fewest pieces among equals, by dynamic programming."""
    best: list[tuple[float, int, list[str]]] = [(0.0, 0, [])]
    for end in range(1, len(atoms) + 1):
        options = []
        for start in range(end):
            piece = "".join(
                atom + mark
                for atom, mark in zip(
                    atoms[start:end], [*marks[start : end - 1], ""], strict=True
                )
            )
            cost, count, found = best[start]
            cost += _cost(piece, atoms[start:end], marks[start : end - 1], is_known)
            if start and not _CUTS.match(marks[start - 1]):
                cost += 0.3
            stripped = piece.strip()
            kept = [*found, stripped] if words_of(stripped) else found
            options.append((cost, count + 1, kept))
        best.append(min(options, key=lambda option: option[:2]))
    return best[-1][2]


def _cost(
    piece: str, atoms: Sequence[str], marks: Sequence[str], is_known: Callable[[str], bool]
) -> float:
    """Nothing for a known name; else by its words, more where commas were left inside."""
    words = [word for word in words_of(piece) if word not in FILLERS]
    if not words or is_known(piece):
        return 0.0
    inside = sum(1 for mark in marks if _CUTS.match(mark))
    lonely = 0.6 if len(words) == 1 else 0.0
    return 1.0 + 0.8 * inside + lonely
