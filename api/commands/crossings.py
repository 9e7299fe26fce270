"""The questions between mathematics and science as commands."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.commands.options import (
    Basis,
    Cursor,
    Fields,
    Form,
    Group,
    Least,
    Limit,
    Out,
    Path,
    Subj,
    Tier,
    Without,
)
from api.commands.questions import EDITORIAL, HELPFUL, HIGHER, ask, lines
from api.compiled import open_answers
from api.queries import FirstNeedQuery, RegisterQuery, TierImpactQuery, UsesQuery
from api.tables import SheetFormat
from api.view import LIMIT
from ontology.crossings import Order
from ontology.errors import BadParameter
from ontology.vocabulary import Stage
from ontology.vocabulary import Tier as PupilTier

PANEL = "Mathematics and science"

crossings = typer.Typer()


@crossings.command(rich_help_panel=PANEL)
def uses(
    maths: Annotated[
        list[str] | None,
        typer.Option(help="Mathematics: a theme, topic or statement (repeatable)."),
    ] = None,
    science: Annotated[
        list[str] | None,
        typer.Option(help="Science: a topic, statement, equation or subject (repeatable)."),
    ] = None,
    subject: Subj = None,
    stage: Annotated[Stage | None, typer.Option(help="Only uses at this stage.")] = None,
    tier: Tier = HIGHER,
    pathway: Path = None,
    skill: Annotated[str | None, typer.Option(help="Only under this skill, as 3b.")] = None,
    strength: Least = HELPFUL,
    basis: Basis = EDITORIAL,
    ahead: Annotated[
        bool, typer.Option("--ahead", help="Only at a stage before that of the mathematics.")
    ] = False,
    under: Annotated[
        bool, typer.Option("--under", help="Also the mathematics that rests under it.")
    ] = False,
    without: Without = None,
    limit: Limit = None,
    cursor: Cursor = None,
    fields: Fields = None,
    group: Group = None,
    out: Out = Form.TABLE,
) -> None:
    """What mathematics science uses: asked from the science, from the mathematics, or both."""
    if under and out is Form.CSV:
        raise BadParameter(
            "A CSV file holds one table; ask for json, table or markdown with --under.", "format"
        )
    question = UsesQuery(
        maths=tuple(maths or ()),
        science=tuple(science or ()),
        subject=subject,
        stage=stage,
        tier=tier,
        pathway=pathway,
        skill=skill,
        strength=strength,
        basis=basis,
        ahead=ahead,
        under=under,
        without=tuple(without or ()),
        limit=lines(limit, out),
        cursor=cursor,
        fields=(fields,) if fields else (),
        group=group,
    )
    ask("uses", question, out)


@crossings.command("tier-impact", rich_help_panel=PANEL)
def tier_impact(
    maths: Annotated[
        PupilTier, typer.Option(help="The pupil's tier in mathematics.")
    ] = PupilTier.FOUNDATION,
    science: Annotated[
        PupilTier, typer.Option(help="The pupil's tier in science.")
    ] = PupilTier.HIGHER,
    subject: Subj = None,
    pathway: Path = None,
    strength: Least = HELPFUL,
    limit: Limit = None,
    cursor: Cursor = None,
    out: Out = Form.TABLE,
) -> None:
    """What science assumes that a pupil's tier in mathematics does not hold, and the reverse."""
    question = TierImpactQuery(
        maths=maths,
        science=science,
        subject=subject,
        pathway=pathway,
        strength=strength,
        limit=lines(limit, out),
        cursor=cursor,
    )
    ask("tier-impact", question, out)


@crossings.command(rich_help_panel=PANEL)
def register(
    between: Annotated[
        list[str] | None,
        typer.Argument(help="Departments that all meet the word: maths, physics, science …"),
    ] = None,
    of: Annotated[
        list[str] | None,
        typer.Option(help="Only words that touch this theme, topic or statement (repeatable)."),
    ] = None,
    limit: Limit = None,
    cursor: Cursor = None,
    out: Annotated[
        SheetFormat,
        typer.Option("--format", help="How to print it; markdown and html are a sheet."),
    ] = SheetFormat.TABLE,
) -> None:
    """Words and methods that departments use differently, with a wording to offer."""
    question = RegisterQuery.model_validate(
        {
            "between": tuple(between or ()),
            "of": tuple(of or ()),
            "limit": limit or LIMIT,
            "cursor": cursor,
        }
    )
    if out in (SheetFormat.MARKDOWN, SheetFormat.HTML):
        if limit or cursor:
            raise BadParameter("A sheet is printed whole.", "limit" if limit else "cursor")
        from api.sheet import sheet_html, sheet_markdown, sheet_of

        sheet = sheet_of(open_answers().index, question)
        sys.stdout.write(sheet_html(sheet) if out is SheetFormat.HTML else sheet_markdown(sheet))
        return
    ask("register", question, Form(out.value))


@crossings.command("first-need", rich_help_panel=PANEL)
def first_need(
    maths: Annotated[str, typer.Option(help="A published mathematics scheme.")],
    science: Annotated[str, typer.Option(help="A published science scheme.")],
    order: Annotated[Order | None, typer.Option(help="Only rows with this order.")] = None,
    limit: Limit = None,
    cursor: Cursor = None,
    out: Out = Form.TABLE,
) -> None:
    """Who comes first to each piece of mathematics, in a pair of published schemes."""
    question = FirstNeedQuery(
        maths=maths, science=science, order=order, limit=lines(limit, out), cursor=cursor
    )
    ask("first-need", question, out)
