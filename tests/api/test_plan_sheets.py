"""Sheets from plans: what a head of department reads, words as they stand, nothing to run."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from api.coverage_sheets import SHADES, coverage_markdown, coverage_sheet
from api.move_sheets import risk_markdown, risk_sheet
from api.plan_sheets import deadlines_markdown, deadlines_sheet, moment
from api.template import TEMPLATES
from graph.plans.coverage_map import coverage
from graph.plans.deadlines import deadlines
from graph.plans.pathways import Asked, read_pathways
from graph.plans.read import Matched
from graph.plans.revisits import spacing
from graph.plans.risk import at_risk
from ontology.plan_repairs import Time
from ontology.plans import Settings, State
from ontology.vocabulary import Stage
from tests.api.joint import HOSTILE
from tests.graph import example
from tests.graph.planned import (
    CURRICULUM,
    DENSITY,
    SCIENCE,
    SPEED,
    Row,
    plan,
    tables_of,
    taught,
)
from tests.graph.science import term, use
from tests.graph.worlds import member, theme

WORLD = CURRICULUM.model_copy(
    update={
        "uses": (*CURRICULUM.uses, use(SPEED, "counting", stage=Stage.KS3)),
        "terms": (
            term("per", topics=("maths:ratio",), label="Per"),
            term("as", topics=("maths:scale",), label="a word"),
        ),
        "themes": (theme("proportion", "Proportion"), theme("chance", "Chance")),
        "memberships": (member("proportion", "ratio"), member("proportion", "scale")),
    }
)
TABLES = tables_of(WORLD)
ONE = read_pathways(["foundation,combined"])
BLOCKS = {"h1", "h2", "p", "li", "th", "td", "caption"}


class Reader(HTMLParser):
    """A page as its elements, and the text of headings, paragraphs, items and cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.classes: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.classes.append((tag, dict(attrs).get("class") or ""))
        if tag in BLOCKS:
            self.texts.append((tag, ""))

    def handle_data(self, data: str) -> None:
        if self.texts:
            tag, text = self.texts[-1]
            self.texts[-1] = (tag, text + data)

    def of(self, *tags: str) -> list[str]:
        """The texts of some elements, spaces evened out."""
        return [" ".join(text.split()) for tag, text in self.texts if tag in tags]


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def science(*rows: Row) -> Matched:
    return plan("science.xlsx", *rows, department=SCIENCE)


def maths(*rows: Row) -> Matched:
    return plan("maths.xlsx", *rows)


SCHEME = science(taught("Density", 7, 3, DENSITY), taught("Speed", 8, 2, SPEED))


# Deadlines --------------------------------------------------------------------------------------


def test_deadlines_stand_by_half_term_with_who_needs_them_for_what() -> None:
    page = read(deadlines_sheet(deadlines(TABLES, [SCHEME]), ["science.xlsx"]))
    assert page.of("h1") == ["Mathematics that science needs, and by when"]
    assert page.of("h2") == [
        "By Year 7 Autumn 2",
        "By Year 8 Autumn 1",
        "Words to agree before then",
    ]
    assert page.of("p")[:3] == [
        "science.xlsx",
        "Science needs 1 topic of mathematics and is helped by 1 more.",
        "Helps if taught by then: Topic scale",
    ]
    assert page.of("li") == [
        "Topic ratio – Speed (Year 8!B3): A calculation, number 1",
        "Topics of KS2 count as known.",
        "a word: A word for both",
        "Per: A word for both",
    ]
    assert "Taken as known: Topic counting." in page.of("p")


@pytest.mark.parametrize(
    ("units", "lag", "line"),
    [
        ([taught("Ratio", 9, 1, "ratio")], 0, "late: taught Y9 Aut 1"),
        ([taught("Ratio", 8, 2, "ratio")], 0, "same time: taught Y8 Aut 2"),
        ([taught("Ratio", 8, 1, "ratio")], 1, "too near: taught Y8 Aut 1"),
        ([taught("Ratio", 8, None, "ratio")], 0, "same year: taught Year 8"),
        ([taught("Scale", 8, 6, "scale")], 0, "never taught"),
    ],
)
def test_what_is_not_in_time_says_so_in_words_and_not_by_colour_alone(
    units: list[Row], lag: int, line: str
) -> None:
    plans = [maths(taught("Start", 7, 1), *units), science(taught("Speed", 8, 2, SPEED))]
    found = deadlines(TABLES, plans, settings=Settings(lag=lag))
    page = read(deadlines_sheet(found))
    (item,) = [text for text in page.of("li") if text.startswith("Topic ratio")]
    assert item == f"Topic ratio – Speed (Year 8!B2): A calculation, number 1 {line}"
    assert ("span", "bad") in page.classes
    assert f"**Topic ratio** (Speed (Year 8!B2); A calculation, number 1; {line})" in (
        deadlines_markdown(found)
    )


