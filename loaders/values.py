"""The cells of known columns, such as years, weeks and tiers; null where they cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from loaders.columns import Kind
from loaders.headers import fold_label, read_label
from loaders.labels import Label
from ontology.ids import CODE, STATEMENT_PATTERN, TOPIC_PATTERN
from ontology.plans import Course
from ontology.vocabulary import Department

BLANK = re.compile(r"[\W_]*|n\s*/?\s*a|none|tbc|tbd")
"""What stands for nothing."""

SAME = re.compile(r"[^\w?]*")
"""What stands for the row above in a calendar: a dash or a ditto mark, not "tbc" or "?"."""

_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_WEEKS = re.compile(
    r"(?:approx\.?|about|~|c\.)?\s*(\d{1,2}(?:\.\d{1,2})?)?\s*([½¼¾]|1/2)?\s*(?:weeks?|wks?|w)?\.?"
)
_IN_TEXT = re.compile(
    r"[(\[]\s*(\d{1,2}(?:\.\d)?\s*½?|½)\s*(?:weeks?|wks?|w)\.?\s*[)\]]", re.IGNORECASE
)
_TIERS = {"f": Course.FOUNDATION, "h": Course.HIGHER, "ft": Course.FOUNDATION}
_TIERS |= {"foundation": Course.FOUNDATION, "higher": Course.HIGHER, "ht": Course.HIGHER}
_TIERS |= {"fnd": Course.FOUNDATION, "found": Course.FOUNDATION, "hi": Course.HIGHER}
_PATHWAYS = {"combined": Course.COMBINED, "trilogy": Course.COMBINED, "double": Course.COMBINED}
_PATHWAYS |= {"synergy": Course.COMBINED, "dual": Course.COMBINED, "separate": Course.SEPARATE}
_PATHWAYS |= {"triple": Course.SEPARATE, "separates": Course.SEPARATE, "single": Course.SEPARATE}
_EVERYBODY = {"both", "all", "everyone", "common", "all tiers", "all pupils", "all students"}
_FILL = {"tier", "only", "science", "sciences", "award", "and", "pathway", "plus", "gcse"}
_ID = re.compile(f"{TOPIC_PATTERN}|{STATEMENT_PATTERN}|^(?:{CODE})$")


def read_weeks(text: str) -> float | None:
    """How many weeks: `2`, `1.5`, `1½`, `2 wks`; more than none and at most 60.

    >>> read_weeks("1½ weeks"), read_weeks("three"), read_weeks("1-2")
    (1.5, None, None)
    """
    match = _WEEKS.fullmatch(_kept(text))
    if match is None or not (match[1] or match[2]):
        return None
    weeks = float(match[1] or 0) + _FRACTIONS.get(match[2], 0.5 if match[2] else 0.0)
    return weeks if 0 < weeks <= 60 else None


def _kept(text: str) -> str:
    """Folded, with fractions as they were: NFKC would make ½ of 1½ into 11⁄2."""
    return " ".join(text.casefold().split())


def weeks_in(text: str) -> float | None:
    """The weeks that a unit's own text names in brackets: `Ratio (2 weeks)`; null if not once."""
    found = _IN_TEXT.findall(text)
    return read_weeks(found[0]) if len(found) == 1 else None


def read_courses(text: str) -> frozenset[Course] | None:
    """Tiers and pathways in a column of them: `H`, `F/H`, `Higher only`, `Triple`, `Both`.

    Nothing (all) where both tiers or both pathways are named.
    """
    folded = fold_label(text)
    if BLANK.fullmatch(folded) or folded in _EVERYBODY:
        return frozenset()
    found: set[Course] = set()
    for word in re.findall(r"[a-z]+", folded):
        course = _TIERS.get(word) or _PATHWAYS.get(word)
        if course is None and re.fullmatch("[hf]{2}", word):
            found |= {_TIERS[letter] for letter in word}
        elif course is not None:
            found.add(course)
        elif word not in _FILL:
            return None
    return frozenset(found) if found else None


