"""The questions as commands; each builds the same question as its route and prints its answer."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.options import (
    Basis,
    Cursor,
    Depth,
    Fields,
    Form,
    Framework,
    Group,
    In,
    Kinds,
    Least,
    Limit,
    Of,
    Out,
    Path,
    Strand,
    Subj,
    Tier,
    Without,
)
from api.compiled import open_answers
from api.queries import (
    BottlenecksQuery,
    DependentsQuery,
    ExplainQuery,
    GapsQuery,
    ShareQuery,
    SwingQuery,
)
from api.show import print_answer
from api.view import LIMIT
from graph.questions import Assumed, Count, Definition, Question
from ontology.vocabulary import BasisKind, Strength, TierAsked

PANEL = "Questions"
SCREEN = 20
HIGHER = TierAsked.HIGHER
HELPFUL = Strength.HELPFUL
EDITORIAL = BasisKind.EDITORIAL

questions = typer.Typer()


def lines(limit: int | None, out: Form) -> int:
    """How many rows: as told, else what a screen holds in a table and what HTTP gives elsewhere."""
    return limit or (SCREEN if out is Form.TABLE else LIMIT)


def ask(verb: str, question: Question, out: Form) -> None:
    """Ask a verb and print its answer."""
    answers = open_answers()
    narrowed = bool(getattr(question, "fields", ()))
    print_answer(answers, verb, answers.ask(verb, question), out, narrowed)


def _add_reached(verb: str, says: str) -> None:
    """Add `dependents` or `prerequisites`: they take the same."""

    @questions.command(name=verb, help=says, rich_help_panel=PANEL)
    def reached(
        of: Of,
        within: In = None,
        tier: Tier = HIGHER,
        strand: Strand = None,
        subject: Subj = None,
        pathway: Path = None,
        strength: Least = HELPFUL,
        basis: Basis = EDITORIAL,
        reasoning: Kinds = None,
        depth: Depth = None,
        without: Without = None,
        limit: Limit = None,
        cursor: Cursor = None,
        fields: Fields = None,
        group: Group = None,
        out: Out = Form.TABLE,
    ) -> None:
        question = DependentsQuery(
            of=tuple(of),
            within=within,
            tier=tier,
            strand=strand,
            subject=subject,
            pathway=pathway,
            strength=strength,
            basis=basis,
            reasoning=tuple(reasoning or ()),
            depth=depth,
            without=tuple(without or ()),
            limit=limit or LIMIT,
            cursor=cursor,
            fields=(fields,) if fields else (),
            group=group,
        )
        ask(verb, question, out)


_add_reached(
    "dependents", "What depends on it: how, how strongly, and through which chain of reasons."
)
_add_reached(
    "prerequisites", "What it rests on: how, how strongly, and through which chain of reasons."
)


@questions.command(rich_help_panel=PANEL)
def explain(
    dependent: Annotated[str, typer.Argument(help="What depends.")],
    prerequisite: Annotated[str, typer.Argument(help="What it depends on.")],
    k: Annotated[int, typer.Option(min=1, max=50, help="How many chains, at most.")] = 3,
    tier: Tier = HIGHER,
    pathway: Path = None,
    strength: Least = HELPFUL,
    basis: Basis = EDITORIAL,
    reasoning: Kinds = None,
    depth: Depth = None,
    without: Without = None,
    out: Out = Form.TABLE,
) -> None:
    """Why one thing depends on another: the best chains, written out."""
    question = ExplainQuery(
        dependent=(dependent,),
        prerequisite=(prerequisite,),
        k=k,
        tier=tier,
        pathway=pathway,
        strength=strength,
        basis=basis,
        reasoning=tuple(reasoning or ()),
        depth=depth,
        without=tuple(without or ()),
    )
    ask("explain", question, out)


@questions.command(rich_help_panel=PANEL)
def share(
    of: Of,
    within: Framework,
    tier: Tier = HIGHER,
    strand: Strand = None,
    subject: Subj = None,
    pathway: Path = None,
    definition: Annotated[Definition | None, typer.Option(help="Only this definition.")] = None,
    without: Without = None,
    out: Out = Form.TABLE,
) -> None:
    """How much of a framework's content rests on it, under each declared definition."""
    question = ShareQuery(
        of=tuple(of),
        within=within,
        tier=tier,
        strand=strand,
        subject=subject,
        pathway=pathway,
        definition=definition,
        without=tuple(without or ()),
    )
    ask("share", question, out)


@questions.command(rich_help_panel=PANEL)
def swing(
    of: Of,
    within: Framework,
    tier: Tier = HIGHER,
    strand: Strand = None,
    subject: Subj = None,
    pathway: Path = None,
    definition: Annotated[
        Definition, typer.Option(help="Which definition of the share.")
    ] = "transitive",
    by: Annotated[Count, typer.Option(help="Which count.")] = "part",
    without: Without = None,
    limit: Limit = None,
    cursor: Cursor = None,
    out: Out = Form.TABLE,
) -> None:
    """Which single edge or membership moves a share most, if it is not accepted."""
    question = SwingQuery(
        of=tuple(of),
        within=within,
        tier=tier,
        strand=strand,
        subject=subject,
        pathway=pathway,
        definition=definition,
        by=by,
        without=tuple(without or ()),
        limit=lines(limit, out),
        cursor=cursor,
    )
    ask("swing", question, out)


@questions.command(rich_help_panel=PANEL)
def bottlenecks(
    within: In = None,
    tier: Tier = HIGHER,
    strand: Strand = None,
    subject: Subj = None,
    pathway: Path = None,
    strength: Least = HELPFUL,
    limit: Limit = None,
    cursor: Cursor = None,
    out: Out = Form.TABLE,
) -> None:
    """Where the graph is narrow: the topics on which most rests."""
    question = BottlenecksQuery(
        within=within,
        tier=tier,
        strand=strand,
        subject=subject,
        pathway=pathway,
        strength=strength,
        limit=lines(limit, out),
        cursor=cursor,
    )
    ask("bottlenecks", question, out)


@questions.command(rich_help_panel=PANEL)
def gaps(
    target: Annotated[list[str], typer.Argument(help="What is to be learnt.")],
    known: Annotated[
        list[str] | None, typer.Option(help="What is known already (repeatable).")
    ] = None,
    assume: Annotated[Assumed, typer.Option(help="Stage that counts as known whole.")] = "KS2",
    strength: Annotated[
        Strength, typer.Option(help="Essential prerequisites, or helpful ones too.")
    ] = Strength.ESSENTIAL,
    tier: Tier = HIGHER,
    pathway: Path = None,
    limit: Limit = None,
    cursor: Cursor = None,
    out: Out = Form.TABLE,
) -> None:
    """What to secure, in order, before something; and what is ready to learn next."""
    question = GapsQuery(
        target=tuple(target),
        known=tuple(known or ()),
        assume=assume,
        strength=strength,
        tier=tier,
        pathway=pathway,
        limit=lines(limit, out),
        cursor=cursor,
    )
    ask("gaps", question, out)
