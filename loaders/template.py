"""The workbook for departments that start fresh: a list of units with drop-downs, and settings.

It is written so that the reader of schemes of work takes it back as it is: sheet `Plan` is a list
with one unit a row, sheet `Settings` holds what the department means by its words and which
findings it accepts, `Topics` feeds the drop-down and `How to` explains. The same topics give the
same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from ontology.plans import Course, Settings
from ontology.vocabulary import Department

SHEETS = ("Plan", "Settings", "Topics", "How to")
"""The sheets in their order."""

HALF_TERM_NAMES = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")
"""What the template calls the half-terms of a school year."""

_ROWS = 600
"""For how many units there are drop-downs; rows beyond are read all the same."""

_LINE, _LINE_LETTERS = 16, 80
"""How high a line of the manual is, in points, and how many letters it surely holds."""

CREATED = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""When every workbook of this program says it was made: the same plan gives the same bytes."""

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""How workbooks are written: what somebody wrote stays text."""

_COMMENT = {"author": "Curriculum Coherence", "x_scale": 2.2, "y_scale": 1.2}


class _Column(NamedTuple):
    """A column of the plan: its header, its width in characters, and what its comment says."""

    header: str
    width: int
    says: str


_PLAN = (
    _Column("Year", 7, "The school year, 7 to 11."),
    _Column("Half-term", 12, "Autumn 1 to Summer 2; empty if only the year is fixed."),
    _Column("Week", 7, "The week of the half-term in which the unit begins, 1 for the first. It "
            "gives the order within the half-term; without it the order is unknown."),
    _Column("Unit", 40, "What the department calls the unit."),
    _Column("Topics", 50, "What the unit teaches: choose one from the list, or type several with "
            "a semicolon between. Empty: the name of the unit is matched."),
    _Column("Tier", 12, "Foundation or Higher if the unit is for one only; empty for both."),
    _Column("Pathway", 12, "Science: Combined or Separate if the unit is for one only; empty for "
            "both."),
    _Column("Class", 10, "The classes or sets that the unit is for; empty for all."),
    _Column("Weeks", 8, "How many weeks the unit takes, such as 2 or 1.5."),
    _Column("Fixed", 8, "Yes if the unit must stay where it is when an order is proposed."),
    _Column("Together", 12, "Units with the same word here stay in one half-term."),
    _Column("Subject", 11, "Maths or Science; needed only where one file holds both."),
    _Column("Notes", 40, "For yourselves. Do not write about pupils."),
)  # fmt: skip

_SETTINGS = (
    ("gap", "Half-terms after which what a unit rests on was met too long ago (rule GAP001)."),
    ("revisit", "Half-terms after which a topic that is never met again is told (rule GAP002)."),
    ("lag", "Half-terms by which mathematics must be before science; 0: any earlier half-term."),
    ("weeks", "Weeks that a half-term holds."),
)
_SUPPRESSIONS = (
    ("Rule", "The rule of a finding that you have seen and accept, such as GAP002."),
    ("About", "A cell (Plan!D7), the name of a unit, or an identifier; empty: everywhere."),
    ("Reason", "Why you accept it. Needed."),
)
_SUPPRESSIONS_AT = 4
"""The column where the suppressions begin, beside the settings, counted from 0."""

_HOW_TO = (
    ("Write", "In the sheet Plan, one row a unit, in the order in which you teach. Year and Unit "
     "are needed, everything else can be left empty."),
    ("Topics", "Choose a topic from the list, or type what you call it. Several topics stand in "
     "one cell with a semicolon between. What cannot be matched for certain is asked, never "
     "guessed."),
    ("Tiers", "A unit for Foundation or for Higher only says so under Tier. Where the tiers have "
     "different orders, write the unit in two rows."),
    ("Weeks", "Week says when in the half-term a unit begins, Weeks how long it takes. Both help "
     "when an order is checked or proposed; neither is needed."),
    ("Fixed", "Yes keeps a unit where it is when an order is proposed. Units with the same word "
     "under Together stay in one half-term."),
    ("Settings", "In the sheet Settings you say what too long means to you, and which findings "
     "you accept and why."),
    ("Check", "coherence lint plan.xlsx says what is out of order. coherence match plan.xlsx says "
     "what each unit was taken for."),
    ("Pupils", "No names of pupils, dates of birth or UPNs belong in this file; a file that looks "
     "like a list of pupils is refused."),
)  # fmt: skip


def write_template(topics: Sequence[tuple[str, str]], department: Department | None) -> bytes:
    """The template as the bytes of an .xlsx file.

    Args:
        topics: identifier and label of each topic, in the order of the drop-down.
        department: whose plan it is; the drop-down of subjects then has it alone.

    Raises:
        ValueError: there are no topics, for the drop-down would be empty.

    Cost: O(topics).
    """
    if not topics:
        raise ValueError("a template needs topics to choose from")
    buffer = io.BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        whose = "" if department is None else f" for {department.value}"
        book.set_properties({"title": f"Scheme of work{whose}", "created": CREATED})
        head = book.add_format(
            {"bold": True, "bg_color": "#1D3557", "font_color": "#FFFFFF", "valign": "vcenter"}
        )
        body = book.add_format({"text_wrap": True, "valign": "top"})
        sheets = [book.add_worksheet(name) for name in SHEETS]
        _write_plan(sheets[0], head, body, len(topics), department)
        _write_settings(sheets[1], head, body)
        _write_topics(sheets[2], head, topics)
        _write_how_to(sheets[3], head, body)
        sheets[0].activate()
    return buffer.getvalue()


def _write_plan(
    sheet: Any, head: Any, body: Any, topics: int, department: Department | None
) -> None:
    """The list of units: a header with comments, and drop-downs below it."""
    for column, (header, width, says) in enumerate(_PLAN):
        sheet.set_column(column, column, width, body)
        sheet.write_string(0, column, header, head)
        sheet.write_comment(0, column, says, _COMMENT)
    sheet.set_row(0, 22)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    subjects = list(Department) if department is None else [department]
    lists: dict[str, list[str]] = {
        "Year": [str(year) for year in range(7, 12)],
        "Half-term": list(HALF_TERM_NAMES),
        "Tier": _titles(Course.FOUNDATION, Course.HIGHER),
        "Pathway": _titles(Course.COMBINED, Course.SEPARATE),
        "Fixed": ["Yes"],
        "Subject": [subject.value.title() for subject in subjects],
    }
    for column, (header, _, _) in enumerate(_PLAN):
        rule = _rule(header, lists, topics)
        if rule is not None:
            sheet.data_validation(1, column, _ROWS, column, rule)


def _titles(*courses: Course) -> list[str]:
    return [course.value.title() for course in courses]


def _rule(header: str, lists: dict[str, list[str]], topics: int) -> dict[str, object] | None:
    """What Excel asks of a cell in this column; a topic may be typed freely as well."""
    if header == "Topics":
        source = f"={SHEETS[2]}!$A$2:$A${topics + 1}"
        return {"validate": "list", "source": source, "show_error": False}
    if header in lists:
        choices = lists[header]
        return {
            "validate": "list",
            "source": choices,
            "error_title": header,
            "error_message": f"Choose from the list: {', '.join(choices)}.",
        }
    if header in ("Week", "Weeks"):
        return {
            "validate": "decimal" if header == "Weeks" else "integer",
            "criteria": "between",
            "minimum": 0.1 if header == "Weeks" else 1,
            "maximum": 60,
            "error_title": header,
            "error_message": "A number of weeks, such as 2.",
        }
    return None


def _write_settings(sheet: Any, head: Any, body: Any) -> None:
    """The settings with what holds unless they are changed; beside them the accepted findings."""
    known = Settings()
    for column, header in enumerate(("Setting", "Value", "What it says")):
        sheet.write_string(0, column, header, head)
    for row, (name, says) in enumerate(_SETTINGS, start=1):
        sheet.write_string(row, 0, name, body)
        sheet.write_number(row, 1, getattr(known, name), body)
        sheet.write_string(row, 2, says, body)
    for column, (header, says) in enumerate(_SUPPRESSIONS, start=_SUPPRESSIONS_AT):
        sheet.write_string(0, column, header, head)
        sheet.write_comment(0, column, says, _COMMENT)
    for column, width in ((0, 12), (1, 8), (2, 80), (4, 12), (5, 30), (6, 60)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_topics(sheet: Any, head: Any, topics: Sequence[tuple[str, str]]) -> None:
    """The topics of the drop-down: label first, for that is what a teacher chooses."""
    for column, (header, width) in enumerate((("Topic", 60), ("Identifier", 50))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, head)
    for row, (identifier, label) in enumerate(topics, start=1):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, identifier)
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_how_to(sheet: Any, head: Any, body: Any) -> None:
    """A short manual."""
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, "How to", head)
    sheet.write_string(0, 1, "What to do", head)
    for row, (what, says) in enumerate(_HOW_TO, start=1):
        sheet.set_row(row, _LINE * (1 + len(says) // _LINE_LETTERS))
        sheet.write_string(row, 0, what, body)
        sheet.write_string(row, 1, says, body)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
