"""Schemes of work at a prompt: match, lint, and the template to start from."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.options import Form, Out
from api.commands.workspaces import confirmed_here
from api.compiled import open_index
from api.planning import Answer, File, Planner, distinct
from api.reports import ReportFormat
from api.settings import read_settings
from api.tables import SheetFormat
from ontology.errors import BadParameter
from ontology.plans import State
from ontology.vocabulary import Department, Severity

if TYPE_CHECKING:
    from graph.plans.read import Matched

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
Printable = Annotated[
    SheetFormat, typer.Option("--format", help="How to print it; html and markdown as a sheet.")
]

plans = typer.Typer()


def open_planner() -> Planner:
    """The planner over the data that the environment names."""
    settings = read_settings(os.environ)
    index = open_index(settings.data, settings.cache)
    return Planner(index, settings.cache, settings.sentences)


def read_files(paths: Sequence[Path]) -> list[File]:
    """The files as bytes, each under a name of its own."""
    return distinct(File(path.name, path.read_bytes()) for path in paths)


def open_plans(files: Sequence[File], subject: Department | None) -> tuple[Planner, list[Matched]]:
    """The planner, and the plans in files with what was confirmed on this machine."""
    planner = open_planner()
    known = confirmed_here(planner.index)
    return planner, planner.match_plans(planner.read(files), subject, known)


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

    planner, matched = open_plans(read_files(files), subject)
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
    planner, matched = open_plans(given, subject)
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

    planner, matched = open_plans(read_files(files), subject)
    moving = tuple(Department) if move is None else (move,)
    with show_progress() as watch:
        answer = planner.repair(matched, pathway or (), moving, quick, watch)
    if save is not None:
        save_proposal(answer, save)
    print_repair(answer, out)


@plans.command(rich_help_panel=PANEL)
def deadlines(
    files: Files,
    pathway: Pathways = None,
    subject: Whose = None,
    reverse: Annotated[
        bool, typer.Option("--reverse", help="How late each maths unit could be; who is hurt.")
    ] = False,
    out: Printable = SheetFormat.TABLE,
) -> None:
    """By when mathematics must have taught what science uses, for whom and in which words."""
    from api.commands.shown_answers import print_sheet
    from api.plan_questions import ask_deadlines

    planner, matched = open_plans(read_files(files), subject)
    kind = "moves" if reverse else "deadlines"
    print_sheet(kind, ask_deadlines(planner, matched, pathway or (), reverse), out)


@plans.command(rich_help_panel=PANEL)
def coverage(
    files: Files,
    pathway: Pathways = None,
    subject: Whose = None,
    out: Printable = SheetFormat.TABLE,
) -> None:
    """What plans cover by strand, tier and year; html shows the heat map and the spacing."""
    from api.commands.shown_answers import print_sheet
    from api.plan_questions import ask_coverage

    planner, matched = open_plans(read_files(files), subject)
    print_sheet("coverage", ask_coverage(planner, matched, pathway or ()), out)


@plans.command(rich_help_panel=PANEL)
def diff(
    old: Annotated[Path, typer.Argument(help="The old plan.", exists=True, dir_okay=False)],
    new: Annotated[Path, typer.Argument(help="The new plan.", exists=True, dir_okay=False)],
    beside: Annotated[
        list[Path] | None,
        typer.Option(help="The other department's plan, which stays (repeatable).", exists=True),
    ] = None,
    pathway: Pathways = None,
    subject: Whose = None,
    year: Annotated[
        int | None, typer.Option(min=7, max=11, help="Only the class that is in this year now.")
    ] = None,
    from_half_term: Annotated[
        int | None, typer.Option(min=1, max=6, help="Classes change plans in this half-term.")
    ] = None,
    out: Out = Form.TABLE,
) -> None:
    """What a new plan moves, breaks and mends, and what classes meet twice or never."""
    from api.commands.shown_answers import print_rows
    from api.plan_questions import ask_diff, split_plans

    planner, matched = open_plans(read_files([old, new, *(beside or ())]), subject)
    before, after = split_plans(matched)
    classes = () if year is None else (year,)
    print_rows(
        "diff", ask_diff(planner, before, after, pathway or (), classes, from_half_term), out
    )


@plans.command("catch-up", rich_help_panel=PANEL)
def catch_up(
    files: Files,
    before: Annotated[str, typer.Option(help="The unit to be ready for: its cell or words.")],
    joins: Annotated[
        int | None, typer.Option(min=7, max=11, help="The year in which a pupil joins.")
    ] = None,
    half_term: Annotated[
        int, typer.Option(min=1, max=6, help="The half-term in which the pupil joins.")
    ] = 1,
    lost: Annotated[
        list[str] | None, typer.Option(help="A unit that was lost: cell or words (repeatable).")
    ] = None,
    known: Annotated[
        list[str] | None, typer.Option(help="What is known all the same (repeatable).")
    ] = None,
    pathway: Pathways = None,
    subject: Whose = None,
    out: Out = Form.TABLE,
) -> None:
    """What to secure before a unit, smallest set first, for who joins or where a unit was lost."""
    from api.commands.shown_answers import print_rows
    from api.plan_questions import ask_catch_up

    planner, matched = open_plans(read_files(files), subject)
    answer = ask_catch_up(
        planner,
        matched,
        pathway or (),
        before=before,
        joins=joins,
        half_term=half_term,
        lost=lost or (),
        known=known or (),
    )
    print_rows("catch-up", answer, out)


@plans.command(rich_help_panel=PANEL)
def confirm(
    text: Annotated[str, typer.Argument(help="The words as the plan has them.")],
    topics: Annotated[
        list[str] | None, typer.Argument(help="What they mean: topics, codes or words.")
    ] = None,
    subject: Annotated[Department, typer.Option(help="Whose words.")] = Department.MATHS,
    nothing: Annotated[
        bool, typer.Option("--nothing", help="They mean no topic, as an assessment does.")
    ] = False,
) -> None:
    """Keep on this machine what words of a plan mean; they are certain from then on."""
    from api.workspaces import Workspaces

    if bool(topics) is nothing:
        raise BadParameter("Name the topics that it means, or say --nothing.", "topics")
    settings = read_settings(os.environ)
    if settings.store is None:
        raise BadParameter("Nothing is kept: COHERENCE_STORE is empty.", "COHERENCE_STORE")
    index = open_index(settings.data, settings.cache)
    ids = [id_ for name in topics or () for id_ in index.names.get(name, "topics")]
    for id_ in ids:
        if id_ not in index.number:
            raise BadParameter(f"{id_} is no topic: name its topics.", "topics")
    Workspaces(settings.store).open_local().confirm(subject, text, tuple(ids))
    sys.stdout.write(f'"{text}" means {", ".join(ids) or "no topic"} from now on.\n')


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