def all_of(courses: frozenset[Course]) -> frozenset[Course]:
    """Courses without pairs that mean everybody."""
    for pair in ({Course.FOUNDATION, Course.HIGHER}, {Course.COMBINED, Course.SEPARATE}):
        if pair <= courses:
            courses = courses - pair
    return courses


def read_classes(text: str) -> tuple[str, ...]:
    """The classes in a column of them; none for all."""
    folded = fold_label(text)
    if BLANK.fullmatch(folded) or folded in _EVERYBODY or folded in ("all sets", "all classes"):
        return ()
    label = read_label(text)
    if label is not None and label.classes:
        return label.classes
    return tuple(dict.fromkeys(filter(None, re.split(r"\s*[,;&\n]\s*|\s+and\s+", text.strip()))))


def read_subject(text: str) -> Department | None:
    """The department of a subject's name."""
    label = read_label(text)
    return None if label is None else label.department


def read_names(text: str) -> tuple[str, ...]:
    """Identifiers and statement codes in a column of codes; what looks like neither is left out."""
    parts = re.split(r"[\s,;/]+", text.strip())
    return tuple(part for part in parts if _ID.match(part))


def read_yes(text: str) -> bool | None:
    """Whether a column of yes and no says yes."""
    folded = fold_label(text)
    if folded in ("yes", "y", "x", "true", "1", "✓", "✔", "fixed", "pinned"):
        return True
    return False if BLANK.fullmatch(folded) or folded in ("no", "false", "0") else None


def _read_year(text: str) -> Label | None:
    label = read_label(text)
    if label is not None and label.years:
        return label
    if match := re.match(r"(1[0-3]|[7-9])(?![\d.])", fold_label(text)):
        label = read_label(f"year {match[1]}{fold_label(text)[match.end() :]}")
        return label if label is not None and label.years else None
    return None


def _read_half(text: str) -> Label | None:
    if match := re.fullmatch(r"([123])\s*[.-]?\s*([ab])|([123])\.([12])", fold_label(text)):
        part = match[2] or match[4]
        return Label(term=int(match[1] or match[3]), part=1 if part in "a1" else 2)
    label = read_label(text)
    if label is None:
        folded = fold_label(text)
        label = read_label(f"ht {folded}") if re.match(r"[1-6]\D", folded) else None
    if label is None:
        return None
    if label.bare is not None:
        return Label(bare=label.bare) if 1 <= label.bare <= 6 else None
    return label if label.when else None


def _read_term(text: str) -> Label | None:
    label = read_label(text)
    if label is None:
        return None
    if label.bare is not None:
        return Label(term=label.bare) if 1 <= label.bare <= 6 else None
    return label if label.when else None


def _read_week(text: str) -> Label | None:
    label = read_label(text)
    if label is not None and (label.week is not None or label.when):
        return label
    if label is not None and label.bare is not None:
        return Label(week=label.bare) if label.bare > 0 else None
    if match := re.match(r"\d{1,2}\s*(?:-|to|,|&|and)\s*\d{1,2}$", fold_label(text)):
        return read_label(f"weeks {match[0]}")
    return label


CALENDAR: Mapping[Kind, Callable[[str], Label | None]] = {
    Kind.YEAR: _read_year,
    Kind.HALF: _read_half,
    Kind.TERM: _read_term,
    Kind.WEEK: _read_week,
}
"""The readers of columns that say when."""

WANTED: Mapping[Kind, str] = {
    Kind.YEAR: "a year from 7 to 11, such as 8 or Year 8",
    Kind.HALF: "a half-term, such as Autumn 1, HT3 or 3",
    Kind.TERM: "a term, such as Autumn, or a half-term",
    Kind.WEEK: "a week, such as 3 or Week 3",
    Kind.WEEKS: "a number of weeks, such as 2 or 1.5",
    Kind.TIER: "Foundation, Higher, or nothing for both",
    Kind.PATHWAY: "Combined, Separate, or nothing for both",
    Kind.SUBJECT: "Maths or Science",
    Kind.FIXED: "Yes, or nothing",
}
"""What the cells of a column should be, in the words of a finding."""
