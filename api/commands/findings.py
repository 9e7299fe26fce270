"""How findings about data, and changes between two versions of them, are printed."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence

from api.tables import Format, columns_for, csv_text, markdown_text, print_table
from loaders.compare import Change
from ontology.findings import Finding
from ontology.vocabulary import Severity

SHOWN = ("severity", "rule", "where", "message", "mend")


def print_findings(findings: Sequence[Finding], least: Severity, form: Format) -> None:
    """Findings at least as grave, gravest first, and how many there are of each severity."""
    shown = [finding for finding in findings if finding.severity.rank <= least.rank]
    rows: list[dict[str, object]] = [finding.model_dump(mode="json") for finding in shown]
    counts = Counter(finding.severity for finding in findings)
    if form is Format.JSON:
        whole = {str(severity): counts[severity] for severity in Severity}
        answer = {"data": rows, "meta": {"total": len(rows), "counts": whole}}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        return
    _print(
        [{**row, "where": str(f.where)} for row, f in zip(rows, shown, strict=True)], SHOWN, form
    )
    if form is Format.TABLE:
        parts = [f"{counts[severity]} {severity}" for severity in Severity]
        sys.stdout.write(f"{', '.join(parts)}. Reasons: docs/rules.md\n")


def print_changes(changes: Sequence[Change], form: Format) -> None:
    """Changes by kind and id."""
    rows = [change.model_dump(mode="json") for change in changes]
    if form is Format.JSON:
        answer = {"data": rows, "meta": {"total": len(rows)}}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        return
    _print(rows, tuple(Change.model_fields), form)
    if form is Format.TABLE:
        sys.stdout.write(f"{len(rows)} changes.\n")


def _print(rows: Sequence[dict[str, object]], names: Sequence[str], form: Format) -> None:
    if form is Format.CSV:
        sys.stdout.write(csv_text(rows))
        return
    columns = columns_for("data", [{name: row[name] for name in names} for row in rows], True)
    if form is Format.MARKDOWN:
        sys.stdout.write(markdown_text(columns, rows, {}))
    elif rows:
        print_table(columns, rows, {})