def test_what_is_taught_in_time_is_one_line_of_the_half_term() -> None:
    plans = [maths(taught("Ratio", 7, 1, "ratio")), science(taught("Speed", 8, 2, SPEED))]
    page = read(deadlines_sheet(deadlines(TABLES, plans)))
    assert "Needed, and taught by then: Topic ratio (taught Y7 Aut 1)" in page.of("p")
    assert not [text for text in page.of("li") if text.startswith("Topic ratio")]
    assert "Science needs 1 topic of mathematics. Of 1 deadline: 1 in time." in page.of("p")


def test_a_topic_with_a_unit_without_a_year_is_not_called_late() -> None:
    plans = [
        maths(taught("Start", 7, 1), taught("Ratio", None, None, "ratio"), taught("End", 9, 1)),
        science(taught("Speed", 8, 2, SPEED)),
    ]
    page = read(deadlines_sheet(deadlines(TABLES, plans)))
    assert any("Topic ratio (taught, no year given)" in text for text in page.of("p"))


def test_lines_say_for_whom_how_many_more_and_what_is_to_confirm() -> None:
    rows = (
        taught("Speed", 8, 1, example.SPEED),
        taught("Motion?", 10, 2, example.MOTION, state=State.CONFIRM),
        taught("Momentum", 10, 4, example.MOMENTUM),
    )
    found = deadlines(tables_of(example.CURRICULUM), [science(*rows)])
    page = read(deadlines_sheet(found))
    assert page.of("li")[:2] == [
        "Topic rates – Speed (Year 8!B2) + 1 more: A calculation, number 1",
        "Topic gradients – Motion? (Year 10!B3): A calculation, number 2 higher to confirm",
    ]
    helped = "Helps if taught by then: Topic gradients (foundation; to confirm)"
    assert helped in page.of("p")
    assert f"*{helped.replace(':', ':*', 1)}" in deadlines_markdown(found)


def test_rows_of_one_deadline_stand_together_whatever_their_order() -> None:
    """Due by the end of Year 7: one because a half-term is told, one because only a year is."""
    plans = [science(taught("Density", 8, None, DENSITY), taught("Speed", 8, 1, SPEED))]
    page = read(deadlines_sheet(deadlines(TABLES, plans)))
    assert page.of("h2")[:-1] == ["By Year 7 Summer 2", "Before Year 8"]


def test_a_long_sheet_is_set_tight_and_a_short_one_is_not() -> None:
    found = deadlines(TABLES, [SCHEME])
    body = ("body", "")
    assert body in read(deadlines_sheet(found)).classes
    many = tuple(
        row.model_copy(update={"when": f"by half-term {number}"})
        for number in range(40)
        for row in found.data
    )
    long = type(found)(many, (), found.settings)
    assert ("body", "tight") in read(deadlines_sheet(long)).classes
    longer = type(found)(
        tuple(row.model_copy(update={"when": f"{row.when} {n}"}) for n in range(3) for row in many),
        (),
        found.settings,
    )
    assert ("body", "tight dense") in read(deadlines_sheet(longer)).classes


# Moves ------------------------------------------------------------------------------------------

COURSE = maths(
    taught("Fractions", 7, 1, "fractions"),
    taught("Ratio", 7, 3, "ratio"),
    taught("Percent", 7, 4, "percent"),
    taught("Scale", 8, 2, "scale", span=2),
    taught("Similar", 8, 5, "similar"),
)
LATER = science(taught("Speed", 7, 4, SPEED), taught("Density", 8, 5, DENSITY))


