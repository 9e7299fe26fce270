"""The planner's page: what its forms carry and what its templates are given.

Nothing that is uploaded is kept: the page carries the files back to the browser, in hidden fields,
and the next form sends them again.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.planning import Confirmed, File
from api.reports import WORKBOOKS, headline
from graph.plans.lint import Report
from graph.plans.read import Matched
from graph.plans.school_year import TERMS
from ontology.errors import BadParameter
from ontology.findings import Finding, Where
from ontology.plans import HALF_TERMS, Part, State
from ontology.text import fold
from ontology.vocabulary import Department, Severity

MOST_TO_CONFIRM = 200
"""Parts to confirm that a page asks about at once."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A part that is to confirm, as the page asks about it."""

    department: str
    text: str
    where: str
    part: Part


def carried(files: Sequence[File]) -> list[tuple[str, str]]:
    """The files as hidden fields: name and content in base 64."""
    return [(file.name, base64.b64encode(file.data).decode()) for file in files]


def uncarried(fields: Mapping[str, Sequence[str]]) -> list[File]:
    """The files of a form that carried them.

    Raises:
        BadParameter: a field that does not hold a file.
    """
    names, data = fields.get("name", ()), fields.get("data", ())
    if len(names) != len(data):
        raise BadParameter("The form lost a file: send it again.", "file")
    try:
        return [
            File(name, base64.b64decode(content, validate=True))
            for name, content in zip(names, data, strict=True)
        ]
    except (binascii.Error, ValueError) as error:
        raise BadParameter("The form lost a file: send it again.", "file") from error


def read_choices(
    fields: Mapping[str, Sequence[str]], known: Mapping[str, int]
) -> dict[Department, dict[str, tuple[str, ...]]]:
    """What the form confirmed: `text-N` with `is-N` topics, or `none-N` where it means none.

    Raises:
        BadParameter: a topic that the data have not, or a department that there is none of.
    """
    found: dict[Department, dict[str, tuple[str, ...]]] = {d: {} for d in Department}
    for name, values in fields.items():
        kind, _, number = name.partition("-")
        if kind != "text" or not values:
            continue
        whose = next(iter(fields.get(f"of-{number}", ())), Department.MATHS)
        if whose not in set(Department):
            raise BadParameter(
                f'No department is called "{whose[:80]}".', f"of-{number}", list(Department)
            )
        department = Department(whose)
        topics = [t.strip() for t in fields.get(f"is-{number}", ()) if t.strip()]
        for topic in topics:
            if topic not in known:
                raise BadParameter(f'No topic has the id "{topic[:80]}".', f"is-{number}")
        if topics or fields.get(f"none-{number}"):
            found[department][fold(values[0])] = tuple(topics)
    return found


def with_choices(
    confirmed: Confirmed, choices: Mapping[Department, Mapping[str, tuple[str, ...]]]
) -> Confirmed:
    """What was confirmed before, with what the form confirmed now above it."""
    return lambda department: {**confirmed(department), **choices.get(department, {})}


def report_values(
    files: Sequence[File],
    plans: Sequence[Matched],
    report: Report,
    choices: Mapping[Department, Mapping[str, tuple[str, ...]]],
) -> dict[str, Any]:
    """What the template of the report is given."""
    marks = _marks(report.data)
    return {
        "headline": headline(plans, report),
        "counts": report.counts(),
        "groups": [
            (str(severity), [row for row in report.data if row.severity is severity])
            for severity in Severity
        ],
        "notes": report.notes,
        "suppressed": report.suppressed,
        "doubts": _doubts(plans),
        "calendars": [_calendar(plan, marks) for plan in plans],
        "carried": carried(files),
        "chosen": [
            (str(department), text, topics)
            for department, texts in choices.items()
            for text, topics in texts.items()
        ],
        "workbooks": [file.name for file in files if file.name.lower().endswith(WORKBOOKS)],
    }


def _doubts(plans: Sequence[Matched]) -> list[Doubt]:
    found: dict[tuple[str, str], Doubt] = {}
    for plan in plans:
        for unit, department, match in plan.rows():
            for part in match.parts:
                if part.state is State.CONFIRM:
                    key = (str(department), fold(part.text))
                    doubt = Doubt(str(department), part.text, str(unit.where), part)
                    found.setdefault(key, doubt)
    return list(found.values())[:MOST_TO_CONFIRM]


def _marks(findings: Sequence[Finding]) -> dict[Where, list[str]]:
    """The rules broken at each cell, gravest first."""
    found: dict[Where, list[str]] = {}
    for finding in findings:
        where = finding.where
        if isinstance(where, Where) and where.cell and finding.severity is not Severity.INFO:
            rules = found.setdefault(where, [])
            if finding.rule not in rules:
                rules.append(finding.rule)
    return found


def _calendar(plan: Matched, marks: Mapping[Where, Sequence[str]]) -> dict[str, Any]:
    """A plan as a table: a row a year, a column a half-term (one column where none is known)."""
    dated = any(unit.half_term is not None for unit in plan.plan.units)
    heads = (
        [f"{TERMS[n // 2]} {n % 2 + 1}" for n in range(HALF_TERMS)] if dated else ["In this order"]
    )
    years: dict[int | None, list[list[Any]]] = {}
    for unit in plan.plan.units:
        row = years.setdefault(unit.year, [[] for _ in heads])
        column = (unit.half_term or 1) - 1 if dated else 0
        row[column].append(
            {
                "text": " ".join(unit.text.split()),
                "rules": marks.get(unit.where, []),
                "cell": unit.where.cell,
            }
        )
    return {
        "file": plan.plan.file,
        "heads": heads,
        "rows": sorted(years.items(), key=lambda row: (row[0] is None, row[0] or 0)),
    }
