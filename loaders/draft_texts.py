"""Which cells of a row say in words what is taught, and which only name or number the row."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.heads import Seen

_WORDS = """
number; algebra; geometry; geometry and measures; geometry & measures; shape; shape and space;
shape, space and measure; shape, space & measures; ratio and proportion; ratio & proportion;
ratio, proportion and rates of change; data; data handling; handling data; statistics; probability;
probability and statistics; statistics and probability
"""
STRANDS = frozenset(word.strip() for word in _WORDS.split(";"))
"""Strands of mathematics that head rows of a grid."""


def names_row(seen: Seen) -> bool:
    """Whether a cell before what is taught names its row: a strand, a unit's number, a head."""
    text = seen.cell.text.casefold().strip(" :")
    return text in STRANDS or seen.kind is not None or only_numbers(text)


def is_text(seen: Seen) -> bool:
    """Whether a cell says something in words: more than numbers and signs."""
    return any(letter.isalpha() for letter in seen.cell.text)


def texts_of(cells: Sequence[Seen]) -> list[str]:
    """The cells' texts, without those that only number a unit beside one that says more."""
    texts = [seen.cell.text for seen in cells]
    return list(dict.fromkeys([text for text in texts if not only_numbers(text)] or texts))


def only_numbers(text: str) -> bool:
    """Whether a text is a unit's number and no more, such as `Unit 3`."""
    words = text.casefold().replace(".", " ").split()
    named = ("unit", "u", "chapter", "block", "module", "topic")
    return len(words) == 2 and words[0] in named and len(words[1]) < 3
