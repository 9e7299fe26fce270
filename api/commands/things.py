"""The things themselves: one shown, all of a kind listed."""

from __future__ import annotations

from typing import Annotated

import typer
from pydantic import ValidationError

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
    TimingQuery,
    TopicsQuery,
)
from api.show import print_answer, print_thing
from api.things import COLLECTIONS
from api.view import LIMIT, View
from ontology.errors import Ambiguous, BadParameter, NotFound

things = typer.Typer()

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

QUERIES: dict[str, type[View]] = {
    "statements": StatementsQuery,
    "topics": TopicsQuery,
    "edges": EdgesQuery,
    "refused": RefusedQuery,
    "memberships": MembershipsQuery,
    "equations": EquationsQuery,
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
    names = answers.index.names
    ids = names.find(id) if names.find(id) else (id,)
    if len(ids) > 1:
        raise Ambiguous(f'"{id}" means {", ".join(ids)}: choose one.', "id", ids)
    for collection in (
        "themes",
        "topics",
        "statements",
        "edges",
        "frameworks",
        "refused",
        "memberships",
        "equations",
        "terms",
        "schemes",
        "timing",
        "sources",
        "weights",
        "retired",
    ):
        try:
            kept = answers.thing(collection, ids[0])
        except NotFound:
            continue
        print_thing(kept, out)
        return
    raise NotFound(
        f'Nothing is called "{id}". The nearest known: {", ".join(names.nearest(id))}.',
        "id",
        names.nearest(id),
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
    try:
        question = QUERIES.get(collection, PlainQuery).model_validate(values)
    except ValidationError as error:
        problem = error.errors()[0]
        raise BadParameter(f"{problem['msg']}.", str(problem["loc"][0])) from error
    answers = open_answers()
    print_answer(answers, collection, answers.ask(collection, question), out, narrowed=True)


def _filter(pair: str) -> tuple[str, str]:
    name, equals, value = pair.partition("=")
    if not equals:
        raise BadParameter(f'"{pair}" is not of the form framework=gcse-maths.', "where")
    return name, value
