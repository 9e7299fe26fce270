"""Texts that are awkward in a cell, with white space folded as reading folds it."""

from __future__ import annotations

from hypothesis import strategies as st


def fold(text: str) -> str:
    return " ".join(text.split())


def without(characters: str) -> st.SearchStrategy[str]:
    """Texts, not empty, that have none of these characters."""
    gaps = str.maketrans(dict.fromkeys(characters, " "))
    return FOLDED.map(lambda text: fold(text.translate(gaps))).filter(bool)


AWKWARD = [
    "a",
    ",",
    '"',
    "×",
    "²",
    "–",
    ";",
    "'",
    "=",
    "√",
    "é",
    " ",
    "  ",
    "\u00a0",
    "\n",
    "𝜋",
    "\\",
]
FOLDED = st.one_of(
    st.lists(st.sampled_from(AWKWARD), min_size=1).map("".join),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1),
).map(fold)
TEXT = FOLDED.filter(bool)
ITEM = without(";")
PART = without(";:[]")
"""A part of a quantity, which shares a cell with others and with its own punctuation."""
