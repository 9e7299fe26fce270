"""Schemes of work at a prompt: match, lint, and the template to start from."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import Form, Out
from api.compiled import open_index
from api.planning import Answer, Confirmed, File, Planner, no_confirmations
from api.reports import ReportFormat
from api.settings import read_settings
from ontology.errors import BadParameter
from ontology.plans import State
from ontology.vocabulary import Department, Severity

PANEL = "Schemes of work"
Files = Annotated[
    list[Path],
    typer.Argument(
        help="Plans: .xlsx, .xls, .ods, .csv or .json; maths and science together.",
        exists=True,
        dir_okay=False,
        metavar="FILE...",
    ),
]
Whose = Annotated[
    Department | None, typer.Option("--subject", help="Whose plan it is, where it does not say.")
]
Pathways = Annotated[
    list[str] | None,
    typer.Option(
        "--pathway",
        help="foundation, higher, combined, separate, with commas; maths:foundation for one.",
    ),
]

plans = typer.Typer()


def open_planner() -> Planner:
    """The planner over the data that the environment names."""
    settings = read_settings(os.environ)
    return Planner(open_index(settings.data, settings.cache), settings.cache)


def read_files(paths: Sequence[Path]) -> list[File]:
    """The files as bytes."""
    return [File(path.name, path.read_bytes()) for path in paths]


def confirmed() -> Confirmed:
    """What was confirmed on this machine."""
    return no_confirmations


@plans.command(rich_help_panel=PANEL)
def match(
    files: Files,
    subject: Whose = None,
    least: Annotated[
        State, typer.Option(help="confirm leaves out what is certain, unmatched also that.")
    ] = State.MATCHED,
    out: Out = Form.TABLE,
) -> None:
    """What each cell of a plan was taken for: matched, to confirm, or unmatched."""
    from api.commands.shown_plans import print_matches

    planner = open_planner()
    matched = planner.match_plans(planner.read(read_files(files)), subject, confirmed())
    print_matches(planner.match(matched, least), out)


@plans.command(rich_help_panel=PANEL)
def lint(
    files: Files,
    pathway: Pathways = None,
    subject: Whose = None,
    least: Annotated[Severity, typer.Option(help="Least severity to print.")] = Severity.INFO,
    strict: Annotated[bool, typer.Option(help="Exit 1 for warnings too.")] = False,
    to: Annotated[
        Path | None,
        typer.Option("--to", help="Folder for the workbooks with their findings (format xlsx)."),
    ] = None,
    out: Annotated[
        ReportFormat, typer.Option("--format", help="How to print it; xlsx writes workbooks.")
    ] = ReportFormat.TABLE,
) -> None:
    """Check plans against every rule; exit 1 when there are errors."""
    from api.commands.shown_plans import print_report, write_workbooks

    given = read_files(files)
    planner = open_planner()
    matched = planner.match_plans(planner.read(given), subject, confirmed())
    report = planner.check(matched, pathway or ())
    if out is ReportFormat.XLSX:
        write_workbooks(given, matched, report, to)
    elif to is not None:
        raise BadParameter("--to goes with --format xlsx.", "to")
    else:
        print_report(planner, matched, report, pathway or (), least, out)
    grave = Severity.WARNING if strict else Severity.ERROR
    if any(finding.severity.rank <= grave.rank for finding in report.data):
        raise typer.Exit(1)


@plans.command(rich_help_panel=PANEL)
def repair(
    files: Files,
    pathway: Pathways = None,
    subject: Whose = None,
    move: Annotated[
        Department | None, typer.Option(help="Only this department's units may move.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="What a local search finds at once, without a proof.")
    ] = False,
    save: Annotated[
        Path | None, typer.Option(help="Write the plans in the first order, as JSON, to a file.")
    ] = None,
    out: Out = Form.TABLE,
) -> None:
    """Propose an order in which nothing essential is out of order and as little as can be moves."""
    from api.commands.shown_plans import print_repair, show_progress

    planner = open_planner()
    matched = planner.match_plans(planner.read(read_files(files)), subject, confirmed())
    moving = tuple(Department) if move is None else (move,)
    with show_progress() as watch:
        answer = planner.repair(matched, pathway or (), moving, quick, watch)
    if save is not None:
        save_proposal(answer, save)
    print_repair(answer, out)


@plans.command(rich_help_panel=PANEL)
def template(
    file: Annotated[Path, typer.Argument(help="Where to write the workbook.")],
    subject: Whose = None,
    force: Annotated[bool, typer.Option(help="Replace a file that is there.")] = False,
) -> None:
    """Write a workbook to start a plan from, with drop-downs and settings."""
    if file.exists() and not force:
        raise BadParameter(f"{file.name} is there already; --force replaces it.", "file")
    file.write_bytes(open_planner().template(subject))
    sys.stdout.write(f"{file.name}: written; fill it in, then: coherence lint {file.name}\n")


def save_proposal(answer: Answer, file: Path) -> None:
    """The plans of the first proposal as JSON, which `lint` and `diff` read.

    Raises:
        BadParameter: there is no proposal, or the file is there already.
    """
    if not answer.rows:
        raise BadParameter("There is no proposal to save.", "save")
    if file.exists():
        raise BadParameter(f"{file.name} is there already; choose another name.", "save")
    plans = json.loads(answer.rows[0])["plans"]
    text = json.dumps({"plans": plans}, ensure_ascii=False, indent=1)
    file.write_text(text + "\n", encoding="utf-8")