def test_the_sheet_of_moves_names_who_is_hurt_in_each_department() -> None:
    found = at_risk(TABLES, [COURSE, LATER])
    page = read(risk_sheet(found, ["maths.xlsx", "science.xlsx"]))
    cells = page.of("th", "td")
    rows = [cells[place : place + 6] for place in range(6, len(cells), 6)]
    assert rows == [
        [
            "Fractions (Year 7!B2)",
            "Y7 Aut 1",
            "to Y7 Spr 1",
            "after Y7 Spr 1: Ratio (Year 7!B3); 1 more",
            "–",
            "4 + 2",
        ],
        [
            "Ratio (Year 7!B3)",
            "Y7 Spr 1",
            "no later",
            "after Y8 Aut 2: Scale (Year 8!B5)",
            "after Y7 Spr 1: Speed (Year 7!B2)",
            "2 + 2",
        ],
        [
            "Percent (Year 7!B4)",
            "Y7 Spr 2",
            "to Y8 Sum 1 (helpful only)",
            "after Y8 Sum 1: Similar (Year 8!B6)",
            "–",
            "1 + 0",
        ],
        [
            "Scale (Year 8!B5)",
            "Y8 Aut 2 to Y8 Spr 1",
            "to Y8 Spr 2 (essential: Y8 Sum 1)",
            "after Y8 Sum 1: Similar (Year 8!B6)",
            "after Y8 Spr 2: Density (Year 8!B3)",
            "1 + 1",
        ],
    ]
    assert ("span", "bad") in page.classes
    assert "Not limited by these plans: Similar (Y8 Sum 1)." in page.of("p")
    assert (
        "Of 5 units of mathematics 1 cannot be later without something coming too early, 3 have "
        "some room, and 1 are not limited by these plans."
    ) in page.of("p")


def test_the_sheet_of_moves_as_markdown() -> None:
    lines = risk_markdown(at_risk(TABLES, [COURSE, LATER]), ["maths.xlsx"]).splitlines()
    place = lines.index("- **Ratio (Year 7!B3)**, Y7 Spr 1: no later")
    assert lines[place + 1 : place + 4] == [
        "  - *mathematics:* after Y8 Aut 2: Scale (Year 8!B5)",
        "  - *science:* after Y7 Spr 1: Speed (Year 7!B2)",
        "  - *rest on it:* 2 topics of mathematics, 2 of science",
    ]
    assert "Read: maths.xlsx." in lines
    assert "*Not limited by these plans:* Similar (Y8 Sum 1)" in lines


# Coverage ---------------------------------------------------------------------------------------


def test_the_map_has_a_number_in_every_cell_and_a_shade_by_its_share() -> None:
    plans = [maths(taught("Ratio", 7, 1, "ratio"), taught("Scale", 8, 1, "scale", "ratio"))]
    page = read(coverage_sheet(coverage(TABLES, plans), files=["maths.xlsx"]))
    assert page.of("caption") == ["Framework ks3-maths (the plan holds Years 7, 8 only): everybody"]
    cells = page.of("th", "td")
    assert cells[:5] == ["Strand", "Year 7", "Year 8", "Statements", "Topics"]
    assert [cells[place : place + 5] for place in range(5, len(cells), 5)] == [
        ["All strands", "1 (1 new)", "3 (2 new)", "3 of 4", "2 of 4"],
        ["Number", "0", "0", "0 of 1", "0 of 1"],
        ["Ratio", "1 (1 new)", "3 (2 new)", "3 of 3", "2 of 3"],
    ]
    shades = [name for tag, name in page.classes if tag == "td" and name]
    assert shades == ["s2", "s4", "s0", "s0", "s2", "s5"]


def test_tiers_that_differ_have_maps_of_their_own() -> None:
    tables = tables_of(example.CURRICULUM)
    found = coverage(tables, [maths(taught("Rates", 10, 1, "rates"), taught("End", 11, 1))])
    captions = read(coverage_sheet(found)).of("caption")
    assert captions == ["Framework gcse-maths: foundation", "Framework gcse-maths: higher"]


def test_what_hangs_on_a_match_to_confirm_carries_a_mark_that_is_explained() -> None:
    unsure = [maths(taught("Ratio?", 7, 1, "ratio", state=State.CONFIRM))]
    page = coverage_sheet(coverage(TABLES, unsure, ONE))
    assert "1 of 4 (1?)" in read(page).of("td")
    assert "Statements marked ? are taught only if a match is confirmed." in read(page).of("li")


def test_themes_stand_by_half_term_with_a_sign_for_how_they_are_met() -> None:
    plans = [
        maths(
            taught("Ratio", 7, 3, "ratio"),
            taught("Similar", 8, 2, "similar"),
            taught("Ratio", 8, 3, "ratio"),
        ),
        science(taught("Speed", 7, 5, SPEED)),
    ]
    met = spacing(TABLES, plans)
    page = read(coverage_sheet(coverage(TABLES, plans), met))
    cells = page.of("th", "td")
    start = cells.index("Proportion")
    assert cells[start : start + 14] == [
        *("Proportion", "", "", "●", "", "s", ""),
        *("", "u", "○", "", "", ""),
        "2, Y7 Sum 2 to Y8 Aut 1",
    ]
    assert "Never met: Chance." in page.of("p")
    text = coverage_markdown(coverage(TABLES, plans), met)
    assert (
        "| Proportion | – – ● – s – | – u ○ – – – | 2, Y7 Sum 2 to Y8 Aut 1 |" in text.splitlines()
    )


