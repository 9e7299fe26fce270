"""The words by which headings name years, half-terms, weeks, tiers and classes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.columns import Kind, kind_of
from loaders.headers import LONGEST, read_label, read_name, read_opening
from loaders.labels import Label, Terms, follow, half_of_term, join, of_bare, settle, spanning
from loaders.values import (
    CALENDAR,
    read_classes,
    read_courses,
    read_names,
    read_subject,
    read_weeks,
    read_yes,
    weeks_in,
)
from ontology.plans import Course
from ontology.vocabulary import Department

HALVES = {
    1: "Aut 1;Autumn 1;Autumn Term 1;AUTUMN 1;Aut1;Autumn\n1;Autumn first half;HT1;HT 1;"
    "Half term 1;half-term 1;"
    "Half Term: 1;Autumn 1 (7 weeks);Autumn 1 - 6 weeks;Autumn 1 - 4 Sept;Autumn i;"
    "HT1 (Sept - Oct);1st half of Autumn;first half of the autumn term;Autumn half term 1;Aut HT1;"
    "Autumn Term 1st half;Michaelmas 1;Autumn 1: 4th Sept – 20th Oct;Autumn Term (1);Sept - Oct;"
    "Half-Term 1 [7 wks];Autumn (HT1)",
    2: "Aut 2;Autumn 2;HT2;Autumn HT2;Autumn Term 2 (8 weeks) 30th Oct - 20 Dec;Nov/Dec;Autumn b",
    3: "Spr 1;Sp1;Spring 1;Spring HT3;HT3 (Spring 1);Half term 3;Spring Term 1;Lent 1;"
    "Spring 1 2025",
    4: "Spring 2;Sp 2;Spr2;HT4;Spring Term (HT4);Spring second half",
    5: "Summer 1;Su1;Sum 1;Summer first half;HT5;Summer Term A;Trinity 1;Apr-May",
    6: "Summer 2;Su 2;Sum2;HT6;Summer HT6;Half term 6;June - July",
}


@pytest.mark.parametrize(
    ("text", "half"), [(text, half) for half, texts in HALVES.items() for text in texts.split(";")]
)
def test_half_terms(text: str, half: int) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.half, label.span) == (half, 1)


@pytest.mark.parametrize(
    ("text", "half", "span"),
    [
        ("Autumn", 1, 2),
        ("AUTUMN TERM", 1, 2),
        ("Spring", 3, 2),
        ("Summer term", 5, 2),
        ("Aut 1 and 2", 1, 2),
        ("Autumn 1/2", 1, 2),
        ("Autumn 1 & Autumn 2", 1, 2),
        ("Autumn 2 - Spring 1", 2, 2),
        ("HT3-5", 3, 3),
        ("HT1 & HT2", 1, 2),
        ("Autumn/Spring", 1, 4),
    ],
)
def test_spans(text: str, half: int, span: int) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.half, label.span) == (half, span)


@pytest.mark.parametrize(
    "text",
    [
        "Year 8 recap",
        "Summer 2 Revision",
        "Ratio",
        "Spring HT1 HT5",
        "Autumn 4",
        "Spring 1 - Autumn 1",
        "HT7",
        "HT4-2",
        "Term 7",
        "Group 7",
        "Forces in springs",
        "y = mx + c",
        "Weeks 3-1",
        "Heights",
        "Set theory",
        "Surface area",
        "Separate sounds",
        "Maths in art",
        "x" * (LONGEST + 1),
    ],
)
def test_what_is_taught_is_no_label(text: str) -> None:
    assert read_label(text) is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Year 8", (8,)),
        ("Y8", (8,)),
        ("Yr 8", (8,)),
        ("Yr.11", (11,)),
        ("YEAR 10", (10,)),
        ("Year group 9", (9,)),
        ("Year Seven", (7,)),
        ("Year 8 Maths Scheme of Work 2024-25", (8,)),
        ("Year 7-9", (7, 8, 9)),
        ("Years 10 & 11", (10, 11)),
        ("Year 12", (12,)),
        ("Key Stage 3 – Year 9", (9,)),
    ],
)
def test_years(text: str, years: tuple[int, ...]) -> None:
    label = read_label(text)
    assert label is not None
    assert label.years == years


def test_weeks_of_a_heading() -> None:
    assert read_label("Week 3") == Label(week=3)
    assert read_label("Wk 3-5") == Label(week=3, weeks=3)
    assert read_label("w/b 4 Sept") == Label()
    assert read_label("Week 12 HT2") == Label(half=2, week=12)


@pytest.mark.parametrize(
    ("text", "courses", "department"),
    [
        ("Higher", {Course.HIGHER}, None),
        ("Foundation tier", {Course.FOUNDATION}, None),
        ("Triple", {Course.SEPARATE}, None),
        ("Separate Sciences", {Course.SEPARATE}, Department.SCIENCE),
        ("Trilogy", {Course.COMBINED}, None),
        ("Combined Science: Trilogy", {Course.COMBINED}, Department.SCIENCE),
        ("GCSE Physics (H)", {Course.HIGHER}, Department.SCIENCE),
        ("Maths", set(), Department.MATHS),
        ("Biology", set(), Department.SCIENCE),
    ],
)
def test_for_whom(text: str, courses: set[Course], department: Department | None) -> None:
    label = read_label(text)
    assert label is not None
    assert set(label.courses) == courses
    assert label.department is department


def test_classes() -> None:
    assert read_label("Sets 1-3") == Label(classes=("Set 1", "Set 2", "Set 3"))
    assert read_label("Set 2 & 4") == Label(classes=("Set 2", "Set 3", "Set 4"))
    assert read_label("8X1") == Label(years=(8,), classes=("8X1",), weak=True)
    assert read_label("10H") == Label(years=(10,), courses=frozenset({Course.HIGHER}), weak=True)
    assert read_classes("8X1, 8X2 and 8Y1") == ("8X1", "8X2", "8Y1")
    assert read_classes("All") == read_classes("-") == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Y8 SoW", Label(years=(8,))),
        ("8", Label(years=(8,))),
        ("10H", Label(years=(10,), courses=frozenset({Course.HIGHER}))),
        ("Y7 Mr Smith", Label(years=(7,))),
        ("y9_science_2024", Label(years=(9,), department=Department.SCIENCE)),
        ("Aftermaths", Label()),
        ("Sheet1", Label()),
        ("Term 2", Label(term=2)),
    ],
)
def test_names_of_sheets(name: str, said: Label) -> None:
    assert read_name(name) == said


def test_what_a_text_says_before_a_colon() -> None:
    assert read_opening("Autumn 1: Place value") == Label(half=1)
    assert read_opening("Week 3 – Ratio") == Label(week=3)
    for text in ("Ratio: sharing", "A1: notation", "Autumn 1", "Spring 1 - Autumn 1", "7A: Cells"):
        assert read_opening(text) is None, text


def test_numbered_terms() -> None:
    assert Terms.of([1, 2, 3]) is Terms.THREE
    assert Terms.of([2, 6]) is Terms.SIX
    assert Terms.of([]) is Terms.UNKNOWN
    assert half_of_term(3, None, Terms.THREE) == (5, 2)
    assert half_of_term(3, 2, Terms.UNKNOWN) == (6, 1)
    assert half_of_term(1, None, Terms.UNKNOWN) is None
    assert half_of_term(5, None, Terms.THREE) is None
    assert settle(Label(term=4), Terms.SIX) == Label(half=4)
    assert settle(Label(term=4), Terms.UNKNOWN) == Label(term=4)


def test_labels_join() -> None:
    assert join(Label(half=3, span=2), Label(part=2)).half == 4
    assert join(Label(years=(8,), half=1), Label(half=5)).half == 5
    assert join(Label(half=2), Label(half=4, months=True)).half == 2
    tiers = join(
        Label(courses=frozenset({Course.HIGHER, Course.COMBINED})),
        Label(courses=frozenset({Course.FOUNDATION})),
    )
    assert tiers.courses == {Course.FOUNDATION, Course.COMBINED}
    held = follow(Label(years=(7,), half=6, week=3, department=Department.MATHS), Label(years=(8,)))
    assert held == Label(years=(8,), department=Department.MATHS)
    assert follow(Label(years=(7,), half=1, week=3), Label(half=2)) == Label(years=(7,), half=2)
    assert of_bare(Label(years=(8,)), 3) == Label(half=3)
    assert of_bare(Label(), 3) == Label()
    assert spanning([Label(half=2), Label(half=3), Label(half=4)]).span == 3
    assert spanning([Label(half=1, week=2), Label(half=1, week=3)]).weeks == 2


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Half-Term:", Kind.HALF),
        ("YEAR GROUP", Kind.YEAR),
        ("No. of weeks", Kind.WEEKS),
        ("Week No.", Kind.WEEK),
        ("Topic(s)", Kind.TOPICS),
        ("Unit\ntitle", Kind.TITLE),
        ("Learning Objectives", Kind.OBJECTIVES),
        ("Spec ref", Kind.CODE),
        ("w/b", Kind.DATE),
        ("Time (hours)", Kind.FIGURES),
        ("Notes (for us)", Kind.NOTES),
        ("Number", None),
        ("Ratio", None),
    ],
)
def test_heads_of_columns(head: str, kind: Kind | None) -> None:
    assert kind_of(head) is kind


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("2", 2),
        ("2.5", 2.5),
        ("1½", 1.5),
        ("½ week", 0.5),
        ("1 1/2 wks", 1.5),
        ("3 weeks", 3),
        ("~2w", 2),
        ("three", None),
        ("1-2", None),
        ("0", None),
        ("61", None),
        ("", None),
        ("weeks", None),
        ("5 lessons", None),
        ("nan", None),
    ],
)
def test_lengths(text: str, weeks: float | None) -> None:
    assert read_weeks(text) == weeks


def test_weeks_within_a_text() -> None:
    assert weeks_in("Ratio (2 weeks)") == 2
    assert weeks_in("Ratio [1.5 wks]") == 1.5
    assert weeks_in("Ratio (2 weeks), data (1 week)") is None
    assert weeks_in("Ratio 2 weeks") is None


def test_values_of_columns() -> None:
    assert read_courses("F/H") == frozenset({Course.FOUNDATION, Course.HIGHER})
    assert read_courses("FH") == frozenset({Course.FOUNDATION, Course.HIGHER})
    assert read_courses("Higher only") == frozenset({Course.HIGHER})
    assert read_courses("both") == read_courses("n/a") == frozenset()
    assert read_courses("core") is read_courses("only") is None
    assert read_subject("Physics") is Department.SCIENCE
    assert read_subject("Art") is None
    assert read_names("R4, ks3-maths:R5; maths:ratio-notation WRM 7.1") == (
        "R4",
        "ks3-maths:R5",
        "maths:ratio-notation",
    )
    assert (read_yes("Y"), read_yes("no"), read_yes(""), read_yes("maybe")) == (
        True,
        False,
        False,
        None,
    )
    assert CALENDAR[Kind.YEAR]("8 Higher") == Label(years=(8,), courses=frozenset({Course.HIGHER}))
    assert CALENDAR[Kind.YEAR]("ratio") is None
    assert CALENDAR[Kind.HALF]("2b") == Label(term=2, part=2)
    assert CALENDAR[Kind.HALF]("7") is None
    assert CALENDAR[Kind.WEEK]("3-4") == Label(week=3, weeks=2)


@given(st.text(max_size=200))
def test_any_text_can_be_asked(text: str) -> None:
    label = read_label(text)
    if label is not None and label.half is not None:
        assert 1 <= label.half <= label.half + label.span - 1 <= 6
    named = read_name(text)
    assert all(1 <= year <= 13 for year in named.years)
    kind_of(text)
    read_opening(text)
    for read in CALENDAR.values():
        read(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "autumn",
                "spring",
                "ht",
                "term",
                "week",
                "1",
                "2",
                "6",
                "9",
                "-",
                "/",
                "and",
                "to",
                "(",
                ")",
                "y",
                "of",
                "h",
            ]
        )
    )
)
def test_heaps_of_words_of_headings(words: list[str]) -> None:
    for text in (" ".join(words), "".join(words)):
        label = read_label(text)
        if label is not None and label.half is not None:
            assert 1 <= label.half <= label.half + label.span - 1 <= 6
