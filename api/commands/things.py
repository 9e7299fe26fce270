"""The things themselves: one shown, all of a kind listed."""

from __future__ import annotations

import contextlib
from typing import Annotated

import typer
from pydantic import ValidationError

from api.answers import Answers
from api.commands.options import Cursor, Fields, Form, Limit, Out
from api.compiled import open_answers
from api.queries import (
    EdgesQuery,
    EquationsQuery,
    MembershipsQuery,
    PlainQuery,
    RefusedQuery,
    SchemesQuery,
    StatementsQuery,
    TermsQuery,
    TimingQuery,
    TopicsQuery,
)
from api.show import print_answer, print_thing
from api.things import COLLECTIONS
from api.view import LIMIT, View
from ontology.errors import Ambiguous, BadParameter, NotFound

things = typer.Typer()

NAMED = ("themes", "topics", "statements")
BRIEF = {
    "statements": "id,tier,label",
    "topics": "id,stage,label",
    "themes": "id,label,description",
    "frameworks": "id,label,version,statements",
    "edges": "id,strength,reasoning,basis",
    "refused": "id,reason,rationale",
    "sources": "id,title,publisher,date,licence",
    "memberships": "id,basis,rationale",
    "equations": "id,label,expression,subject,tier,pathway",
    "terms": "id,label,subjects,wording",
    "schemes": "id,label,subject,pathway",
    "timing": "id,year,position,words",
}
"""The fields of a list in a table unless told."""

SOUGHT = ("themes", "topics", "statements", *(c for c in COLLECTIONS if c not in NAMED))
"""The collections in the order in which a thing is looked for."""

QUERIES: dict[str, type[View]] = {
    "statements": StatementsQuery,
    "topics": TopicsQuery,
    "edges": EdgesQuery,
    "refused": RefusedQuery,
    "memberships": MembershipsQuery,
    "equations": EquationsQuery,
    "terms": TermsQuery,
    "schemes": SchemesQuery,
    "timing": TimingQuery,
}
"""What filters a list takes; the others take none."""


@things.command(rich_help_panel="Things")
def show(
    id: Annotated[str, typer.Argument(help="A statement, topic, theme, edge, equation, term …")],
    out: Out = Form.TABLE,
) -> None:
    """Show one thing: its facts, what it addresses, its members, its reasons."""
    answers = open_answers()
    print_thing(answers.thing(*_find(answers, id)), out)


def _find(answers: Answers, asked: str) -> tuple[str, str]:
    """The collection and the id of what is asked for: an id anywhere, then a name.

    `terms/ratio` says the collection, as over HTTP.
    """
    collection, slash, rest = asked.partition("/")
    if slash and collection in COLLECTIONS:
        return collection, rest
    for collection in SOUGHT:
        if answers.things.find(collection, asked) is not None:
            return collection, asked
    names = answers.index.names
    ids = names.find(asked, parameter="id")
    if len(ids) > 1:
        raise Ambiguous(f'"{asked}" means {", ".join(ids)}: choose one.', "id", ids)
    for collection in SOUGHT:
        with contextlib.suppress(NotFound):
            return collection, answers.things.get(collection, ids[0] if ids else asked)["id"]
    near = names.nearest(asked)
    raise NotFound(
        f'Nothing is called "{asked}". The nearest known: {", ".join(near)}.', "id", near
    )


@things.command(rich_help_panel="Things", name="list")
def list_(
    collection: Annotated[str, typer.Argument(help=f"One of {', '.join(COLLECTIONS)}.")],
    where: Annotated[
        list[str] | None,
        typer.Option(help="Only rows with this value, as framework=gcse-maths (repeatable)."),
    ] = None,
    limit: Limit = None,
    cursor: Cursor = None,
    fields: Fields = None,
    out: Out = Form.TABLE,
) -> None:
    """List all of a kind, or those that have a value."""
    if collection not in COLLECTIONS:
        raise BadParameter(
            f"There are no {collection}; there are {', '.join(COLLECTIONS)}.", "collection"
        )
    brief = BRIEF.get(collection) if out is Form.TABLE else None
    shown = fields or brief
    values: dict[str, object] = dict(_filter(pair) for pair in where or ())
    values |= {"limit": limit or LIMIT, "cursor": cursor, "fields": (shown,) if shown else ()}
    model = QUERIES.get(collection, PlainQuery)
    try:
        question = model.model_validate(values)
    except ValidationError as error:
        problem = error.errors()[0]
        filters = ", ".join(name for name in model.model_fields if name not in View.model_fields)
        said = (
            f"{collection} are filtered by {filters or 'nothing'}"
            if problem["type"] == "extra_forbidden"
            else problem["msg"]
        )
        raise BadParameter(f"{said}.", str(problem["loc"][0])) from error
    answers = open_answers()
    print_answer(answers, collection, answers.ask(collection, question), out, narrowed=True)


def _filter(pair: str) -> tuple[str, str]:
    name, equals, value = pair.partition("=")
    if not equals:
        raise BadParameter(f'"{pair}" is not of the form framework=gcse-maths.', "where")
    return name, value
