"""The things themselves: one shown, all of a kind listed."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.options import Fields, Form, Out
from api.compiled import open_answers
from api.queries import PlainQuery
from api.show import print_answer, print_thing
from api.things import COLLECTIONS
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
}
"""The fields of a list unless told."""


@things.command(rich_help_panel="Things")
def show(
    id: Annotated[str, typer.Argument(help="A statement, topic, theme, framework or edge.")],
    out: Out = Form.TABLE,
) -> None:
    """Show one thing: its facts, what it addresses, its members, its reasons."""
    answers = open_answers()
    names = answers.index.names
    ids = names.find(id) if names.find(id) else (id,)
    if len(ids) > 1:
        raise Ambiguous(f'"{id}" means {", ".join(ids)}: choose one.', "id", ids)
    for collection in ("themes", "topics", "statements", "edges", "frameworks", "refused"):
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
    fields: Fields = None,
    out: Out = Form.TABLE,
) -> None:
    """List all of a kind."""
    if collection not in COLLECTIONS:
        raise BadParameter(
            f"There are no {collection}; there are {', '.join(COLLECTIONS)}.", "collection"
        )
    answers = open_answers()
    kept = answers.ask(collection, PlainQuery(limit=1000, fields=(fields or BRIEF[collection],)))
    print_answer(answers, collection, kept, out, narrowed=True)
