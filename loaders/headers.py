"""What headings of schemes of work say of years, half-terms, weeks, tiers, pathways and classes.

A text is a label when nothing is left of it but such words, dates, lengths of time and the words
that headings are made of (`Year 8 Maths – Autumn 1 overview (7 weeks)`). A text with anything else
in it is no label: `Year 8 recap of ratio` is something that is taught.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from loaders.header_words import EVERY, VOCABULARY, WEAK
from loaders.labels import Label

LONGEST = 120
"""Characters beyond which no text is a heading."""

MOST = 20
"""Words of a heading beyond which a text is none."""

_RUN = re.compile(r"[a-z]+")
_GAP = re.compile(r"[\s\-:,;.|/()\[\]+&*_#'\"]+")


def fold_label(text: str) -> str:
    """The text as headings are compared: case, dashes and line breaks do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub("[‐-―−]", "-", folded).split())


def read_label(text: str) -> Label | None:
    """What a heading says; null for a text that holds anything else. O(characters).

    >>> read_label("Year 8 – Autumn 2 (7 weeks)").half
    2
    >>> read_label("Year 8 recap of ratio") is None
    True
    """
    if len(text) > LONGEST:
        return None
    folded = fold_label(text)
    if re.fullmatch(r"\d{1,2}", folded):
        return Label(bare=int(folded))
    for token in WEAK:
        if match := token.pattern.match(folded):
            return token.read(match)
    if any(len(word) > 2 and word not in VOCABULARY for word in _RUN.findall(folded)):
        return None
    at = 0
    found: list[Label] = []
    while at < len(folded):
        if len(found) > MOST:
            return None
        if gap := _GAP.match(folded, at):
            at = gap.end()
            continue
        step = _next(folded, at)
        if step is None:
            return None
        at, label = step
        found.append(label)
    return _gather(found)


def read_opening(text: str) -> Label | None:
    """What a text says of when before a colon or dash (`Autumn 1: Place value`); null for nothing.

    >>> read_opening("Autumn 2 – Ratio").half
    2
    """
    match = re.match(r"([^:–—\n]{2,40}?)\s*(?::|–|—|\s-\s)\s*(?=\S)", text)
    if match is None or read_label(text[match.end() :]) is not None:
        return None
    label = read_label(match[1])
    return label if label is not None and label.says and not label.weak else None


def read_name(text: str) -> Label:
    """What the name of a sheet or file says, whatever else stands in it. O(characters).

    A number of a year counts where nothing else does: `8`, `10H`, `8X maths`.
    """
    folded = fold_label(text)[:LONGEST].replace("_", " ")
    if match := re.match(r"(1[01]|[7-9])\s?(?:([hf])|[a-z]{1,2}\d?)?(?=$|[^a-z0-9])", folded):
        folded = f"year {match[1]}{match[2] or ''}{folded[match.end() :]}"
    found: list[Label] = []
    at = 0
    while at < len(folded):
        step = _next(folded, at) if at == 0 or not folded[at - 1].isalnum() else None
        if step is None and at and folded[at - 1].isdigit() and folded[at] in "hf":
            step = _next(folded, at)
        if step is None:
            at += 1
            continue
        at, label = step
        found.append(label)
    return _gather([label for label in found if label.says]) or Label()


def _next(folded: str, at: int) -> tuple[int, Label] | None:
    """Where the word that begins here ends and what it says; null where it is unknown."""
    for token in EVERY:
        match = token.pattern.match(folded, at)
        if match and match.end() > at:
            label = token.read(match)
            if label is not None:
                return match.end(), label
    return None


def _gather(found: list[Label]) -> Label | None:
    """What the words of one heading say together; null where two contradict each other."""
    whole = Label()
    for label in found:
        if label.half is not None and label.months and whole.half is not None:
            label = replace(label, half=None, span=1)
        elif label.half is not None and whole.months:
            whole = replace(whole, half=None, span=1)
        if label.half is not None and whole.half is not None:
            joined = _both(whole, label)
            if joined is None:
                return None
            whole = replace(whole, half=joined.half, span=joined.span)
            label = replace(label, half=None, span=1)
        if label.years and whole.years and label.years != whole.years:
            label = replace(label, years=tuple(dict.fromkeys(whole.years + label.years)))
        whole = Label(
            years=label.years or whole.years,
            half=label.half if label.half is not None else whole.half,
            span=label.span if label.half is not None else whole.span,
            term=label.term if label.term is not None else whole.term,
            part=label.part if label.part is not None else whole.part,
            week=label.week if label.week is not None else whole.week,
            weeks=label.weeks if label.week is not None else whole.weeks,
            courses=whole.courses | label.courses,
            classes=whole.classes + label.classes,
            department=label.department or whole.department,
            weak=(whole.weak or label.weak) and len(found) == 1,
            months=label.months
            if label.half is not None
            else whole.months and whole.half is not None,
        )
    if whole.part is not None and whole.half is not None and whole.span == 2:
        whole = replace(whole, half=whole.half + whole.part - 1, span=1, part=None)
    return whole


def _both(one: Label, other: Label) -> Label | None:
    """Two namings of half-terms in one heading: the narrower, or from the first to the second."""
    a, b = one.half or 0, other.half or 0
    if b >= a and b + other.span <= a + one.span:
        return other
    if a >= b and a + one.span <= b + other.span:
        return one
    return Label(half=a, span=b + other.span - a) if b == a + one.span else None
