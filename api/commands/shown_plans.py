"""How matches and findings of plans are printed."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.planning import Answer, File, Planner
from api.reports import ReportFormat, headline, own_workbooks, report_html, report_markdown
from api.tables import Column, Format, Row, csv_text, markdown_text, print_table, text
from graph.plans.lint import Report
from graph.plans.read import Matched
from graph.plans.repair import Watch
from graph.plans.school_year import name_of
from graph.plans.units import short
from ontology.errors import BadParameter
from ontology.findings import Where
from ontology.vocabulary import Severity

if TYPE_CHECKING:
    from graph.sequencing.exact import Progress


def place(where: Row | None) -> str:
    """A place of an answer as a spreadsheet writes it; nothing for null."""
    return "" if where is None else str(Where.model_validate(where))


def _where(row: Row, _: Mapping[str, str]) -> str:
    return place(row["where"])


def _reading(row: Row, _: Mapping[str, str]) -> str:
    return " · ".join(_part(part) for part in row["parts"])


def _part(part: Mapping[str, Any]) -> str:
    found = [f"{c['label']} ({c['score']:.2f})" for c in part["candidates"]]
    if part["state"] == "matched":
        return (
            f"{part['text']} = {' + '.join(c['label'] for c in part['candidates']) or 'no topic'}"
        )
    if part["state"] == "confirm":
        return f"{part['text']} ? {' | '.join(found)}"
    return f"{part['text']} – not matched"


MATCHES: tuple[Column, ...] = (
    ("state", lambda row, _: text(row["state"])),
    ("where", _where),
    ("text", lambda row, _: " ".join(row["text"].split())),
    ("read as", _reading),
)
FINDINGS: tuple[Column, ...] = (
    ("severity", lambda row, _: text(row["severity"]) + ("?" if row["provisional"] else "")),
    ("rule", lambda row, _: text(row["rule"])),
    ("where", _where),
    ("blocks", lambda row, _: text(row["blocks"])),
    ("message", lambda row, _: text(row["message"])),
    ("mend", lambda row, _: text(row["mend"])),
)


def print_matches(answer: Answer, form: Format) -> None:
    """The rows of `match`, and how many there are of each state."""
    if form is Format.JSON:
        sys.stdout.write(answer.body.decode() + "\n")
        return
    rows = [json.loads(row) for row in answer.rows]
    if form is Format.CSV:
        sys.stdout.write(csv_text([_flat(row) for row in rows]))
    elif form is Format.MARKDOWN:
        sys.stdout.write(markdown_text(MATCHES, rows, {}))
    else:
        if rows:
            print_table(MATCHES, rows, {})
        counts = answer.meta["matches"]
        told = ", ".join(f"{number} {state}" for state, number in counts.items())
        sys.stdout.write(f"{told}. What is to confirm counts as its first candidate.\n")
        for finding in answer.meta["findings"]:
            where = Where.model_validate(finding["where"])
            sys.stdout.write(f"{where}: {finding['severity']} {finding['message']}\n")


def _flat(row: Row) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("state", "text", "year", "half_term")},
        **row["where"],
        "topics": [topic for part in row["parts"] for topic in part["topics"]],
        "candidates": [c["topic"] for part in row["parts"] for c in part["candidates"]],
    }


def print_report(
    planner: Planner,
    plans: Sequence[Matched],
    report: Report,
    pathway: Sequence[str],
    least: Severity,
    form: ReportFormat,
) -> None:
    """The findings at least as grave, in a format; JSON is byte for byte what HTTP sends."""
    kept = [finding for finding in report.data if finding.severity.rank <= least.rank]
    if form is ReportFormat.MARKDOWN:
        sys.stdout.write(report_markdown(plans, report))
    elif form is ReportFormat.HTML:
        sys.stdout.write(report_html(plans, report))
    elif form is ReportFormat.JSON:
        sys.stdout.write(planner.lint(plans, report, pathway).body.decode() + "\n")
    else:
        rows = [finding.model_dump(mode="json") for finding in kept]
        if form is ReportFormat.CSV:
            sys.stdout.write(csv_text([{**row, **row["where"]} for row in rows]))
            return
        if rows:
            print_table(FINDINGS, rows, {})
        _print_summary(plans, report)


def _print_summary(plans: Sequence[Matched], report: Report) -> None:
    sys.stdout.write(headline(plans, report) + "\n")
    unsure = sum(finding.provisional for finding in report.data)
    if unsure:
        sys.stdout.write(
            f"{unsure} of them (with ?) hang on a match to confirm: see coherence match.\n"
        )
    for kept in report.suppressed:
        rule = kept.suppression
        about = f" about {rule.about}" if rule.about else ""
        told = f"{kept.findings} kept back" if kept.findings else "no longer needed"
        sys.stdout.write(f"Accepted: {rule.rule}{about} ({rule.reason}): {told}.\n")
    for note in report.notes:
        sys.stdout.write(f"{note}\n")
    sys.stdout.write("Reasons: docs/plan-rules.md\n")


def write_workbooks(
    files: Sequence[File], plans: Sequence[Matched], report: Report, folder: Path | None
) -> None:
    """The workbooks with their findings, as NAME-checked.xlsx, in a folder or the present one.

    Raises:
        BadParameter: a file of that name is what was read.
    """
    folder = folder or Path.cwd()
    if not folder.is_dir():
        raise BadParameter(f"{folder} is no folder.", "to")
    for name, data in own_workbooks(files, plans, report).items():
        stem, _, ending = name.rpartition(".")
        path = folder / f"{stem}-checked.{ending}"
        path.write_bytes(data)
        sys.stdout.write(f"{path}: written\n")
    sys.stdout.write(headline(plans, report) + "\n")


MOVES: tuple[Column, ...] = (
    ("unit", lambda row, _: short(row["text"])),
    ("where", _where),
    ("from", lambda row, _: name_of(row["before"]["year"], row["before"]["half_term"])),
    ("to", lambda row, _: name_of(row["after"]["year"], row["after"]["half_term"])),
    ("because", lambda row, labels: "; ".join(_because(link, labels) for link in row["because"])),
)


def _because(link: Row, labels: Mapping[str, str]) -> str:
    return f"{link['dependent']} needs {link['prerequisite']}"


@contextmanager
def show_progress() -> Iterator[Watch]:
    """How far a search is, on a terminal's standard error; Ctrl-C ends it with the best so far."""
    stop = threading.Event()
    live = sys.stderr.isatty()

    def told(name: str, step: Progress) -> None:
        if live:
            sys.stderr.write(f"\r{name}: {100 * step.step // step.effort} %, gap {step.gap:.0%}  ")
            sys.stderr.flush()

    before = signal.signal(signal.SIGINT, lambda *_: stop.set()) if live else None
    try:
        yield Watch(progress=told, cancelled=stop.is_set)
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)
            sys.stderr.write("\r" + " " * 60 + "\r")


