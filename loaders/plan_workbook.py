"""A plan as a workbook: a list in teaching order, in the columns of the template.

What is written reads back as the same units, in the same half-terms and order.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from loaders.template import CREATED, HALF_TERM_NAMES, OPTIONS
from ontology.plans import Course, Plan, Unit
from ontology.vocabulary import Department

COLUMNS = (
    ("Year", 8),
    ("Half-term", 13),
    ("Week", 8),
    ("Unit", 60),
    ("Tier", 12),
    ("Pathway", 12),
    ("Class", 12),
    ("Weeks", 8),
    ("Fixed", 8),
    ("Together", 14),
    ("Subject", 10),
    ("Notes", 40),
)
TIERS = (Course.FOUNDATION, Course.HIGHER)


def write_plan(plan: Plan, notes: Mapping[str, str] | None = None) -> bytes:
    """The bytes of an .xlsx file with a row a unit; `notes` are remarks by unit id. O(units)."""
    buffer = io.BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        book.set_properties({"title": "Scheme of work", "created": CREATED})
        head = book.add_format({"bold": True, "bg_color": "#F2F1F0", "border": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        changed = book.add_format({"text_wrap": True, "valign": "top", "bold": True})
        sheet = book.add_worksheet("Plan")
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, (name, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, head)
        for row, unit in enumerate(plan.units, start=1):
            note = (notes or {}).get(unit.id, "")
            for column, value in enumerate(_cells(unit, plan.department, note)):
                form = changed if note else wrap
                if isinstance(value, str):
                    sheet.write_string(row, column, value, form)
                elif value is not None:
                    sheet.write_number(row, column, value, form)
        _settings(book, plan)
    return buffer.getvalue()


def _cells(
    unit: Unit, department: Department | None, note: str
) -> tuple[str | int | float | None, ...]:
    own = unit.department or department
    return (
        unit.year,
        "" if unit.half_term is None else HALF_TERM_NAMES[unit.half_term - 1],
        unit.step,
        "\n".join([unit.text, *unit.names]) if unit.names != (unit.text,) else unit.text,
        ", ".join(str(course).title() for course in unit.courses if course in TIERS),
        ", ".join(str(course).title() for course in unit.courses if course not in TIERS),
        ", ".join(unit.classes),
        unit.weeks,
        "yes" if unit.pinned else "",
        unit.together or "",
        "" if own is None else str(own).title(),
        note,
    )


def _settings(book: Workbook, plan: Plan) -> None:
    sheet = book.add_worksheet("Settings")
    sheet.set_column(0, 4, 22)
    for row, (name, value) in enumerate(
        [("Setting", "Value"), *plan.settings.model_dump(exclude={"suppressions"}).items()]
    ):
        sheet.write_string(row, 0, name)
        if isinstance(value, str):
            sheet.write_string(row, 1, value)
        else:
            sheet.write_number(row, 1, value)
    for row, cells in enumerate(
        [
            ("Rule", "About", "Reason"),
            *((s.rule, s.about or "", s.reason) for s in plan.settings.suppressions),
        ]
    ):
        for column, text in enumerate(cells, start=3):
            sheet.write_string(row, column, text)
