"""The words by which schemes of work name years, half-terms, weeks, tiers, pathways and classes.

A text is a label when nothing is left of it but such words, dates, lengths of time and the words
that headings are made of (`Year 8 Maths – Autumn 1 overview (7 weeks)`). A text with anything else
in it is no label: `Year 8 recap of ratio` is something that is taught.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from loaders.labels import Label
from ontology.plans import Course
from ontology.vocabulary import Department

LONGEST = 120
"""Characters beyond which no text is a heading."""

_SEASONS = {"au": 1, "mi": 1, "sp": 3, "le": 3, "su": 5, "tr": 5}
_ORDINALS = {"1": 1, "i": 1, "a": 1, "first": 1, "1st": 1, "one": 1}
_ORDINALS |= {"2": 2, "ii": 2, "b": 2, "second": 2, "2nd": 2, "two": 2}
_NUMBERS = {"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11}

_SEASON = r"(?:autumn|aut|au|spring|spr|sp|summer|summ?|su|michaelmas|lent|trinity)\b"
_SEASON_AND = r"(?:autumn|aut|au|spring|spr|sp|summer|summ?|su|michaelmas|lent|trinity)"
_TERM = r"(?:\s*terms?\b)?"
_HALF = r"(?:half[\s-]*terms?|halfterms?|ht|h\.t\.)"
_TO = r"\s*(?:-|/|&|\+|,|to\b|and\b)\s*"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri)(?:day)?\b"
_LENGTH = r"(?:teaching\s+|school\s+)?(?:weeks?|wks?|w|lessons?|hours?|hrs?|days?)\b"
_ALONE = rf"(?!\d|(?:st|nd|rd|th)\b|\s*{_MONTH}|/\d|\s*{_LENGTH})"
_YEAR = r"(?:years?|yrs?|y)(?:\s*groups?)?\s*\.?\s*"
_WEEK = r"(?:weeks?|wks?|w)\s*[.:#-]?\s*"


class _Token(NamedTuple):
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Label | None]


def _season(word: str) -> int:
    return _SEASONS[word[:2]]


def _ordered(first: int, last: int | None) -> Label | None:
    """Half-terms from one to another; null where they run backwards."""
    if last is None:
        return Label(half=first)
    return Label(half=first, span=last - first + 1) if 1 <= first < last <= 6 else None


def _numbered_season(match: re.Match[str]) -> Label | None:
    """`Spring 2`, `Spring HT3`, `Aut 1 and 2`, `Autumn 2 - Spring 1`."""
    start = _season(match["season"])
    first = _in_season(start, match["number"])
    if first is None:
        return None
    if match["last"] is None:
        return Label(half=first)
    other = start if match["other"] is None else _season(match["other"])
    last = _in_season(other, match["last"])
    return None if last is None else _ordered(first, last)


def _in_season(start: int, word: str) -> int | None:
    """A half-term of a term, numbered within it or within the year (`Spring HT3`)."""
    within = _ORDINALS.get(word)
    if within is not None:
        return start + within - 1
    return int(word) if word.isdigit() and int(word) in (start, start + 1) else None


def _years(match: re.Match[str]) -> Label:
    first = _NUMBERS.get(match["first"]) or int(match["first"])
    last = first if match["last"] is None else int(match["last"])
    return Label(years=tuple(range(first, last + 1)) if first <= last else (first, last))


def _half_terms(match: re.Match[str]) -> Label | None:
    last = match["last"]
    return _ordered(int(match["first"]), None if last is None else int(last))


def _term(match: re.Match[str]) -> Label | None:
    part = match["part"]
    number = int(match["number"])
    if part is not None and number > 3:
        return None
    weak = match["word"] == "t"
    return Label(term=number, part=None if part is None else _ORDINALS[part], weak=weak)


def _weeks(match: re.Match[str]) -> Label | None:
    first, last = int(match["first"]), match["last"]
    if last is None:
        return Label(week=first)
    return Label(week=first, weeks=int(last) - first + 1) if first < int(last) else None


def _course(course: Course, department: Department | None = None) -> Callable[..., Label]:
    return lambda _match: Label(courses=frozenset({course}), department=department)


def _short_tier(match: re.Match[str], group: str | int = 0) -> Label:
    course = Course.HIGHER if match[group] == "h" else Course.FOUNDATION
    return Label(courses=frozenset({course}), weak=True)


def _classes(match: re.Match[str]) -> Label:
    first, last = match["first"], match["last"]
    word = "Class" if match["word"].startswith("cl") else match["word"].rstrip("s").title()
    names = [first.upper()]
    if last is not None:
        span = range(int(first), int(last) + 1) if first.isdigit() else ()
        names = [str(number) for number in span] or [first.upper(), last.upper()]
    return Label(classes=tuple(name if word == "Class" else f"{word} {name}" for name in names))


def _named_class(match: re.Match[str]) -> Label:
    return Label(classes=(match[0].capitalize(),))


_MONTHS = {
    ("sep", "oct"): 1, ("nov", "dec"): 2, ("jan", "feb"): 3, ("feb", "mar"): 4, ("mar", "apr"): 4,
    ("feb", "apr"): 4, ("apr", "may"): 5, ("jun", "jul"): 6,
}  # fmt: skip
"""Months between which a half-term of an English school lies, whatever the year."""


def _months(match: re.Match[str]) -> Label:
    half = _MONTHS.get((match["first"][:3], match["last"][:3]))
    return Label() if half is None else Label(half=half, months=True)


def _class_code(match: re.Match[str]) -> Label:
    """`8X1`, `10B`: a class, with its year; `10H` and `10F` are tiers."""
    year = (int(match["year"]),)
    if match["code"] in ("h", "f"):
        return replace(_short_tier(match, "code"), years=year)
    return Label(years=year, classes=(match[0].replace(" ", "").upper(),), weak=True)


def _nothing(_match: re.Match[str]) -> Label:
    return Label()


def _tokens(*rows: tuple[str, Callable[[re.Match[str]], Label | None]]) -> tuple[_Token, ...]:
    return tuple(_Token(re.compile(pattern), read) for pattern, read in rows)


_DATES = _tokens(
    (rf"(?:w\s?/\s?[bc]|w[bc]|week\s+(?:beginning|commencing|ending))\b\.?", _nothing),
    (
        rf"(?:{_DAY}\s*)?\d{{1,2}}(?:st|nd|rd|th)?(?:{_TO}\d{{1,2}}(?:st|nd|rd|th)?)?\s*(?:of\s+)?"
        rf"{_MONTH}(?:\s*'?(?:20)?\d\d\b)?",
        _nothing,
    ),
    (rf"(?P<first>{_MONTH}){_TO}(?P<last>{_MONTH})", _months),
    (rf"{_MONTH}\s*(?:'?(?:20)?\d\d\b|\d{{1,2}}(?:st|nd|rd|th)?\b)?", _nothing),
    (r"\d{1,2}[/.]\d{1,2}[/.](?:20)?\d\d\b|20\d\d-\d\d-\d\d(?:t[\d:]+)?|\d{1,2}/\d{1,2}\b", _nothing),
    (rf"{_DAY}", _nothing),
    (r"20\d\d(?:\s*[-/]\s*(?:20)?\d\d)?\b", _nothing),
    (rf"\d{{1,2}}(?:\.\d)?\s*{_LENGTH}", _nothing),
)

_CALENDAR = _tokens(
    (
        rf"{_YEAR}(?P<first>1[0-3]|[1-9]|seven|eight|nine|ten|eleven)(?![\d.]\d)"
        rf"(?:{_TO}(?:{_YEAR})?(?P<last>1[0-3]|[7-9]){_ALONE})?(?=[hf]?\b)",
        _years,
    ),
    (
        rf"(?P<number>first|1st|second|2nd)\s+half\s*(?:terms?\s*)?(?:of\s+)?(?:the\s+)?"
        rf"(?P<season>{_SEASON}){_TERM}(?P<last>\b)?(?P<other>\b)?",
        lambda match: Label(half=_season(match["season"]) + _ORDINALS[match["number"]] - 1),
    ),
    (
        rf"(?P<season>{_SEASON_AND}){_TERM}\s*[-:,.(]?\s*(?:{_HALF}|h|part|half)?\s*[.:(]?\s*"
        rf"(?P<number>[1-6]|ii?|[ab]|first|second|1st|2nd|one|two)(?![a-z0-9])"
        rf"(?!\s*{_MONTH}|/\d|\s*{_LENGTH})(?:\s*half(?:[\s-]*terms?)?\b)?\)?"
        rf"(?:{_TO}(?:(?P<other>{_SEASON_AND}){_TERM}\s*(?:{_HALF})?\s*)?"
        rf"(?P<last>[1-6]){_ALONE})?",
        _numbered_season,
    ),
    (
        rf"(?P<season>{_SEASON_AND}){_TERM}\s*[-:,.(]?\s*(?:{_HALF}|h|part|half)?\s*[.:(]?\s*"
        rf"(?P<number>[1-6]|ii?|[ab]|first|second|1st|2nd|one|two)(?![a-z0-9])"
        rf"(?!\s*{_MONTH}|/\d|\s*{_LENGTH})(?:\s*half(?:[\s-]*terms?)?\b)?\)?"
        rf"(?P<last>)?(?P<other>)?",
        lambda match: _simple_season(match),
    ),
    (
        rf"(?P<season>{_SEASON}){_TERM}",
        lambda match: Label(half=_season(match["season"]), span=2),
    ),
    (
        rf"{_HALF}\s*[-:.#]?\s*(?P<first>[1-6])(?:{_TO}(?:{_HALF}\s*)?(?P<last>[1-6]){_ALONE})?"
        r"(?![a-z0-9])",
        _half_terms,
    ),
    (
        r"(?P<word>terms?|t)\s*[-:.]?\s*(?P<number>[1-6])(?:(?:\.|\s*[-:,]?\s*(?:half|part|"
        rf"{_HALF})\s*)(?P<part>[12])|(?P<letter>[ab]))?(?![a-z0-9])",
        lambda match: _lettered_term(match),
    ),
    (
        rf"{_WEEK}(?P<first>\d{{1,2}})(?:{_TO}(?:{_WEEK})?(?P<last>\d{{1,2}}){_ALONE})?"
        r"(?![a-z0-9])",
        _weeks,
    ),
    (r"(?:first|1st|second|2nd)\s+half(?:\s*-?\s*terms?)?\b",
     lambda match: Label(part=_ORDINALS[match[0].split()[0]])),
)  # fmt: skip

_WHOM = _tokens(
    (r"higher(?:\s+(?:tier|only|plus))?\b", _course(Course.HIGHER)),
    (r"foundation(?:\s+(?:tier|only|plus))?\b", _course(Course.FOUNDATION)),
    (r"ht\b(?!\s*\d)(?:\s+only)?", _course(Course.HIGHER)),
    (r"ft\b(?:\s+only)?", _course(Course.FOUNDATION)),
    (
        r"(?:triple|separates?|single)\s+(?:award\s+)?(?:sciences?|biology|chemistry|physics)\b",
        _course(Course.SEPARATE, Department.SCIENCE),
    ),
    (r"(?:triple|separates?)(?:\s+(?:award|only))?\b", _course(Course.SEPARATE)),
    (
        r"(?:combined|double|dual)\s+(?:award\s+)?sciences?(?:\s*:?\s*(?:trilogy|synergy))?\b",
        _course(Course.COMBINED, Department.SCIENCE),
    ),
    (
        r"(?:trilogy|synergy|combined|double\s+award|dual\s+award)(?:\s+only)?\b",
        _course(Course.COMBINED),
    ),
    (r"(?:maths?|mathematics)\b", lambda _match: Label(department=Department.MATHS)),
    (
        r"(?:sciences?|biology|chemistry|physics|sci|bio|chem|phys)\b",
        lambda _match: Label(department=Department.SCIENCE),
    ),
    (
        rf"(?P<word>sets?|class(?:es)?|bands?)\s*(?P<first>\d{{1,2}}[a-z]{{0,2}}\d?|[a-z]\d?)"
        rf"(?:{_TO}(?P<last>\d{{1,2}}|[a-z]))?\b",
        _classes,
    ),
    (r"(?:top|middle|bottom|upper|lower)\s+(?:sets?|bands?|ability)\b", _named_class),
    (r"(?:(?<=\d)|(?<=\d\s)|(?<=\())[hf]\b", _short_tier),
)

_WEAK = _tokens(
    (r"(?:a|au)\s?(?P<n>[12])$", lambda match: Label(half=int(match["n"]), weak=True)),
    (r"[hf]$", _short_tier),
    (r"(?P<year>1[01]|[7-9])\s?(?P<code>[a-z]{1,2}\d?)$", _class_code),
)

_NOISE = _tokens(
    (r"ks\s*[1-5]\b|key\s+stages?\s*[1-5]\b", _nothing),
    (
        r"(?:scheme|schemes|sow|sol|long|medium|short|term|mtp|ltp|curriculum|map|maps|overview|"
        r"plan|plans|planner|planning|programme|study|learning|work|units?|topics?|content|"
        r"coverage|teaching|sequence|journey|route|department|gcse|aqa|edexcel|pearson|ocr|"
        r"eduqas|wjec|academic|school|year|half|dates?|tier|only|pathway|group|sequencing|draft|"
        r"final|updated|new|version|v\d+|of|the|for|and|in|to|with)\b",
        _nothing,
    ),
)

_GAP = re.compile(r"[\s\-:,;.|/()\[\]+&*_#'\"]+")


def _simple_season(match: re.Match[str]) -> Label | None:
    first = _in_season(_season(match["season"]), match["number"])
    return None if first is None else Label(half=first)


def _lettered_term(match: re.Match[str]) -> Label | None:
    number = int(match["number"])
    part = match["part"] or match["letter"]
    if part is not None and number > 3:
        return None
    known = None if part is None else _ORDINALS[part]
    return Label(term=number, part=known, weak=match["word"] == "t")


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
    for token in _WEAK:
        if match := token.pattern.match(folded):
            return token.read(match)
    at = 0
    found: list[Label] = []
    while at < len(folded):
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
    match = re.match(r"([^:–—\n]{2,40}?)\s*(?::|–|—|\s-\s)\s*\S", text)
    label = None if match is None else read_label(match[1])
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
    for token in _every():
        match = token.pattern.match(folded, at)
        if match and match.end() > at:
            label = token.read(match)
            if label is not None:
                return match.end(), label
    return None


def _every() -> Iterator[_Token]:
    yield from _CALENDAR
    yield from _WHOM
    yield from _DATES
    yield from _NOISE


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
            months=label.months if label.half is not None else whole.months and whole.half is not None,
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
