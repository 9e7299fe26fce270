"""The words of headings, each with what it says: years, half-terms, weeks, tiers, dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from loaders.labels import Label
from ontology.plans import Course
from ontology.vocabulary import Department

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


class Token(NamedTuple):
    """A word of headings and what it says; null where the numbers in it make no sense."""

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


def _tokens(*rows: tuple[str, Callable[[re.Match[str]], Label | None]]) -> tuple[Token, ...]:
    return tuple(Token(re.compile(pattern), read) for pattern, read in rows)


DATES = _tokens(
    (r"(?:w\s?/\s?[bc]|w[bc]|week\s+(?:beginning|commencing|ending))\b\.?", _nothing),
    (
        rf"(?:{_DAY}\s*)?\d{{1,2}}(?:st|nd|rd|th)?(?:{_TO}\d{{1,2}}(?:st|nd|rd|th)?)?\s*(?:of\s+)?"
        rf"{_MONTH}(?:\s*'?(?:20)?\d\d\b)?",
        _nothing,
    ),
    (rf"(?P<first>{_MONTH}){_TO}(?P<last>{_MONTH})", _months),
    (rf"{_MONTH}\s*(?:'?(?:20)?\d\d\b|\d{{1,2}}(?:st|nd|rd|th)?\b)?", _nothing),
    (
        r"\d{1,2}[/.]\d{1,2}[/.](?:20)?\d\d\b|20\d\d-\d\d-\d\d(?:t[\d:]+)?|\d{1,2}/\d{1,2}\b",
        _nothing,
    ),
    (rf"{_DAY}", _nothing),
    (r"20\d\d(?:\s*[-/]\s*(?:20)?\d\d)?\b", _nothing),
    (rf"\d{{1,2}}(?:\.\d)?\s*{_LENGTH}", _nothing),
)

CALENDAR = _tokens(
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
        _simple_season,
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
        _lettered_term,
    ),
    (
        rf"{_WEEK}(?P<first>\d{{1,2}})(?:{_TO}(?:{_WEEK})?(?P<last>\d{{1,2}}){_ALONE})?"
        r"(?![a-z0-9])",
        _weeks,
    ),
    (r"(?:first|1st|second|2nd)\s+half(?:\s*-?\s*terms?)?\b",
     lambda match: Label(part=_ORDINALS[match[0].split()[0]])),
)  # fmt: skip

WHOM = _tokens(
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

WEAK = _tokens(
    (r"(?:a|au)\s?(?P<n>[12])$", lambda match: Label(half=int(match["n"]), weak=True)),
    (r"[hf]$", _short_tier),
    (r"(?P<year>1[01]|[7-9])\s?(?P<code>[a-z]{1,2}\d?)$", _class_code),
)

NOISE = _tokens(
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

EVERY = (*CALENDAR, *WHOM, *DATES, *NOISE)
"""All words of headings, those that say most first."""

_WORDS = """
year years yr yrs group groups seven eight nine ten eleven
autumn aut spring spr summer sum summ michaelmas lent trinity term terms half halfterm halfterms
part iii first second one two
jan january feb february mar march apr april may jun june jul july aug august sep sept september
oct october nov november dec december mon monday tue tues tuesday wed wednesday thu thur thurs
thursday fri friday
week weeks wks beginning commencing ending teaching school lesson lessons hour hours hrs day days
higher foundation tier only plus triple separate separates single double dual award combined
trilogy synergy science sciences sci biology bio chemistry chem physics phys math maths mathematics
set sets class classes band bands top middle bottom upper lower ability
key stage stages scheme schemes sow sol long medium short mtp ltp curriculum map maps overview
plan plans planner planning programme study learning work unit units topic topics content coverage
sequence journey route department gcse aqa edexcel pearson ocr eduqas wjec academic date dates
pathway sequencing draft final updated new version the for and with
"""

VOCABULARY = frozenset(re.findall("[a-z]+", _WORDS))
"""Every word of three letters or more that occurs in headings: a text with another is none."""