@pytest.mark.parametrize(
    ("units", "alone"),
    [
        ([taught("Ratio", 7, 1, "ratio"), taught("Scale", 7, 2, "scale")], "met in each"),
        ([taught("Ratio", 7, 1, "ratio"), taught("Scale", 7, 3, "scale")], "1, Y7 Aut 2"),
        ([taught("Ratio", 7, 1, "ratio"), taught("End", 7, 5)], "4, from Y7 Aut 2 to the end"),
    ],
)
def test_the_longest_stretch_is_told_in_words(units: list[Row], alone: str) -> None:
    plans = [maths(*units)]
    assert alone in read(coverage_sheet(coverage(TABLES, plans), spacing(TABLES, plans))).of("td")


def _luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_can_be_read_on_its_ground() -> None:
    assert all(_contrast(ground, text) >= 4.5 for ground, text in SHADES)
    style = (TEMPLATES / "plan_sheets.css").read_text(encoding="utf-8")
    colours = re.findall(r"[ {;]color: (#[0-9a-f]{3,6})", style)
    assert len(colours) > 4
    full = ["#" + "".join(c * 2 for c in text[1:]) if len(text) == 4 else text for text in colours]
    assert all(_contrast(colour, "#ffffff") >= 4.5 for colour in full)


# Every sheet ------------------------------------------------------------------------------------

HOSTILE_PLANS = [
    plan(
        "# " + HOSTILE,
        taught(HOSTILE, 7, 1, "fractions"),
        taught("| " + HOSTILE, 7, 5, "ratio"),
        taught("free", 9, 1, "similar"),
    ),
    plan("science.xlsx", taught("1. " + HOSTILE, 7, 3, SPEED), department=SCIENCE),
]
FILES = [one.plan.file for one in HOSTILE_PLANS]


def _pages(asked: Asked) -> list[tuple[str, str]]:
    """Each sheet as a page and as markdown."""
    due = deadlines(TABLES, HOSTILE_PLANS, asked)
    moves = at_risk(TABLES, HOSTILE_PLANS, asked)
    covered = coverage(TABLES, HOSTILE_PLANS, asked)
    met = spacing(TABLES, HOSTILE_PLANS, asked)
    return [
        (deadlines_sheet(due, FILES), deadlines_markdown(due, FILES)),
        (risk_sheet(moves, FILES), risk_markdown(moves, FILES)),
        (coverage_sheet(covered, met, FILES), coverage_markdown(covered, met, FILES)),
    ]


@pytest.mark.parametrize("sheet", range(3))
def test_a_sheet_stands_alone_runs_nothing_and_shows_words_as_they_stand(sheet: int) -> None:
    page, text = _pages(Asked())[sheet]
    reader = read(page)
    assert not {"script", "link", "img", "b", "form", "iframe"} & set(reader.tags)
    assert "http" not in page.replace("<!doctype html>", "")
    assert reader.tags.count("h1") == reader.tags.count("main") == reader.tags.count("style") == 1
    assert "".join(reader.of("p"))[:200].startswith(FILES[0])
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    assert sum(token.tag == "h1" and token.nesting == 1 for token in tokens) == 1
    inline = [child for token in tokens for child in token.children or ()]
    assert not {"html_inline", "link_open", "code_inline"} & {child.type for child in inline}
    assert "html_block" not in {token.type for token in tokens}
    shown = " ".join(child.content for child in inline if child.type == "text")
    assert "<script>alert" in shown


def test_markdown_tables_keep_their_columns_whatever_a_theme_is_called() -> None:
    named = WORLD.model_copy(
        update={"themes": (theme("proportion", HOSTILE), theme("chance", "Chance"))}
    )
    tables = tables_of(named)
    plans = [maths(taught("Ratio", 7, 3, "ratio"))]
    text = coverage_markdown(coverage(tables, plans), spacing(tables, plans))
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    cells = [
        "".join(child.content for child in tokens[place + 1].children or ())
        for place, token in enumerate(tokens)
        if token.type == "td_open"
    ]
    assert cells[-3:] == [HOSTILE, "– – ● – – –", "met in each"]


def test_the_same_plans_give_the_same_sheets() -> None:
    assert _pages(ONE) == _pages(ONE)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (Time(year=7, half_term=1), "Y7 Aut 1"),
        (Time(year=8, half_term=4), "Y8 Spr 2"),
        (Time(year=11, half_term=6), "Y11 Sum 2"),
        (Time(year=9, half_term=None), "Year 9"),
    ],
)
def test_a_moment_is_short(time: Time, words: str) -> None:
    assert moment(time) == words