def print_repair(answer: Answer, form: Format) -> None:
    """The proposals one after another, and what cannot be done."""
    if form is Format.JSON:
        sys.stdout.write(answer.body.decode() + "\n")
        return
    rows = [json.loads(row) for row in answer.rows]
    if form is Format.CSV:
        moves = [{"proposal": r["name"], **m, **m["where"]} for r in rows for m in r["moves"]]
        sys.stdout.write(csv_text(moves))
        return
    for row in rows:
        _print_proposal(row, form)
    for conflict in answer.meta["conflicts"]:
        let_go = conflict["let_go"]
        sys.stdout.write(f"Cannot be done: {conflict['message']}\n")
        if let_go:
            sys.stdout.write(f"  The proposals break: {let_go['message']}\n")
    if not rows:
        sys.stdout.write("No order satisfies what it must.\n")


def _print_proposal(row: Row, form: Format) -> None:
    proof = "proved best" if row["optimal"] else f"not proved best, gap {row['gap']:.0%}"
    title = (
        f"{row['name']}: {len(row['moves'])} units move; {row['errors']} errors and "
        f"{row['warnings']} warnings of order stay ({proof})"
    )
    if form is Format.MARKDOWN:
        sys.stdout.write(f"### {title}\n\n{markdown_text(MOVES, row['moves'], {})}\n")
        return
    sys.stdout.write(f"{title}\n")
    if row["moves"]:
        print_table(MOVES, row["moves"], {})
    for left in row["left"]:
        sys.stdout.write(f"  left: {left['message']}\n")
