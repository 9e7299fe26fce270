"""A report of findings to read and to print: markdown, a page, or the department's own workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from enum import StrEnum

from api.planning import File
from api.sheet import literal
from api.template import TEMPLATES, get_template
from graph.plans.lint import Report
from graph.plans.read import Matched
from ontology.errors import BadParameter
from ontology.findings import Finding, Where
from ontology.vocabulary import Severity

WORKBOOKS = (".xlsx", ".xlsm")


class ReportFormat(StrEnum):
    """How findings are given: as an answer, as a report, or in the workbook that was sent."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"
    XLSX = "xlsx"


MEDIA = {
    ReportFormat.JSON: "application/json",
    ReportFormat.MARKDOWN: "text/markdown; charset=utf-8",
    ReportFormat.HTML: "text/html; charset=utf-8",
    ReportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
GRAVITY = {
    Severity.ERROR: "Errors: out of order, or never taught",
    Severity.WARNING: "Warnings: worth a look, or to be confirmed",
    Severity.INFO: "For information",
}


def headline(plans: Sequence[Matched], report: Report) -> str:
    """What was checked and what was found, in a sentence."""
    units = sum(len(plan.plan.units) for plan in plans)
    counts = report.counts()
    found = ", ".join(
        f"{counts[str(s)]} {word}{'s' if counts[str(s)] != 1 and word != 'for information' else ''}"
        for s, word in zip(Severity, ("error", "warning", "for information"), strict=True)
    )
    files = " and ".join(plan.plan.file for plan in plans)
    return f"{files}: {units} units read; {found}."


def report_markdown(plans: Sequence[Matched], report: Report) -> str:
    """The report as markdown, its words to be read as they stand. O(findings)."""
    lines = ["# Check of a scheme of work", "", literal(headline(plans, report)), ""]
    for severity, title in GRAVITY.items():
        rows = [finding for finding in report.data if finding.severity is severity]
        if not rows:
            continue
        lines += [f"## {title}", ""]
        for row in rows:
            lines += [
                f"- **{row.rule}** {literal(str(row.where))}: {literal(row.message)}{_aside(row)}",
                f"  - *Mend:* {literal(row.mend)}",
            ]
            if row.edge is not None and row.edge.rationale:
                lines.append(f"  - *Why:* {literal(row.edge.rationale)} ({row.edge.basis})")
        lines.append("")
    lines += [f"- {literal(note)}" for note in report.notes]
    lines += [
        f"- Suppressed: {kept.findings} of {literal(kept.suppression.rule)}"
        f" ({literal(kept.suppression.reason)})"
        for kept in report.suppressed
    ]
    return "\n".join([*lines, ""])


def _aside(row: Finding) -> str:
    asides = []
    if row.pathway:
        asides.append(row.pathway)
    if row.blocks:
        asides.append(f"{row.blocks} more rest on it")
    return f" *({'; '.join(asides)})*" if asides else ""


def report_html(plans: Sequence[Matched], report: Report) -> str:
    """The report as a page that stands alone, to read and to print."""
    style = (TEMPLATES / "plan.css").read_text(encoding="utf-8")
    groups = [
        (severity, title, [row for row in report.data if row.severity is severity])
        for severity, title in GRAVITY.items()
    ]
    return get_template("report.html").render(
        title="Check of a scheme of work",
        headline=headline(plans, report),
        groups=groups,
        notes=report.notes,
        suppressed=report.suppressed,
        style=style,
    )


def own_workbooks(
    files: Sequence[File], plans: Sequence[Matched], report: Report
) -> Mapping[str, bytes]:
    """Each workbook that was given, with its findings: a sheet "Check" and comments on cells.

    Raises:
        BadParameter: no file is an .xlsx or .xlsm workbook: others get the report instead.
        Refused: a workbook that cannot be given back, with the reason.
    """
    from loaders.annotated import annotate

    summary = [("Checked", headline(plans, report)), *(("Note", note) for note in report.notes)]
    made = {}
    for file in files:
        if not file.name.lower().endswith(WORKBOOKS):
            continue
        own = [f for f in report.data if isinstance(f.where, Where) and f.where.file == file.name]
        made[file.name] = annotate(file.data, file.name, own, summary)
    if not made:
        raise BadParameter(
            "Only .xlsx and .xlsm workbooks are given back with their findings; "
            "ask for html or markdown.",
            "format",
            ("html", "markdown", "json"),
        )
    return made


def packed(made: Mapping[str, bytes]) -> tuple[str, str, bytes]:
    """Name, media type and bytes to send: one workbook as it is, several in a zip archive."""
    if len(made) == 1:
        name, data = next(iter(made.items()))
        return name, MEDIA[ReportFormat.XLSX], data
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in made.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data)
    return "checked.zip", "application/zip", buffer.getvalue()
