"""The words of a title: what stands round it taken away, abbreviations written out, stems.

Departments put codes, weeks, page numbers and notes to themselves beside what they teach. None of
that says what is taught, and all of it would be taken for likeness.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

STEM = 6
"""Letters of a word that count: multiply, multiplying and multiplication are one word."""

_DASH = r"[-–—:.)|]"
_NUMBERS = r"\d{1,2}(?:\s*(?:-|–|—|&|to|and|,)\s*\d{1,2})*"
_BEFORE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:years?|yrs?|y)\s*\.?\s*(?:7|8|9|10|11)(?:\s*(?:/|-|–|&|and)\s*(?:8|9|10|11))?"
        rf"\b\s*{_DASH}*\s*",
        r"^(?:(?:autumn|aut|spring|spr|summer|sum)(?:\s*term)?\s*[12]?[ab]?|ht\s*\d|"
        rf"half[ -]term\s*\d|term\s*\d[ab]?)\b\s*{_DASH}*\s*(?=\S)",
        rf"^(?:weeks?|wks?|wk|w/?b)\s*\.?\s*{_NUMBERS}\b\s*{_DASH}*\s*",
        rf"^(?:units?|blocks?|chapters?|chapt?|ch|topics?|modules?|lessons?|sections?|steps?|u|t|l)"
        rf"\s*\.?\s*\d+(?:\.\d+)*[a-z]?\b\s*{_DASH}*\s*",
        rf"^[a-z]{{0,3}}\s?\d+(?:\.\d+)+[a-z]?\b\s*{_DASH}*\s*",
        rf"^(?:aqa|ocr|edexcel|eduqas|wjec|gcse|ks3|ks4|sparx|corbett|mathswatch)\b\s*{_DASH}*\s*",
        rf"^(?:sb|sc|cb|cc|cp|sp|b|c|p)\d{{1,2}}[a-z]?\b\s*{_DASH}*\s*(?=[a-z(])",
        r"^[a-z]{1,2}\d{1,3}\b\s*[-–—:.)|]+\s*",
        r"^\(?\d{1,3}[a-z]?\s*[-–—:.)|]+\s*(?=[a-z(])",
        r"^\d{1,2}\s+(?=[a-z]{3})",
        r"^[•·*>→✓-]+\s*",
        r"^(?:foundation|higher|f|h|core|extension|triple(?: only)?|combined|separate)\s*[:–—-]\s*",
        r"^(?:hwk?|homework|starter|obj|lo|wilf|walt)\s*[:–—-]\s*",
    )
)
_AFTER = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\s*[(\[][^()\[\]]*\b(?:lessons?|weeks?|wks?|hours?|hrs?|pages?|pp?\.?\s*\d|mins?|sparx|"
        r"hegarty|corbett|mathswatch|hwk?|homework|cont\w*|see|test|assessment|recap|higher|"
        r"foundation|triple|combined|only|ht|ft|h|f|s|\d+)\b[^()\[\]]*[)\]]\s*$",
        r"\s*[-–—,;]?\s*\b(?:pp?|pages?)\.?\s*\d+(?:\s*[-–]\s*\d+)?\s*$",
        r"\s*[-–—,;]?\s*\d+(?:\.\d+)?\s*(?:lessons?|weeks?|wks?|hours?|hrs?|periods?)\s*$",
        r"\s*[-–—,;]?\s*\b(?:hwk?|homework|sparx|hegarty|mathswatch|corbett\w*)\b.*$",
        r"\s*[-–—,;]?\s*\b(?:part|pt)\.?\s*(?:\d|i{1,3}|a|b)\s*$",
        r"\s+(?:\(?\d\)?|i{2,3})\s*$",
        r"\s*[-–—,;]?\s*\b(?:cont(?:inued|'d|d)?\.?|tbc|\?+|!+)\s*$",
        r"\s*[*†‡•:;,.…-]+\s*$",
        r"\s*[([]\s*[)\]]\s*$",
    )
)

_FILLERS = """
a an and the of in on to with by for from as at or its their our is are be what why how when do
does we introduction introducing introduce intro further more basic basics simple general recap
revisit review revision consolidation consolidate extension extending extend deepening
understand understanding use using know knowing work working understandings explore exploring
investigating looking develop developing building foundations secure mastering mastery skills
problems problem topic unit lesson including include key ideas idea concept concepts about into
via between it all other special various different recall identify describe explain core
advanced part continued gcse ks3 ks4 only aqa edexcel ocr through
"""
FILLERS = frozenset(_FILLERS.split())
"""Words that say how something is taught and not what."""

_NO_TOPIC = """
revision assessment assessments assess test tests testing mock mocks exam exams examination
examinations paper papers week weeks half term holiday holidays trip project projects career
careers feedback dirt baseline catch catchup up end start year review buffer intervention inset
enrichment consolidation recap reteach reflection improvement time ppe ppes study leave
practice past christmas easter spring autumn summer topic topics revise prep preparation entry
walk talk walking talking day days event activity activities fun quiz quizzes check point
points progress data drop report reports parents evening tbc n/a none free lesson lessons
transition induction expectations rules bridging gap gaps gcse ks3 ks4 flexible slippage
contingency closing therapy target targets skills show final summative formative diagnostic
mini common and the of for to a in on & 1 2 3 4 5 6 7 8 9 10 11
"""
NO_TOPIC = frozenset(_NO_TOPIC.split())
"""A title of nothing but such words names a place in the calendar and no topic."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[²³×÷=%√π°Δρλ]")


def clean(title: str) -> str:
    """The title without codes, weeks, page numbers and notes round it. Never empty unless it was.

    >>> clean("Y8 HT3 – 7.2 Ratio & proportion (6 lessons)")
    'Ratio & proportion'
    """
    text = " ".join(unicodedata.normalize("NFKC", title).split())
    before = None
    while text != before:
        before = text
        for pattern in (*_BEFORE, *_AFTER):
            text = pattern.sub("", text) or text
    return text


def words_of(text: str) -> list[str]:
    """The words in lower case. O(characters)."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return [word.removesuffix("'s").replace("'", "") for word in _WORD.findall(folded)]


def expand(text: str, abbreviations: Mapping[str, str]) -> str:
    """The text with each abbreviation, longest first, replaced by what it stands for.

    The whole text may be one; else pieces of at most five words are looked at, and one that stands
    for several things is left: inside a phrase it is a word like any other.
    """
    whole = abbreviations.get(" ".join(text.casefold().split()).strip(" .:-"))
    if whole is not None:
        return whole
    words = text.split()
    found: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(5, len(words) - place), 0, -1):
            piece = " ".join(words[place : place + length])
            core = piece.strip(",;:()[].?!")
            means = abbreviations.get(core.casefold())
            if means is not None and "," not in means:
                found.append(piece.replace(core, means, 1))
                place += length
                break
        else:
            found.append(words[place])
            place += 1
    return " ".join(found)


def telling(words: Iterable[str]) -> list[str]:
    """The words that say what is taught; all words where none does."""
    listed = list(words)
    return [word for word in listed if word not in FILLERS] or listed


def singular(word: str) -> str:
    """The word without the s of a plural; names are the same name with it and without."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def stem(word: str) -> str:
    """The first letters of the singular."""
    return singular(word)[:STEM]


def names_no_topic(words: Iterable[str]) -> bool:
    """Whether a title of these words names a place in the calendar, or nothing at all."""
    return all(word in NO_TOPIC or word.isdigit() for word in words)
