"""How the further answers about plans are printed: as tables, or as the sheets they have."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from api.commands.shown_plans import place
from api.plan_questions import Printed
from api.planning import Answer
from api.tables import Column, Format, Row, SheetFormat, csv_text, markdown_text, print_table, text
from graph.plans.school_year import name_of
from graph.plans.units import short

Shown = Mapping[str, str]


def _time(row: Row | None) -> str:
    return "" if row is None else name_of(row["year"], row["half_term"])


def _unit(row: Row | None) -> str:
    return "" if row is None else f"{short(row['text'])} ({_time(row)})"


def _field(name: str) -> Column:
    return (name, lambda row, _: text(row[name]))


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "deadlines": (
        ("by", lambda row, _: row["when"]),
        ("mathematics", lambda row, _: row["topic"]["label"]),
        _field("strength"),
        ("for", lambda row, _: row["pathway"] or "all"),
        ("science", lambda row, _: "; ".join(_unit(use["unit"]) for use in row["uses"])),
        _field("standing"),
    ),
    "moves": (
        ("unit", lambda row, _: _unit(row["unit"])),
        ("latest", lambda row, _: _time(row["latest"])),
        ("for", lambda row, _: row["pathway"] or "all"),
        ("hurt beyond", lambda row, _: "; ".join(_unit(hurt["unit"]) for hurt in row["hurts"])),
    ),
    "coverage": (
        _field("framework"),
        ("strand", lambda row, _: row["strand"] or "all"),
        _field("tier"),
        ("pathway", lambda row, _: row["pathway"] or ""),
        ("statements", lambda row, _: f"{row['statements_taught']} of {row['statements']}"),
    ),
    "diff": (
        _field("kind"),
        ("where", lambda row, _: place(row["where"] or row["other"])),
        ("blocks", lambda row, _: text(row["blocks"])),
        _field("message"),
    ),
    "catch-up": (
        ("set", lambda row, _: text(row["level"])),
        ("step", lambda row, _: text(row["step"])),
        ("topic", lambda row, _: row["label"]),
        ("why", lambda row, _: text(row["why"])),
        ("taught in", lambda row, _: place(row["taught"])),
        ("ready", lambda row, _: text(row["ready"])),
    ),
}


def print_sheet(kind: str, made: Printed, form: SheetFormat) -> None:
    """An answer with a sheet: html and markdown are the sheet, the rest as rows."""
    if form is SheetFormat.HTML:
        sys.stdout.write(made.sheet())
    elif form is SheetFormat.MARKDOWN:
        sys.stdout.write(made.text())
    else:
        print_rows(kind, made.answer, Format(form.value))


def print_rows(kind: str, answer: Answer, form: Format) -> None:
    """The rows of an answer, and its notes; JSON is byte for byte what HTTP sends."""
    if form is Format.JSON:
        sys.stdout.write(answer.body.decode() + "\n")
        return
    rows: list[dict[str, Any]] = [json.loads(row) for row in answer.rows]
    if form is Format.CSV:
        sys.stdout.write(csv_text(rows))
        return
    if form is Format.MARKDOWN:
        sys.stdout.write(markdown_text(COLUMNS[kind], rows, {}))
        return
    if rows:
        print_table(COLUMNS[kind], rows, {})
    counts = answer.meta.get("counts")
    told = {name: number for name, number in (counts or {}).items() if number}
    if told:
        sys.stdout.write(", ".join(f"{number} {name}" for name, number in told.items()) + ".\n")
    elif not rows:
        sys.stdout.write("Nothing to tell.\n")
    for note in answer.meta["notes"]:
        sys.stdout.write(f"{note}\n")
